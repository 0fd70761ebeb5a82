// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/changed_on_the_way.hpp"

#include <string>

#include "reports/text.hpp"
#include "runner/oracle/lost_parts.hpp"
#include "runner/oracle/moments.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

std::string status_and_code(const Reply& reply) {
  return std::to_string(reply.http_status) + " " + std::string{text_of(reply.code)};
}

// Of what the suite writes as the documents have it.
bool refuses_the_form(const reports::Exchange& exchange, const Reply& reply) {
  const std::string_view code = text_of(reply.code);
  if (code.find("SecurityToken") != code.npos) {
    return reports::to_lower(exchange.request).find("security") == std::string::npos;
  }
  return code == "InvalidTimeStamp.Format";
}

// One line; empty where it refuses the request as it was sent, or none.
std::string what_of_it_came(const reports::CallRecord& record, const Reply& reply,
                            std::string_view host) {
  if (reply.http_status < 400) return {};
  if (misses_what_came(record.exchange, reply) || refuses_the_form(record.exchange, reply)) {
    return "a request that did not arrive whole (" + status_and_code(reply) + ")";
  }
  if (refuses_signature(reply) &&
      compare_signed_texts(record.exchange.request, reply) == SignedTexts::different) {
    return "a request that did not arrive as it was signed (" + status_and_code(reply) + ")";
  }
  const std::string_view named = text_of(reply.host_id);
  return named.empty() || named == host ? std::string{}
                                        : "a request that arrived under another host";
}

}  // namespace

bool answers_another_action(std::string_view action, const Reply& reply) {
  constexpr std::string_view response = "Response";
  if (reply.http_status >= 300 || !reply.decoded()) return false;
  if (reply.format == BodyFormat::xml && reply.root.ends_with(response)) {
    const std::string_view named{reply.root.data(), reply.root.size() - response.size()};
    return specs::one_spelling_of(named) != specs::one_spelling_of(action);
  }
  const bool lists_instances = reply.tree.member("Instances") != nullptr;
  const bool lists_statuses = reply.tree.member("InstanceStatuses") != nullptr;
  if (lists_instances == lists_statuses) return false;
  return transition_of(action) != nullptr ||
         action == action_of(lists_instances ? cases::Channel::describe_instance_status
                                             : cases::Channel::describe_instances);
}

std::optional<Disturbance> changed_in(const cases::Case& one, const reports::Evidence& evidence,
                                      const std::vector<Reply>& replies, std::string_view host) {
  // A search for a way that works finds many that do not.
  if (one.relation == cases::Relation::at_least_one_accepted) return std::nullopt;
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    const std::size_t call = evidence.calls[i].call;
    if (call >= one.calls.size() || !one.calls[call].edits.empty()) continue;  // a forgery may be
    std::string what = changed_on_the_way(evidence.calls[i], replies[i], host);
    if (!what.empty()) return Disturbance{Disturbance::Kind::changed, i, std::move(what)};
  }
  return std::nullopt;
}

std::string changed_on_the_way(const reports::CallRecord& record, const Reply& reply,
                               std::string_view host) {
  if (!record.exchange.fault.empty()) return {};
  std::string what = what_of_it_came(record, reply, host);
  if (what.empty() && answers_another_action(record.action, reply))
    what = "an answer to another request";
  return what;
}

}  // namespace hallmark::runner
