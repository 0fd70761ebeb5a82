// SPDX-License-Identifier: Apache-2.0
//
// What is wrong at the door is wrong however the call travels, whichever action it is for, and
// where it is a dry run. All that is asked of one plain call of StartInstance in the base ways is
// asked again, one call after the other:
//
//   authentication/v1/other-ways/by-post-form
//   authentication/v3/other-ways/of-reboot-instance
//   authentication/v1/other-ways/dry-run
#include "cases/authentication/other_ways.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"
#include "cases/concurrency/simultaneous.hpp"
#include "cases/instance/documented_refusal.hpp"

namespace hallmark::cases {
namespace {

bool is_never_accepted(const Call& call) {
  return std::ranges::all_of(call.expect.allowed, [](const Answer& answer) {
    return answer.kind == Answer::Kind::refused;
  });
}

// A parameter or a header that is not as it should be, whatever else there is.
bool is_fault_at_the_door(const Case& one, const Door& door) {
  if (one.tags.family != (door.is_v1() ? Family::v1 : Family::v3)) return false;
  if (one.tags.action != start_instance_action.name || one.level != Level::required) return false;
  if (one.depth > 1 || one.once || one.second_world || one.calls.size() != 1) return false;
  const Call& call = one.calls.front();
  return call.arguments.size() == 1 && call.identity == Identity::own && !call.edits.empty() &&
         is_never_accepted(call) && !one.tags.word.starts_with("forged/") &&
         std::ranges::all_of(call.edits, [](const Edit& edit) {
           return edit.where == Edit::Where::common || edit.where == Edit::Where::header;
         });
}

// The faults of a door, each in a call of its own.
struct DoorFaults {
  std::vector<Call> calls;
  Citations places;
};

DoorFaults door_faults_of(const std::vector<Case>& all, const Door& door) {
  DoorFaults faults;
  for (const Case& one : all) {
    if (!is_fault_at_the_door(one, door)) continue;
    faults.calls.push_back(one.calls.front());
    add_places(faults.places, one.citations);
  }
  return faults;
}

Case asked_again_of(const Door& door, const TestedAction& action, std::string_view way,
                    DoorFaults faults) {
  for (Call& call : faults.calls) {
    call.action = action.name;
    // So many calls in a row may be too many.
    const bool is_of_a_page = std::ranges::any_of(call.expect.allowed, rests_on_a_page);
    call.expect.allowed.push_back(is_of_a_page ? throttled(action) : throttled());
  }
  Case one = door_case(door, action, std::string{"other-ways/"}.append(way),
                       std::move(faults.calls.front()));
  std::move(faults.calls.begin() + 1, faults.calls.end(), std::back_inserter(one.calls));
  one.depth = 2;
  one.citations = std::move(faults.places);
  stand_on(bad_signature, one);
  stand_on(stale_timestamp, one);
  return one;
}

Case sent_by(const Door& door, Method method, std::string_view slug, const DoorFaults& faults) {
  Case one = asked_again_of(door, start_instance_action, slug, faults);
  one.once = true;
  for (Call& call : one.calls) {
    call.variant = Variant{method, door.is_v1() ? Format::json : Format::xml, door.signature};
  }
  return one;
}

Case as_dry_run(const Door& door, const DoorFaults& faults) {
  Case one = asked_again_of(door, start_instance_action, "dry-run", faults);
  for (Call& call : one.calls) {
    call.arguments.push_back({.name = "DryRun", .value = text("true")});
  }
  one.dry_run = true;
  one.needs.push_back(std::string{start_instance_action.slug} + "/dry-run/passes");
  return one;
}

}  // namespace

void add_other_ways(std::vector<Case>& all) {
  for (const Door& door : doors) {
    const DoorFaults faults = door_faults_of(all, door);
    all.push_back(door.is_v1() ? sent_by(door, Method::post_query, "by-post", faults)
                               : sent_by(door, Method::get, "by-get", faults));
    all.push_back(sent_by(door, Method::post_form, "by-post-form", faults));
    for (const TestedAction* const action :
         {&reboot_instance_action, &reactivate_instances_action}) {
      all.push_back(asked_again_of(door, *action, std::string{"of-"}.append(action->slug), faults));
    }
    all.push_back(as_dry_run(door, faults));
  }
}

}  // namespace hallmark::cases
