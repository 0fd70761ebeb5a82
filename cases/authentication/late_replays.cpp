// SPDX-License-Identifier: Apache-2.0
//
// A nonce serves once, wherever and whenever it comes again: on another connection, for another
// action, when many others have come between, and when some time has passed.
#include <string>
#include <utility>

#include "cases/authentication/door.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::cases {
namespace {

// More than a memory of 64 holds.
constexpr int calls_between = 65;

// A memory of half a second has forgotten by then.
constexpr int late_settling_ms = 600;

constexpr AllowedRefusal too_many_at_once[] = {
    {.code = "Throttling*", .citation = common_row(specs::common::errors::throttling)},
    {.code = "Throttling*", .citation = common_row(specs::common::errors::gateway_throttling_user)},
    {.code = "OperationConflict",
     .citation = common_row(specs::common::errors::operation_conflict)},
};

Call plain_look() {
  return {.action = "DescribeInstanceAttribute",
          .arguments = {{.name = "InstanceId", .value = this_instance()}},
          .expect = {.allowed = {accepted()}}};
}

Call first_start() {
  Call call = plain_call(start_instance_action);
  call.expect.allowed = {accepted()};
  return call;
}

Call again(Call first) {
  first.replay_of = 0;
  first.expect = refused_with(fault::used_nonce);
  return first;
}

Case late_case(const Door& door, std::string_view asked, std::vector<Call> calls) {
  Case one = door_case(door, start_instance_action, std::string{"replay/"}.append(asked),
                       std::move(calls.front()));
  one.citations.push_back(door.nonce_once);
  for (std::size_t i = 1; i < calls.size(); ++i) one.calls.push_back(std::move(calls[i]));
  return one;
}

Case on_a_new_connection(const Door& door) {
  Call replay = again(first_start());
  replay.new_connection = true;
  return late_case(door, "on-a-new-connection", {first_start(), std::move(replay)});
}

Case of_another_action(const Door& door) {
  Call second = plain_call(reboot_instance_action);
  second.nonce_of = 0;
  second.expect = refused_with(fault::used_nonce);
  Case one = late_case(door, "nonce-of-another-action", {first_start(), std::move(second)});
  one.needs.push_back(needs_of(reboot_instance_action).back());
  return one;
}

Case when_settled(const Door& door) {
  Call replay = again(first_start());
  replay.when_settled = true;
  Case one = late_case(door, "when-settled", {first_start(), std::move(replay)});
  one.depth = 2;
  one.fixture.settle_ms = late_settling_ms;
  return one;
}

Case after_many_calls(const Door& door) {
  Call others = plain_look();
  others.copies = calls_between;
  others.expect =
      accepted_or_refused_with(too_many_at_once, "so many calls at once may be too many");
  Case one =
      late_case(door, "after-many-calls", {plain_look(), std::move(others), again(plain_look())});
  one.needs = {"base/variant", "base/observe/describe-instance-attribute"};
  return one;
}

}  // namespace

void add_late_replays(std::vector<Case>& all) {
  for (const Door& door : doors) {
    all.push_back(on_a_new_connection(door));
    all.push_back(of_another_action(door));
    all.push_back(when_settled(door));
    all.push_back(after_many_calls(door));
  }
}

}  // namespace hallmark::cases
