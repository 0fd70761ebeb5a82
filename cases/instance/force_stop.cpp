// SPDX-License-Identifier: Apache-2.0
//
// ForceStop, of every action whose pages say how it has the instance stopped.
#include "cases/instance/force_stop.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"

namespace hallmark::cases {
namespace {

constexpr auto parameter = specs::BooleanParameter::force_stop;

struct ForceStop {
  std::string_view name;
  std::string_view value;  // empty: the parameter is left out
};

constexpr ForceStop force_stop[] = {
    {.name = "true", .value = "true"},
    {.name = "false", .value = "false"},
    {.name = "absent", .value = ""},
};

Case named(const TestedAction& action, std::string_view name, std::string_view value) {
  Call call = plain_call(action);
  if (!value.empty()) {
    call.arguments.push_back(
        {.name = std::string{name_of(parameter)}, .value = text(std::string{value})});
  }
  return {.id = std::string{action.slug}.append("/force-stop/").append(name),
          .tags = about(action, Family::force_stop),
          .fixture = action.fixture(),
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once, .channel = Channel::fixture},
          .needs = needs_of(action)};
}

// Force is no way round what forbids the call.
Case refused_case(const TestedAction& action, const DocumentedRefusal& refusal, std::string name) {
  Case one = named(action, std::move(name), "true");
  one.fixture = refusal.world;
  allow(one.calls[0].expect.allowed, refusal);
  one.citations = {action.accepted.begin(), action.accepted.end()};
  Citations places = sentences_on(action, parameter, true, {});
  std::erase_if(places, [](const specs::Citation& place) {
    return place.kind != specs::Citation::Kind::parameter;
  });
  add_places(one.citations, places);
  return one;
}

}  // namespace

Case force_stop_case(const TestedAction& action, std::string_view name, std::string_view value) {
  Case one = named(action, name, value);
  const bool is_forced = value == "true";
  one.calls[0].expect.allowed = {accepted_as(action)};
  one.effect.last_stop = sure_effect(action, parameter, is_forced, {})->last_stop;
  one.citations = sentences_on(action, parameter, is_forced, {});
  return one;
}

std::vector<Case> force_stop_cases(const TestedAction& action) {
  std::vector<Case> cases;
  const specs::FlagEffect* const effect = sure_effect(action, parameter, true, {});
  if (effect == nullptr || !effect->last_stop) return cases;
  for (const ForceStop& flag : force_stop) {
    cases.push_back(force_stop_case(action, flag.name, flag.value));
  }
  const DocumentedRefusal& wrong = refusal_of(action, RefusalReason::wrong_status);
  cases.push_back(refused_case(action, wrong, "true-on-" + slug_of(name_of(wrong.world.status))));
  for (const DocumentedRefusal& refusal : refusals_of(action)) {
    const bool shows = refusal.is_sure && !refusal.is_dry_run() && refusal.can_be_looked_at();
    if (!shows || refusal.world.conditions.empty()) continue;
    cases.push_back(refused_case(action, refusal, "true-under-" + std::string{refusal.name}));
    cases.back().depth = 2;
    cases.back().needs.push_back(std::string{action.slug}.append("/row/").append(refusal.name));
  }
  return cases;
}

}  // namespace hallmark::cases
