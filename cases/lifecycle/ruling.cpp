// SPDX-License-Identifier: Apache-2.0
#include "cases/lifecycle/ruling.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "cases/base/answers.hpp"
#include "cases/base/undeclared.hpp"
#include "cases/dry_run/dry_run_pages.hpp"
#include "cases/instance/outcomes.hpp"

namespace hallmark::cases {
namespace {

using specs::BooleanParameter;

constexpr std::string_view not_among_the_checks =
    "the page's list of what a dry run checks does not name this, so it may pass as well";
constexpr std::string_view unspoken =
    "the pages of this action do not speak of one of the conditions; for it those of another "
    "action refuse";
constexpr std::string_view undeclared =
    "a parameter that the action does not declare is ignored, or refused";
constexpr std::string_view several_reasons = "more than one documented reason fits this world";

bool says_undeclared(const TestedAction& action, const Flags& flags) {
  return flags.invented.has_value() ||
         std::ranges::any_of(specs::boolean_parameters, [&](BooleanParameter flag) {
           return flags[flag].has_value() && !declares(action, flag);
         });
}

// Adds an answer that no page of the action prints; it stands and falls with its preconditions.
void allow_elsewhere(std::vector<Answer>& allowed, Answer answer, const TestedAction& action) {
  add_places(answer.citations, std::span{action.accepted.begin(), action.accepted.end()});
  const bool known = std::ranges::any_of(allowed, [&answer](const Answer& one) {
    return one.kind == answer.kind && one.status == answer.status && one.code == answer.code;
  });
  if (!known) allowed.push_back(std::move(answer));
}

// What other actions answer to conditions that the pages of this one do not speak of.
void allow_for_unspoken(std::vector<Answer>& allowed, const TestedAction& action,
                        ConditionSet conditions) {
  for (const TestedAction& other : tested_actions) {
    for (const UnitedPrecondition& one : preconditions_of(other)) {
      if (!one.when.any_of.meets(conditions)) continue;
      for (const UnitedAnswer& row : one.answers) {
        Answer answer = row.answer(Text::ignored);
        answer.citations = {any_refusal};
        allow_elsewhere(allowed, std::move(answer), action);
      }
    }
  }
}

}  // namespace

void add_flags(Call& call, const Flags& flags) {
  const auto add = [&call](std::string_view name, std::optional<bool> value) {
    if (!value) return;
    call.arguments.push_back({.name = std::string{name}, .value = text(*value ? "true" : "false")});
  };
  for (const BooleanParameter flag : flags_in_order) add(name_of(flag), flags[flag]);
  add("HallmarkInvented", flags.invented);
}

bool declares(const TestedAction& action, BooleanParameter parameter) {
  return std::ranges::any_of(action.editions, [parameter](const specs::Page* page) {
    return std::ranges::any_of(page->parameters, [parameter](const specs::ParameterSpec& row) {
      return row.name == name_of(parameter);
    });
  });
}

std::optional<BooleanParameter> flag_of(const TestedAction& action) {
  for (const BooleanParameter flag :
       {BooleanParameter::init_local_disk, BooleanParameter::force_stop}) {
    if (declares(action, flag)) return flag;
  }
  return std::nullopt;
}

ConditionSet conditions_of_flag(const TestedAction& action) {
  const auto flag = flag_of(action);
  for (const specs::FlagEffect& effect : action.documents->flag_effects()) {
    if (flag && effect.when->flags_on.contains(*flag)) return effect.when->all_of;
  }
  return {};
}

Fixture world_of_flag(const TestedAction& action) {
  Fixture world = action.fixture();
  world.conditions = world.conditions | conditions_of_flag(action);
  return world;
}

ConditionSet spoken_of(const TestedAction& action) {
  ConditionSet all =
      conditions_about(specs::Concern::disk_kind) | conditions_about(specs::Concern::expiry);
  for (const UnitedPrecondition& one : preconditions_of(action)) all = all | one.when.conditions();
  return all;
}

Ruling ruling_on(const TestedAction& action, const Fixture& world, Text text, const Flags& flags) {
  Ruling ruling{.may_be_accepted = true,
                .may_be_refused = false,
                .is_refused_as_dry_run = false,
                .lenience = {}};
  std::string_view doubt;  // of what may forbid the call, and may not
  for (const UnitedPrecondition* one :
       met_in(action, world, specs::Addressee::the_instance, flags.on())) {
    allow(ruling.allowed, one->answers, text);
    ruling.may_be_refused = true;
    if (one->certainty == specs::Certainty::perhaps) {
      doubt = one->because;
      continue;
    }
    ruling.may_be_accepted = false;
    if (one->dry_run == specs::DryRunCheck::surely) ruling.is_refused_as_dry_run = true;
    if (!one->because.empty()) ruling.lenience = one->because;
  }

  const bool is_dry = flags[BooleanParameter::dry_run].value_or(false) &&
                      declares(action, BooleanParameter::dry_run);
  if (is_dry) {
    const DryRunPages pages = dry_run_pages_of(action);
    for (Answer& answer : ruling.allowed) pages.back_as_failed_check(answer);
    if (!ruling.is_refused_as_dry_run) {
      ruling.lenience = ruling.may_be_refused ? not_among_the_checks : std::string_view{};
    }
  }
  if (const ConditionSet others = world.conditions.without(spoken_of(action)); !others.empty()) {
    allow_for_unspoken(ruling.allowed, action, others);
    if (ruling.may_be_accepted) doubt = unspoken;
    ruling.may_be_refused = true;
  }
  if (says_undeclared(action, flags)) {
    for (Answer& answer : answers(undeclared_parameter)) {
      allow_elsewhere(ruling.allowed, std::move(answer), action);
    }
    allow_elsewhere(
        ruling.allowed,
        refused_4xx("InvalidParameter*", {common_row(specs::common::errors::invalid_parameter)}),
        action);
    if (ruling.may_be_accepted) doubt = undeclared;
    ruling.may_be_refused = true;
  }

  if (is_dry) {
    ruling.may_be_accepted = false;
    if (!ruling.is_refused_as_dry_run) {
      ruling.allowed.push_back(dry_run_pages_of(action).passed(text));
    }
    if (ruling.lenience.empty()) ruling.lenience = doubt;
  } else if (ruling.may_be_accepted) {
    ruling.lenience = doubt;
    ruling.allowed.push_back(accepted_as(action));
    for (const BooleanParameter flag : specs::boolean_parameters) {
      const specs::FlagEffect* const effect =
          sure_effect(action, flag, flags[flag].value_or(false), world.conditions);
      if (effect == nullptr) continue;
      if (effect->local_disk) ruling.local_disk = effect->local_disk;
      if (effect->last_stop) ruling.last_stop = effect->last_stop;
    }
  }
  if (ruling.lenience.empty() && ruling.allowed.size() > 1) ruling.lenience = several_reasons;
  return ruling;
}

std::vector<specs::InstanceStatus> wrong_statuses(const TestedAction& action,
                                                  specs::Certainty at_least) {
  std::vector<specs::InstanceStatus> all;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    const auto met = met_in(action, {.status = status}, specs::Addressee::the_instance, {});
    if (std::ranges::any_of(met, [at_least](const UnitedPrecondition* one) {
          return one->reason == RefusalReason::wrong_status &&
                 (at_least == specs::Certainty::perhaps || one->certainty == at_least);
        })) {
      all.push_back(status);
    }
  }
  return all;
}

}  // namespace hallmark::cases
