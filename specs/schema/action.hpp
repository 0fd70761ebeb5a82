// SPDX-License-Identifier: Apache-2.0
//
// An action as its pages describe it, in one record. Every field must be given: a record that
// leaves one out does not compile, and whoever loops over the actions meets a new one everywhere.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "specs/schema/list.hpp"
#include "specs/schema/precondition.hpp"

namespace hallmark::specs {

// How a call says which instances it is about.
struct InstanceParameter {
  std::string_view name;  // InstanceId; for a list the name before ".1"
  enum class Form : std::uint8_t { one, list } form;

  // As a call about one instance writes it.
  [[nodiscard]] std::string in_request() const {
    std::string written{name};
    return form == Form::list ? written + ".1" : written;
  }
};

// What an accepted call may take away from the conditions of its world.
struct Relief {
  ConditionSet surely;   // gone
  ConditionSet perhaps;  // gone or not, no page says
};

struct Action {
  Given<std::string_view> name;                        // as its newest page spells it
  Given<std::span<const std::string_view>> spellings;  // all that its pages print, `name` first
  Given<InstanceParameter> instances;
  Given<std::span<const ActionEdition>> editions;  // the newest first
  Given<Transition> transition;
  Given<ConditionSet> accepted_under;  // what must be true besides the status it starts from
  Given<Relief> relief;

  // The newest edition that has a dry run; null where none has.
  [[nodiscard]] constexpr const ActionEdition* with_dry_run() const {
    for (const ActionEdition& edition : *editions) {
      if (*edition.dry_run != nullptr) return &edition;
    }
    return nullptr;
  }
  // What its flags do, as the newest edition that speaks of flags has it.
  [[nodiscard]] constexpr std::span<const FlagEffect> flag_effects() const {
    for (const ActionEdition& edition : *editions) {
      if (!edition.flag_effects->empty()) return *edition.flag_effects;
    }
    return {};
  }
};

// The editions of an action by date, those of one day in the record's order.
consteval List<const ActionEdition*, 16> oldest_first(const Action& action) {
  List<const ActionEdition*, 16> sorted;
  for (const ActionEdition& edition : *action.editions) sorted.push_back(&edition);
  std::sort(sorted.begin(), sorted.end(), [](const auto* one, const auto* other) {
    const auto day = (*one->page)->date;
    const auto other_day = (*other->page)->date;
    return day != other_day ? day < other_day : one < other;
  });
  return sorted;
}

// Whether a place of the edition's preconditions is that row.
consteval bool leads_to(const ActionEdition& edition, const Citation& row) {
  for (const Precondition& one : *edition.preconditions) {
    for (const DocumentedAnswer& answer : *one.answers) {
      for (const Citation& place : answer.places()) {
        if (place == row) return true;
      }
    }
  }
  return *edition.dry_run != nullptr && (*edition.dry_run)->passed.row() == row;
}

consteval bool is_unseen(const ActionEdition& edition, const Citation& place) {
  return std::any_of(edition.unseen.begin(), edition.unseen.end(),
                     [&place](const Unseen& one) { return one.place == place; });
}

// Whether the page has all these parameters.
consteval bool knows(const Page& page, FlagSet flags) {
  return std::ranges::all_of(boolean_parameters, [&](BooleanParameter flag) {
    return !flags.contains(flag) ||
           std::ranges::find(page.parameters, name_of(flag), &ParameterSpec::name) !=
               page.parameters.end();
  });
}

// What no single field can check.
consteval bool is_sound(const Action& action) {
  if (action.spellings->front() != *action.name) throw "the first spelling is the action's name";
  const ActionEdition* newer = nullptr;
  for (const ActionEdition& edition : *action.editions) {
    const Page& page = **edition.page;
    if (page.action != *action.name) throw "an edition is a page of its action";
    if (newer != nullptr && (*newer->page)->date < page.date)
      throw "the newest edition is the first";
    newer = &edition;
    for (const ErrorRow& row : page.errors) {
      const Citation place = cite_row(page, row.row);
      if (!leads_to(edition, place) && !is_unseen(edition, place))
        throw "no precondition leads to an error row";
    }
    for (const Unseen& one : edition.unseen) {
      if (one.place.page != &page) throw "an edition speaks of its own page";
      if (one.reason.empty()) throw "what is not seen says why";
      if (leads_to(edition, one.place)) throw "a precondition leads to what nobody sees";
    }
    for (const FlagEffect& one : *edition.flag_effects) {
      if (!knows(page, one.when->flags())) throw "a flag is a parameter of its page";
    }
    for (const Precondition& one : *edition.preconditions) {
      if (!knows(page, one.when->flags())) throw "a flag is a parameter of its page";
      if (one.answers->empty() == one.sentence.empty()) {
        throw "a precondition names its rows, or the sentence that stands for them";
      }
      if (*one.certainty == Certainty::perhaps && one.because.empty()) {
        throw "what is in doubt says why";
      }
      if ((*edition.dry_run == nullptr) != (*one.dry_run == DryRunCheck::no_dry_run)) {
        throw "a dry run checks where the edition has one";
      }
    }
  }
  return true;
}

}  // namespace hallmark::specs
