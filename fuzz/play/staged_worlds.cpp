// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/staged_worlds.hpp"

#include <algorithm>
#include <utility>

namespace hallmark::fuzz {
namespace {

bool needs_other(const History& history) {
  const Vocabulary& words = Vocabulary::get();
  return std::ranges::any_of(history.steps, [&](const Step& step) {
    const Treatment& treatment = words.treatments[step.treatment];
    return step.by_other || step.id == other_id ||
           (treatment.forgery != nullptr && treatment.forgery->second_world);
  });
}

}  // namespace

std::optional<Hindrance> StagedWorlds::stage(const History& history) {
  Made own = make(history.fixture, runner::Owner::caller);
  if (!own.world) return std::move(own.why_not);
  if (!needs_other(history)) {
    cast_ = runner::Cast{*std::move(own.world)};
    count_ = 1;
    return std::nullopt;
  }
  Made other = make(history.fixture, runner::Owner::other);
  if (!other.world) {
    strike(*own.world, false);
    return std::move(other.why_not);
  }
  cast_ = runner::Cast{*std::move(own.world), *std::move(other.world)};
  count_ = 2;
  return std::nullopt;
}

StagedWorlds::Made StagedWorlds::make(const cases::Fixture& fixture, runner::Owner owner) {
  using Kind = Hindrance::Kind;
  runner::Staged staged = worlds_.stage(fixture, owner);
  if (auto* const world = std::get_if<runner::World>(&staged)) return {std::move(*world)};
  Hindrance why_not{.kind = Kind::no_world, .why = {}};
  if (const auto* const broken = std::get_if<runner::Broken>(&staged)) {
    if (broken->side == reports::Side::ours) why_not.kind = Kind::ours;
    why_not.why = broken->what;
  } else if (const auto* const not_on_offer = std::get_if<runner::Unsupported>(&staged)) {
    why_not = {.kind = Kind::not_on_offer, .why = not_on_offer->why};
  }
  if (why_not.why.empty()) why_not.why = "the world could not be made";
  return {std::nullopt, std::move(why_not)};
}

void StagedWorlds::strike(bool changed) {
  for (std::size_t place = 0; place < count_; ++place) strike(at(place), changed);
}

void StagedWorlds::strike(const runner::World& world, bool changed) {
  if (!worlds_.strike(world, changed)) ++left_;
}

std::optional<runner::Truth> StagedWorlds::look(std::size_t place) {
  auto truth = worlds_.look(at(place));
  if (truth && truth->status.empty()) truth.reset();
  return truth;
}

}  // namespace hallmark::fuzz
