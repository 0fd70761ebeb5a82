// SPDX-License-Identifier: Apache-2.0
//
// lifecycle/: an instance at the reference endpoint, driven through the client: what its user is
// told is what happened.
#include <algorithm>

#include "cases/client/tables.hpp"
#include "specs/common/descriptions.hpp"

namespace hallmark::cases::client {
namespace {

using Outcome = Told::Outcome;

Call endpoint_call(std::string action, std::vector<Parameter> parameters, Told told) {
  return {.actions = {std::move(action)},
          .parameters = std::move(parameters),
          .answers = {{.kind = Answer::Kind::endpoint}},
          .told = std::move(told)};
}

}  // namespace

// "<instance>" stands for an instance that is Stopped, and of which the endpoint lets an accepted
// start settle at once.
std::vector<Case> lifecycle_cases() {
  const std::string instance = "<instance>";
  const std::vector<Parameter> by_id = {{"InstanceId", instance}};
  const std::vector<Parameter> described = {{"RegionId", "<region>"},
                                            {"InstanceIds", "[\"<instance>\"]"}};
  const Told accepted{.outcome = Outcome::success, .carried = CarriedSet{Carried::request_id}};
  const auto refused = [](std::string code, int status) {
    return Told{.outcome = Outcome::error,
                .carried = CarriedSet{Carried::code},
                .code = std::move(code),
                .status = status};
  };
  const auto shown = [](std::string status) {
    // Of an answer that lists instances, `message` is a text that it must hold.
    return Told{.outcome = Outcome::success,
                .carried = CarriedSet{Carried::message},
                .message = std::move(status)};
  };
  std::vector<Case> all;
  const auto add = [&](std::string id, std::vector<Call> calls) {
    all.push_back({.id = "lifecycle/" + std::move(id),
                   .given = "an instance that is Stopped, at the reference endpoint",
                   .calls = std::move(calls),
                   .citations = {specs::cite_clause(specs::common::descriptions::page, 1)},
                   .needs = {std::string{speaks}, "request/signature"}});
    if (std::ranges::any_of(all.back().calls,
                            [](const Call& call) { return call.told.outcome == Outcome::error; })) {
      all.back().needs.emplace_back(tells_errors);
    }
  };
  add("start", {endpoint_call("StartInstance", by_id, accepted)});
  add("start-twice",
      {endpoint_call("StartInstance", by_id, accepted),
       endpoint_call("StartInstance", by_id, refused("IncorrectInstanceStatus", 403))});
  add("reboot-while-stopped",
      {endpoint_call("RebootInstance", by_id, refused("IncorrectInstanceStatus", 403))});
  add("unknown-instance", {endpoint_call("StartInstance", {{"InstanceId", "i-nobodyhasthis"}},
                                         refused("InvalidInstanceId.NotFound", 404))});
  add("describe", {endpoint_call("DescribeInstances", described, shown("Stopped"))});
  add("start-describe-reboot-describe",
      {endpoint_call("DescribeInstances", described, shown("Stopped")),
       endpoint_call("StartInstance", by_id, accepted),
       endpoint_call("DescribeInstances", described, shown("Running")),
       endpoint_call("RebootInstance", by_id, accepted),
       endpoint_call("DescribeInstances", described, shown("Running"))});
  add("describe-status-after-a-start",
      {endpoint_call("StartInstance", by_id, accepted),
       endpoint_call("DescribeInstanceAttribute", by_id, shown("Running"))});
  return all;
}

}  // namespace hallmark::cases::client
