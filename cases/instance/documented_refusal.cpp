// SPDX-License-Identifier: Apache-2.0
#include "cases/instance/documented_refusal.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "cases/instance/outcomes.hpp"

namespace hallmark::cases {
namespace {

bool says_the_same(const Answer& one, const Answer& other) {
  return one.status == other.status && one.code == other.code && one.message == other.message &&
         rests_on_a_page(one) == rests_on_a_page(other);
}

// Where an answer of one edition joins those of another: both are printed by the same common row,
// or by rows of the pages that say the same.
bool is_same_answer(const specs::Citation& row, const specs::Citation& other) {
  return row.kind == other.kind && (row.kind == specs::Citation::Kind::row
                                        ? specs::content_of(row) == specs::content_of(other)
                                        : row == other);
}

// Behind the row that prints the answer: rows of other pages, common rows, then sentences, the
// oldest first.
void sort_behind_the_first(Citations& places) {
  const auto rank = [](const specs::Citation& place) {
    const bool is_sentence = !specs::is_row(place);
    return std::pair{place.kind == specs::Citation::Kind::row ? 0
                     : is_sentence                            ? 2
                                                              : 1,
                     is_sentence ? place.page->date : std::chrono::year_month_day{}};
  };
  std::stable_sort(std::next(places.begin()), places.end(),
                   [rank](const specs::Citation& one, const specs::Citation& other) {
                     return rank(one) < rank(other);
                   });
}

void unite(std::vector<UnitedAnswer>& all, const specs::DocumentedAnswer& one) {
  const auto same = std::find_if(all.begin(), all.end(), [&one](const UnitedAnswer& known) {
    return is_same_answer(known.places.front(), one.row());
  });
  if (same == all.end()) {
    all.push_back(united(one));
  } else {
    add_places(same->places, one.places());
    sort_behind_the_first(same->places);
  }
}

void unite(std::vector<UnitedPrecondition>& all, const specs::Precondition& one) {
  auto same = std::find_if(all.begin(), all.end(), [&one](const UnitedPrecondition& known) {
    return known.reason == one.reason && known.when == one.when;
  });
  if (same == all.end()) {
    all.push_back({.reason = one.reason,
                   .when = one.when,
                   .certainty = one.certainty,
                   .dry_run = one.dry_run,
                   .because = one.because});
    same = std::prev(all.end());
  }
  if (*one.certainty == specs::Certainty::perhaps) same->certainty = specs::Certainty::perhaps;
  if (same->dry_run == specs::DryRunCheck::no_dry_run) same->dry_run = one.dry_run;
  for (const specs::DocumentedAnswer& answer : *one.answers) unite(same->answers, answer);
  for (UnitedAnswer& answer : same->answers) {
    add_places(answer.places, {one.sentence.begin(), one.sentence.end()});
  }
}

std::vector<UnitedPrecondition> unite_editions(const TestedAction& action) {
  std::vector<UnitedPrecondition> all;
  for (const specs::ActionEdition& edition : *action.documents->editions) {
    for (const specs::Precondition& one : *edition.preconditions) unite(all, one);
  }
  return all;
}

// What is made of each action's tables, once.
template <auto make>
const auto& made_once(const TestedAction& action) {
  static const auto all = [] {
    std::vector<decltype(make(action))> each;
    for (const TestedAction& one : tested_actions) each.push_back(make(one));
    return each;
  }();
  return all.at(static_cast<std::size_t>(&action - tested_actions.data()));
}

std::vector<DocumentedRefusal> ask_for(const TestedAction& action) {
  std::vector<DocumentedRefusal> all;
  for (const AskedRefusal& asked : action.refusals) {
    all.push_back(documented_refusal(preconditions_of(action), asked));
  }
  return all;
}

// What the pages of all editions say of a flag, and the first of it that is beyond doubt.
struct Said {
  const specs::FlagEffect* surely = nullptr;
  Citations places;
};

Said said_of(const TestedAction& action, specs::BooleanParameter parameter, bool value,
             ConditionSet conditions) {
  const Fixture world = action.fixture();
  const specs::FlagSet flags = value ? specs::FlagSet{parameter} : specs::FlagSet{};
  Said said;
  for (const specs::ActionEdition& edition : *action.documents->editions) {
    const specs::Page& page = **edition.page;
    for (const specs::ParameterSpec& row : page.parameters) {
      if (row.name == name_of(parameter)) {
        said.places.push_back({&page, specs::Citation::Kind::parameter, row.row});
      }
    }
    for (const specs::FlagEffect& effect : *edition.flag_effects) {
      if (!effect.when->flags().contains(parameter) ||
          !effect.when->holds(world.status, world.charge_type, conditions, flags)) {
        continue;
      }
      add_places(said.places, {effect.sentences.begin(), effect.sentences.end()});
      const bool is_sure = effect.certainty == specs::Certainty::surely;
      if (is_sure && said.surely == nullptr) said.surely = &effect;
    }
  }
  return said;
}

}  // namespace

Answer UnitedAnswer::answer(Text text) const {
  const specs::RowContent row = specs::content_of(places.front());
  return {.kind = Answer::Kind::refused,
          .status = row.status,
          .status_class = row.status / 100,
          .code = std::string{row.code},
          .message = text == Text::judged ? std::string{row.message} : std::string{},
          .citations = places};
}

UnitedAnswer united(const specs::DocumentedAnswer& one) {
  return {.places = {one.places().begin(), one.places().end()}};
}

std::span<const UnitedPrecondition> preconditions_of(const TestedAction& action) {
  return made_once<unite_editions>(action);
}

std::vector<const UnitedPrecondition*> met_in(std::span<const UnitedPrecondition> preconditions,
                                              const Fixture& world, specs::Addressee addressee,
                                              specs::FlagSet flags) {
  std::vector<const UnitedPrecondition*> met;
  for (const UnitedPrecondition& one : preconditions) {
    if (one.when.addressee == addressee &&
        one.when.holds(world.status, world.charge_type, world.conditions, flags)) {
      met.push_back(&one);
    }
  }
  return met;
}

std::vector<const UnitedPrecondition*> met_in(const TestedAction& action, const Fixture& world,
                                              specs::Addressee addressee, specs::FlagSet flags) {
  return met_in(preconditions_of(action), world, addressee, flags);
}

const specs::FlagEffect* sure_effect(const TestedAction& action, specs::BooleanParameter parameter,
                                     bool value, ConditionSet conditions) {
  return said_of(action, parameter, value, conditions).surely;
}

Citations sentences_on(const TestedAction& action, specs::BooleanParameter parameter, bool value,
                       ConditionSet conditions) {
  return said_of(action, parameter, value, conditions).places;
}

std::vector<Argument> arguments_for(specs::FlagSet flags) {
  std::vector<Argument> arguments;
  for (const specs::BooleanParameter flag : specs::boolean_parameters) {
    if (!flags.contains(flag)) continue;
    arguments.push_back({.name = std::string{name_of(flag)}, .value = text("true")});
  }
  return arguments;
}

DocumentedRefusal documented_refusal(std::span<const UnitedPrecondition> preconditions,
                                     const AskedRefusal& asked) {
  const auto addressee = asked.reason == RefusalReason::unknown_instance
                             ? specs::Addressee::unknown
                             : specs::Addressee::the_instance;
  const std::vector<const UnitedPrecondition*> met =
      met_in(preconditions, asked.world, addressee, asked.flags);
  const auto is_sure = [](const UnitedPrecondition* one) {
    return one->certainty == specs::Certainty::surely;
  };
  const auto is_asked = [&asked](const UnitedPrecondition* one) {
    return one->reason == asked.reason;
  };
  DocumentedRefusal refusal{
      .name = asked.name,
      .reason = asked.reason,
      .world = asked.world,
      .flags = asked.flags,
      .lenience = asked.lenience,
      .allowed = {},
      .dry_run = specs::DryRunCheck::no_dry_run,
      .is_sure = std::ranges::any_of(
          met, [&](const UnitedPrecondition* one) { return is_asked(one) && is_sure(one); }),
      .may_be_accepted = std::ranges::none_of(met, is_sure)};
  for (const UnitedPrecondition* one : met) {
    if (is_asked(one)) refusal.dry_run = one->dry_run;
    // Where the reason is in doubt, another that applies is as right.
    if (refusal.is_sure && !is_asked(one)) continue;
    refusal.allowed.insert(refusal.allowed.end(), one->answers.begin(), one->answers.end());
    if (!refusal.is_sure && refusal.lenience.empty()) refusal.lenience = one->because;
  }
  if (refusal.lenience.empty() && refusal.allowed.size() > 1) {
    refusal.lenience = "the editions of the page print this row differently";
  }
  return refusal;
}

std::span<const DocumentedRefusal> refusals_of(const TestedAction& action) {
  return made_once<ask_for>(action);
}

const DocumentedRefusal& refusal_of(const TestedAction& action, RefusalReason reason) {
  const std::span<const DocumentedRefusal> all = refusals_of(action);
  const auto found = std::find_if(all.begin(), all.end(), [reason](const DocumentedRefusal& one) {
    return one.reason == reason && one.is_sure;
  });
  if (found == all.end()) {
    throw std::logic_error{std::string{action.name} + " has no refusal for a reason asked for"};
  }
  return *found;
}

void add_places(std::vector<specs::Citation>& places, std::span<const specs::Citation> more) {
  for (const specs::Citation& place : more) {
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
}

void add_places(std::vector<Answer>& answers, std::span<const specs::Citation> more) {
  for (Answer& answer : answers) add_places(answer.citations, more);
}

void allow(std::vector<Answer>& allowed, std::span<const UnitedAnswer> answers, Text text) {
  for (const UnitedAnswer& one : answers) {
    Answer answer = one.answer(text);
    const auto same = std::find_if(allowed.begin(), allowed.end(), [&answer](const Answer& known) {
      return says_the_same(known, answer);
    });
    if (same == allowed.end()) {
      allowed.push_back(std::move(answer));
    } else {
      add_places(same->citations, answer.citations);
    }
  }
}

void allow(std::vector<Answer>& allowed, const DocumentedRefusal& refusal, Text text) {
  allow(allowed, std::span{refusal.allowed}, text);
}

Call call_of(const TestedAction& action, const DocumentedRefusal& refusal) {
  Call call = plain_call(action);
  if (refusal.reason == RefusalReason::unknown_instance) {
    call.arguments[0].value = text(std::string{unknown_instance_id});
  }
  for (Argument& flag : arguments_for(refusal.flags)) call.arguments.push_back(std::move(flag));
  return call;
}

Case error_row_case(const TestedAction& action, const DocumentedRefusal& refusal) {
  Call call = call_of(action, refusal);
  allow(call.expect.allowed, refusal, Text::judged);
  if (refusal.may_be_accepted) call.expect.allowed.push_back(accepted_as(action));
  call.expect.lenience = refusal.lenience;
  const Effect::Look look = refusal.can_be_looked_at() ? Effect::Look::once : Effect::Look::no;
  return {.id = std::string{action.slug} + "/row/" + std::string{refusal.name},
          .tags = about(action, Family::row),
          .fixture = refusal.world,
          .calls = {std::move(call)},
          .effect = {.look = look},
          .dry_run = refusal.is_dry_run(),
          .needs = needs_of(action)};
}

std::vector<Case> error_row_cases(const TestedAction& action) {
  std::vector<Case> cases;
  for (const DocumentedRefusal& refusal : refusals_of(action)) {
    cases.push_back(error_row_case(action, refusal));
  }
  return cases;
}

}  // namespace hallmark::cases
