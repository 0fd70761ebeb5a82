// SPDX-License-Identifier: Apache-2.0
//
// A refusal changes nothing: after every reason to refuse, the instance is as before, both as the
// API shows it and as it really is. Which refusal it was is for the families of the rows and the
// preconditions to say; here any will do.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/company.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/ruling.hpp"

namespace hallmark::cases {
namespace {

// Any refusal of the classes that the rows have, 4xx, or 5xx where a row says so; in whichever
// edition.
std::vector<Answer> any_refusal_like(const DocumentedRefusal& refusal) {
  std::vector<Answer> classes;
  Citations places;
  for (const UnitedAnswer& one : refusal.allowed) {
    add_places(places, one.places);
    Answer answer = one.answer(Text::ignored);
    answer.status = 0;
    answer.code.clear();
    const bool known = std::any_of(classes.begin(), classes.end(), [&answer](const Answer& other) {
      return other.status_class == answer.status_class;
    });
    if (!known) classes.push_back(std::move(answer));
  }
  for (Answer& answer : classes) answer.citations = places;
  return classes;
}

struct Look {
  std::string_view slug;
  Channel channel;
};

constexpr std::array<Look, 2> looks = {{
    {.slug = "as-described", .channel = Channel::any},
    {.slug = "as-it-is", .channel = Channel::fixture},
}};

void add(std::vector<Case>& cases, const TestedAction& action, const DocumentedRefusal& refusal,
         const Fixture& world, std::string_view name) {
  for (const Look& look : looks) {
    if (look.channel != Channel::fixture && !refusal.can_be_looked_at()) continue;
    Call call = call_of(action, refusal);
    call.expect.allowed = any_refusal_like(refusal);
    if (call.expect.allowed.size() > 1) call.expect.lenience = refusal.lenience;
    cases.push_back({.id = std::string{action.slug} + "/refusal/" + std::string{name} + "/" +
                           std::string{look.slug},
                     .tags = about(action, Family::refusal),
                     .fixture = world,
                     .calls = {std::move(call)},
                     .effect = {.look = Effect::Look::once, .channel = look.channel},
                     .citations = {any_refusal},
                     .dry_run = refusal.is_dry_run(),
                     .needs = needs_of(action)});
  }
}

// Nobody is let in for what comes beside: refused it is in any case, for the lock or for what came.
void add_in_company(std::vector<Case>& cases, const TestedAction& action) {
  const DocumentedRefusal& locked = refusal_of(action, RefusalReason::security_lock);
  for (const Company& company : companies) {
    add(cases, action, locked, locked.world, locked.name);
    cases.pop_back();  // as it really is
    Case& one = cases.back();
    one.id = std::string{action.slug}
                 .append("/refusal/")
                 .append(locked.name)
                 .append("/beside-")
                 .append(company.slug);
    one.depth = 2;
    add_company(one.calls.front(), company);
  }
}

}  // namespace

std::vector<Case> refusal_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    for (const DocumentedRefusal& refusal : refusals_of(action)) {
      if (refusal.may_be_accepted) continue;
      add(cases, action, refusal, refusal.world, refusal.name);
    }
  }
  for (const TestedAction& action : tested_actions) {
    const DocumentedRefusal& refusal = refusal_of(action, RefusalReason::wrong_status);
    for (const specs::InstanceStatus status : wrong_statuses(action, specs::Certainty::surely)) {
      if (status == refusal.world.status) continue;  // its row is asked there
      add(cases, action, refusal, {.status = status},
          std::string{refusal.name} + "-" + slug_of(name_of(status)));
    }
    add_in_company(cases, action);
  }
  return cases;
}

}  // namespace hallmark::cases
