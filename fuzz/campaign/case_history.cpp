// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/case_history.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace hallmark::fuzz {
namespace {

template <class List, class Fits>
std::optional<std::uint16_t> place_of(const List& list, Fits fits) {
  const auto found = std::ranges::find_if(list, fits);
  if (found == list.end()) return std::nullopt;
  return static_cast<std::uint16_t>(found - list.begin());
}

// The first forgery that does no more than to sign with a wrong secret.
std::optional<std::uint16_t> wrong_secret(cases::Variant variant) {
  return place_of(Vocabulary::get().treatments, [variant](const Treatment& one) {
    return one.kind == Treatment::Kind::forged && one.applies(variant) &&
           one.call().identity == cases::Identity::wrong_secret && one.call().edits.empty() &&
           one.forgery->tags.chapter == cases::Chapter::authentication;
  });
}

bool add_argument(Step& step, const cases::Argument& argument) {
  const Vocabulary& words = Vocabulary::get();
  const std::string& text = argument.value.before;
  if (argument.name == "InstanceId") {
    const auto place = place_of(words.ids, [&](const IdWord& word) {
      return word.value.handle == argument.value.handle && word.value.before == text;
    });
    step.id = static_cast<std::uint8_t>(place.value_or(absent_id));
    return place.has_value();
  }
  const auto flags = flags_of(step);
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (argument.name != specs::boolean_parameter_names.at(i)) continue;
    const auto place =
        place_of(words.booleans, [&text](const std::string& word) { return word == text; });
    if (place) *flags.at(i) = static_cast<std::uint8_t>(*place);
    return place.has_value();
  }
  const auto word = place_of(words.extras, [&argument](const ExtraWord& extra) {
    return extra.parameter == argument.name && !extra.v1_only;
  });
  if (word) step.extras.push_back({.word = static_cast<std::uint8_t>(*word), .text = text});
  return word.has_value();
}

std::optional<Step> step_of(const cases::Case& one, std::size_t at, cases::Variant variant) {
  const Vocabulary& words = Vocabulary::get();
  const cases::Call& call = one.calls[at];
  const auto action =
      place_of(action_names, [&call](std::string_view name) { return name == call.action; });
  const auto way = place_of(
      words.variants, [&](cases::Variant word) { return word == call.variant.value_or(variant); });
  if (!action || !way) return std::nullopt;
  Step step{.action = static_cast<CalledAction>(*action),
            .by_other = call.identity == cases::Identity::other_account,
            .id = absent_id,
            .variant = static_cast<std::uint8_t>(*way)};
  for (const cases::Argument& argument : call.arguments) {
    if (!add_argument(step, argument)) return std::nullopt;
  }
  if (call.when_settled) {
    // Long enough for the model: each of two transitory statuses, and a second to spare.
    const std::chrono::milliseconds settled{1000 + 2 * one.fixture.settle_ms.value_or(0)};
    const auto wait = place_of(
        words.waits, [settled](std::chrono::milliseconds word) { return word >= settled; });
    if (!wait) return std::nullopt;
    step.wait = static_cast<std::uint8_t>(*wait);
  }
  if (call.replay_of) {
    step.treatment = *place_of(words.treatments, [](const Treatment& treatment) {
      return treatment.kind == Treatment::Kind::replay;
    });
    step.back = static_cast<std::uint8_t>(at - *call.replay_of);
  } else if (call.identity == cases::Identity::wrong_secret) {
    const auto forged = wrong_secret(words.variants[*way]);
    if (!forged) return std::nullopt;
    step.treatment = *forged;
  }
  return step;
}

}  // namespace

std::optional<History> history_of(const cases::Case& one, cases::Variant variant) {
  History history{.fixture = one.fixture, .steps = {}};
  for (std::size_t at = 0; at < one.calls.size(); ++at) {
    auto step = step_of(one, at, variant);
    if (!step) return std::nullopt;
    history.steps.push_back(std::move(*step));
  }
  return history;
}

}  // namespace hallmark::fuzz
