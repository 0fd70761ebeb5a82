// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/without.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "reports/nearest.hpp"
#include "runner/oracle/told.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

using cases::Case;
using cases::Variant;

std::string_view feature_of(cases::Method method) {
  switch (method) {
    case cases::Method::get:
      return "get";
    case cases::Method::post_query:
      return "post-query";
    case cases::Method::post_form:
      return "post-form";
  }
  return {};
}

// What --without names of a variant.
std::array<std::string_view, 3> features_of(Variant variant) {
  return {variant.signature == cases::Signature::v1 ? "v1" : "v3",
          variant.format == cases::Format::xml ? "xml" : "json", feature_of(variant.method)};
}

constexpr std::string_view fixed_features[] = {"v1",  "v3",         "xml",       "json",
                                               "get", "post-query", "post-form", "dry-run"};

constexpr std::string_view all_features =
    "; there are v1, v3, xml, json, get, post-query, post-form, dry-run, fixture:CONDITION, "
    "actions";

// Whatever --without takes that is spelt like it.
std::string meant_feature(const std::string& feature) {
  std::vector<std::string> all{std::begin(fixed_features), std::end(fixed_features)};
  for (const std::string_view name : cases::condition_names) {
    all.push_back("fixture:" + std::string{name});
  }
  for (const specs::Action* action : specs::actions()) {
    for (const std::string_view name : *action->spellings) all.emplace_back(name);
  }
  return reports::did_you_mean(feature, {all.begin(), all.end()});
}

bool is_look(std::string_view action) {
  using cases::Channel;
  return std::ranges::any_of(
      std::array{Channel::describe_instances, Channel::describe_instance_status,
                 Channel::describe_instance_attribute},
      [action](Channel channel) { return action_of(channel) == action; });
}

}  // namespace

Result<Without> Without::parse(const std::vector<std::string>& features) {
  Without without;
  for (const std::string& feature : features) {
    bool known = std::ranges::find(fixed_features, feature) != std::end(fixed_features) ||
                 specs::find_action(feature) != nullptr || is_look(feature);
    constexpr std::string_view fixture = "fixture:";
    if (feature.starts_with(fixture)) {
      const std::string_view condition = std::string_view{feature}.substr(fixture.size());
      known = std::ranges::find(cases::condition_names, condition) != cases::condition_names.end();
    }
    if (!known) {
      const std::string meant = meant_feature(feature);
      return Error{Fault::malformed, "--without '" + feature + "' is no feature" +
                                         (meant.empty() ? std::string{all_features} : meant)};
    }
    without.features_.insert(std::string{specs::one_spelling_of(feature)});
  }
  if (std::ranges::all_of(cases::full_variants(),
                          [&](Variant variant) { return without.excludes(variant); })) {
    return Error{Fault::malformed,
                 "--without leaves nothing to ask with: one signature, one format and one method"};
  }
  return without;
}

bool Without::excludes(Variant variant) const {
  return std::ranges::any_of(features_of(variant), [this](std::string_view feature) {
    return features_.contains(feature);
  });
}

std::optional<std::string> Without::excludes(const Case& one,
                                             std::optional<Variant> variant) const {
  if (features_.empty()) return std::nullopt;
  const auto excluded = [&](std::string_view feature) { return features_.contains(feature); };
  if (variant) {
    for (const std::string_view feature : features_of(*variant)) {
      if (excluded(feature)) return std::string{feature};
    }
  }
  if (one.dry_run && excluded("dry-run")) return "dry-run";
  for (const cases::Condition condition : cases::all_conditions) {
    if (!one.fixture.conditions.contains(condition)) continue;
    const std::string feature = "fixture:" + std::string{cases::name_of(condition)};
    if (excluded(feature)) return feature;
  }
  if (one.relation == cases::Relation::at_least_one_accepted) {
    // Unsupported only when none of the ways to ask is claimed.
    std::string missing;
    for (const cases::Call& call : one.calls) {
      const std::string_view action = specs::one_spelling_of(call.action);
      if (call.variant && excludes(*call.variant)) {
        missing = "a variant that is claimed";
      } else if (excluded(action)) {
        missing = action;
      } else {
        return std::nullopt;
      }
    }
    return missing.empty() ? std::nullopt : std::optional{missing};
  }
  for (const cases::Call& call : one.calls) {
    if (call.variant && excludes(*call.variant)) return call.variant->name();
  }
  for (const std::string_view action : cases::actions_of(one)) {
    const std::string_view name = specs::one_spelling_of(action);
    if (excluded(name)) return std::string{name};
  }
  if (one.effect.look != cases::Effect::Look::no && excluded(action_of(one.effect.channel))) {
    return std::string{action_of(one.effect.channel)};
  }
  return std::nullopt;
}

}  // namespace hallmark::runner
