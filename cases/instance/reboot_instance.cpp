// SPDX-License-Identifier: Apache-2.0
//
// RebootInstance, page by page: its error rows, its sample request, and ForceStop.
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/instance/sample_requests.hpp"

namespace hallmark::cases {
namespace {

namespace e2019 = specs::reboot_instance::e2019_04;
namespace common = specs::common::errors;
using specs::InstanceStatus;

consteval specs::Citation clause(int n) { return cite_clause(e2019::page, n); }

struct ForceStop {
  std::string_view name;
  std::string_view value;  // empty: the parameter is left out
};

constexpr ForceStop force_stop[] = {
    {.name = "true", .value = "true"},
    {.name = "false", .value = "false"},
    {.name = "absent", .value = ""},
};

Call call_with(const ForceStop& flag) {
  Call call = plain_call(reboot_instance_action);
  if (!flag.value.empty()) {
    call.arguments.push_back({.name = "ForceStop", .value = text(std::string{flag.value})});
  }
  return call;
}

Case force_stop_case(const ForceStop& flag) {
  Call call = call_with(flag);
  call.expect.allowed = {accepted_as(reboot_instance_action)};
  const specs::FlagEffect& effect = *sure_effect(
      reboot_instance_action, specs::BooleanParameter::force_stop, flag.value == "true", {});
  Citations places{effect.sentences.begin(), effect.sentences.end()};
  places.push_back(cite_parameter(e2019::page, "ForceStop"));
  return {.id = std::string{"reboot-instance/force-stop/"}.append(flag.name),
          .tags = about(reboot_instance_action, Family::force_stop),
          .fixture = reboot_instance_action.fixture(),
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once,
                     .channel = Channel::fixture,
                     .last_stop = effect.last_stop},
          .citations = std::move(places),
          .needs = needs_of(reboot_instance_action)};
}

// Force is no way round the precondition.
Case force_stop_on_stopped_case() {
  Call call = call_with(force_stop[0]);
  allow(call.expect.allowed, refusal_of(reboot_instance_action, RefusalReason::wrong_status));
  return {
      .id = "reboot-instance/force-stop/true-on-stopped",
      .tags = about(reboot_instance_action, Family::force_stop),
      .calls = {std::move(call)},
      .effect = {.look = Effect::Look::once, .channel = Channel::fixture},
      .citations = {clause(e2019::clause::precondition), cite_parameter(e2019::page, "ForceStop")},
      .needs = needs_of(reboot_instance_action)};
}

// What may be lost is what was not yet written; local disks are not initialised by a restart.
Case local_disk_case() {
  Case one = force_stop_case(force_stop[2]);
  one.id = "reboot-instance/force-stop/absent-local-disk";
  one.level = Level::recommended;
  one.fixture.conditions = ConditionSet{Condition::local_disk};
  one.effect.local_disk_data = LocalDiskData::kept;
  return one;
}

}  // namespace

std::vector<Case> reboot_instance_cases(const TestedAction& action) {
  std::vector<Case> cases = rows_and_samples(action);
  for (const ForceStop& flag : force_stop) cases.push_back(force_stop_case(flag));
  cases.push_back(force_stop_on_stopped_case());
  cases.push_back(local_disk_case());
  return cases;
}

}  // namespace hallmark::cases
