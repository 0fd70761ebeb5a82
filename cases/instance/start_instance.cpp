// SPDX-License-Identifier: Apache-2.0
//
// StartInstance, page by page: its error rows, its sample requests, and InitLocalDisk.
#include <optional>
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/instance/sample_requests.hpp"

namespace hallmark::cases {
namespace {

namespace common = specs::common::errors;
using specs::InstanceStatus;

constexpr ConditionSet healthy_local_disk{Condition::local_disk};
constexpr ConditionSet failed_local_disk{Condition::local_disk, Condition::local_disk_failed};

// InitLocalDisk, and the disks of the instance.
struct InitLocalDisk {
  std::string_view name;
  std::string_view value;  // empty: the parameter is left out
  ConditionSet disks;
};

constexpr InitLocalDisk init_local_disk[] = {
    {.name = "true-failed-disk", .value = "true", .disks = failed_local_disk},
    {.name = "false-failed-disk", .value = "false", .disks = failed_local_disk},
    {.name = "absent-failed-disk", .value = "", .disks = failed_local_disk},
    {.name = "true-healthy-disk", .value = "true", .disks = healthy_local_disk},
    {.name = "false-healthy-disk", .value = "false", .disks = healthy_local_disk},
    {.name = "absent-healthy-disk", .value = "", .disks = healthy_local_disk},
    {.name = "true-other-type", .value = "true", .disks = {}},
    {.name = "false-other-type", .value = "false", .disks = {}},
};

// What the pages say that becomes of the data; nothing where they do not say.
std::optional<LocalDiskData> data_after(const InitLocalDisk& row) {
  const specs::FlagEffect* const effect =
      sure_effect(start_instance_action, specs::BooleanParameter::init_local_disk,
                  row.value == "true", row.disks);
  return effect == nullptr ? std::nullopt : effect->local_disk;
}

// What the pages say of that value, for disks that are healthy or have failed.
Citations places_of(const InitLocalDisk& row) {
  return sentences_on(start_instance_action, specs::BooleanParameter::init_local_disk,
                      row.value == "true", row.disks.with(Condition::local_disk));
}

Case init_local_disk_case(const InitLocalDisk& row) {
  Call call = plain_call(start_instance_action);
  if (!row.value.empty()) {
    call.arguments.push_back({.name = "InitLocalDisk", .value = text(std::string{row.value})});
  }
  call.expect.allowed = {accepted_as(start_instance_action)};
  const std::optional<LocalDiskData> data = data_after(row);
  return {.id = std::string{"start-instance/init-local-disk/"}.append(row.name),
          .tags = about(start_instance_action, Family::init_local_disk),
          .level = data ? Level::required : Level::recommended,
          .fixture = {.conditions = row.disks},
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once,
                     .channel = data ? Channel::fixture : Channel::any,
                     .local_disk_data = data},
          .citations = places_of(row),
          .needs = needs_of(start_instance_action)};
}

// What is not started is not initialised either.
Case init_local_disk_refused_case() {
  Case one = init_local_disk_case({.name = "true-refused",
                                   .value = "true",
                                   .disks = failed_local_disk.with(Condition::security_lock)});
  one.effect.local_disk_data = LocalDiskData::kept;
  one.calls[0].expect.allowed.clear();
  allow(one.calls[0].expect.allowed,
        refusal_of(start_instance_action, RefusalReason::security_lock));
  return one;
}

}  // namespace

std::vector<Case> start_instance_cases(const TestedAction& action) {
  std::vector<Case> cases = pages_and_flags(action);
  for (const InitLocalDisk& row : init_local_disk) cases.push_back(init_local_disk_case(row));
  cases.push_back(init_local_disk_refused_case());
  return cases;
}

}  // namespace hallmark::cases
