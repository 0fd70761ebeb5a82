// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/told.hpp"

#include "reports/text.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/http/result.hpp"
#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {
namespace {

// A request that names no coding accepts any (RFC 9110, 12.5.3).
bool accepts_gzip(const std::string& request) {
  const std::string text = reports::to_lower(request.substr(0, request.find("\r\n\r\n")));
  constexpr std::string_view name = "\r\naccept-encoding:";
  const std::size_t at = text.find(name);
  if (at == std::string::npos) return true;
  const std::string value =
      text.substr(at + name.size(), text.find("\r\n", at + 2) - at - name.size());
  return value.find("gzip") != std::string::npos || value.find('*') != std::string::npos;
}

}  // namespace

bool says_packed(const reports::Exchange& exchange) {
  return find_header(exchange.headers, "Content-Encoding") != nullptr;
}

Reply decode_reply(const reports::Exchange& exchange) {
  // Hardly any is packed, and of those that are not nobody needs to know.
  const bool packed = is_packed(exchange.body);
  return decode_reply(exchange.status, exchange.headers, exchange.body,
                      !packed || accepts_gzip(exchange.request));
}

std::vector<Reply> decode_replies(const reports::Evidence& evidence) {
  std::vector<Reply> replies;
  replies.reserve(evidence.calls.size());
  for (const reports::CallRecord& record : evidence.calls) {
    replies.push_back(record.exchange.fault.empty() ? decode_reply(record.exchange) : Reply{});
  }
  return replies;
}

std::string_view action_of(cases::Channel channel) {
  switch (channel) {
    case cases::Channel::describe_instances:
      return "DescribeInstances";
    case cases::Channel::describe_instance_status:
      return "DescribeInstanceStatus";
    case cases::Channel::describe_instance_attribute:
      return "DescribeInstanceAttribute";
    case cases::Channel::any:
    case cases::Channel::fixture:
      return {};
  }
  return {};
}

bool no_connection(const reports::Exchange& exchange) {
  return exchange.fault == name_of(Fault::connect) || exchange.fault == name_of(Fault::tls) ||
         exchange.fault == name_of(Fault::cancelled) || exchange.fault == name_of(Fault::local);
}

reports::Side side_of_fault(const reports::Exchange& exchange) {
  const bool ours =
      exchange.fault == name_of(Fault::cancelled) || exchange.fault == name_of(Fault::local);
  return ours ? reports::Side::ours : reports::Side::nobody;
}

reports::Finding without_connection(const reports::Exchange& exchange) {
  return {.verdict = reports::Verdict::error,
          .reason = (exchange.fault == name_of(Fault::local) ? "this machine lacks something: "
                                                             : "no connection to the target: ") +
                    exchange.fault_text,
          .side = side_of_fault(exchange)};
}

bool is_throttling(const Reply& reply) {
  if (reply.http_status == 429 && !reply.code) return true;  // by a gateway before the API
  return reply.http_status / 100 == 4 && text_of(reply.code).starts_with("Throttling");
}

std::string shape_of_fault(const reports::Exchange& exchange) {
  const std::string_view fault = exchange.fault;
  if (fault == name_of(Fault::timeout)) return "no whole answer within the time given";
  if (fault == name_of(Fault::closed)) return "the connection was closed without an answer";
  if (fault == name_of(Fault::truncated)) {
    return "the connection was closed in the middle of the answer";
  }
  if (fault == name_of(Fault::malformed)) return "what came is not an HTTP answer";
  if (fault == name_of(Fault::too_large)) return "the answer is larger than the limit";
  return "no answer";
}

std::string describe_fault(const reports::Exchange& exchange) {
  std::string text = shape_of_fault(exchange);
  if (text == "no answer") text += " (" + exchange.fault + ")";
  if (!exchange.fault_text.empty()) text += " (" + exchange.fault_text + ")";
  return text;
}

std::string difference_of(const Reply& left, const Reply& right) {
  if (left.http_status != right.http_status || left.code != right.code) {
    return describe(left) + " against " + describe(right);
  }
  if (left.message != right.message) {
    return "Message \"" + left.message.value_or("") + "\" against \"" + right.message.value_or("") +
           "\"";
  }
  const auto without_ids = [](const Reply& reply) {
    Node tree = reply.tree;
    tree.name = {};
    std::erase_if(tree.children, [](const Node& member) {
      return member.name == "RequestId" || member.name == "Recommend";
    });
    return tree;
  };
  if (same_meaning(without_ids(left), without_ids(right))) {
    if (left.request_id.has_value() == right.request_id.has_value()) return {};
    return "RequestId is in one of them only";
  }
  const auto members = [](const Node& tree) {
    std::string names;
    for (const Member& member : flatten(tree)) {
      if (names.size() > 200) return names + " ...";
      names += (names.empty() ? "" : ", ") + member.path + "=" + member.value;
    }
    return names.empty() ? std::string{"nothing"} : names;
  };
  return members(without_ids(left)) + " against " + members(without_ids(right));
}

}  // namespace hallmark::runner
