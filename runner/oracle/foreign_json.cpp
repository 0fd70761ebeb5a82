// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/foreign_json.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "reports/text.hpp"

namespace hallmark::runner {
namespace {

// One of them at least is in what Kong, Envoy, Apigee, Spring, Kubernetes, the gateways of the
// large clouds and RFC 9457 have.
constexpr std::array<std::string_view, 15> telling{
    "message", "msg",     "error", "errors",      "error_msg", "errorMessage", "errmsg", "fault",
    "detail",  "details", "title", "httpMessage", "reason",    "code",         "errcode"};

bool begins_small(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z';
}

// Kong has request_id; who writes requestId means the API's.
bool is_meant_for_the_api(std::string_view name) {
  const std::string lower = reports::to_lower(name);
  return lower == "requestid" || lower == "hostid";
}

// "timestamp", "trace_id", "path" and their like.
bool differs_each_time(std::string_view path) {
  constexpr std::array<std::string_view, 6> parts{"id",    "time", "date",
                                                  "trace", "path", "instance"};
  const std::string lower = reports::to_lower(path);
  return std::ranges::any_of(parts,
                             [&](std::string_view part) { return lower.find(part) != lower.npos; });
}

}  // namespace

bool is_foreign_json(const Reply& reply) {
  if (reply.code || reply.request_id || reply.format != BodyFormat::json || !reply.decoded()) {
    return false;
  }
  const std::vector<Node>& members = reply.tree.children;
  return reply.tree.kind == Node::Kind::object &&
         std::ranges::all_of(members,
                             [](const Node& member) {
                               return begins_small(member.name) &&
                                      !is_meant_for_the_api(member.name);
                             }) &&
         std::ranges::any_of(members, [](const Node& member) {
           return std::ranges::find(telling, member.name) != telling.end();
         });
}

std::string words_of_foreign_json(const Reply& reply) {
  std::string words;
  for (const Member& member : flatten(reply.tree)) {
    if (!differs_each_time(member.path)) words += member.path + "=" + member.value + "\n";
  }
  return words;
}

}  // namespace hallmark::runner
