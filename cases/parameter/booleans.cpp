// SPDX-License-Identifier: Apache-2.0
//
// Derived: a Boolean parameter as the pages spell it, as other software spells it, and values that
// are none.
#include <string>
#include <string_view>
#include <utility>

#include "cases/dry_run/known_dry_run.hpp"
#include "cases/parameter/derivations.hpp"
#include "specs/common/public_parameters.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace public_parameters = specs::common::public_parameters;

constexpr specs::Citation true_or_false =
    cite_clause(public_parameters::page, public_parameters::clause::true_or_false);
constexpr specs::Citation of_clients =
    cite_clause(public_parameters::page, public_parameters::clause::booleans_of_clients);

enum class Meaning : std::uint8_t { is_true, is_false, either, none };

struct BooleanSpelling {
  std::string_view slug;
  std::string_view text;
  Meaning meaning;
  Level level = Level::recommended;

  [[nodiscard]] bool is_documented() const { return level == Level::required; }
};

constexpr BooleanSpelling spellings[] = {
    {.slug = "true", .text = "true", .meaning = Meaning::is_true, .level = Level::required},
    {.slug = "false", .text = "false", .meaning = Meaning::is_false, .level = Level::required},
    {.slug = "capital-true", .text = "True", .meaning = Meaning::is_true, .level = Level::observed},
    {.slug = "capital-false",
     .text = "False",
     .meaning = Meaning::is_false,
     .level = Level::observed},
    {.slug = "capitals-true",
     .text = "TRUE",
     .meaning = Meaning::is_true,
     .level = Level::observed},
    {.slug = "capitals-false",
     .text = "FALSE",
     .meaning = Meaning::is_false,
     .level = Level::observed},
    {.slug = "one", .text = "1", .meaning = Meaning::is_true, .level = Level::observed},
    {.slug = "zero", .text = "0", .meaning = Meaning::is_false, .level = Level::observed},
    {.slug = "blank-before-true", .text = " true", .meaning = Meaning::either},
    {.slug = "blank-after-true", .text = "true ", .meaning = Meaning::either},
    {.slug = "maybe", .text = "maybe", .meaning = Meaning::none},
    {.slug = "two", .text = "2", .meaning = Meaning::none},
    {.slug = "yes", .text = "yes", .meaning = Meaning::none},
    {.slug = "null", .text = "null", .meaning = Meaning::none},
    {.slug = "part-of-true", .text = "tru", .meaning = Meaning::none},
    {.slug = "true-and-false", .text = "truefalse", .meaning = Meaning::none},
    {.slug = "quoted-true", .text = "\"true\"", .meaning = Meaning::none},
    {.slug = "array", .text = "[true]", .meaning = Meaning::none},
};

constexpr AllowedRefusal not_a_boolean[] = {
    {.status = 400,
     .code = "InvalidParameter*",
     .citation = common_row(errors::invalid_force_stop_2017)},
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
    {.status = 400,
     .code = "UnsupportedParameter*",
     .citation = common_row(errors::unsupported_parameter)},
};

// How a call that is otherwise in order answers when the parameter is true.
Answer when_true(const UnitedParameter& parameter) {
  return parameter.is_dry_run()
             ? refused(400, "DryRunOperation", {common_row(errors::dry_run_operation)})
             : accepted();
}

std::vector<Answer> allowed_answers(const UnitedParameter& parameter,
                                    const BooleanSpelling& spelling) {
  std::vector<Answer> allowed;
  if (spelling.meaning == Meaning::is_true || spelling.meaning == Meaning::either) {
    allowed.push_back(when_true(parameter));
  }
  if (spelling.meaning == Meaning::is_false ||
      (spelling.meaning == Meaning::either && parameter.is_dry_run())) {
    allowed.push_back(accepted());
  }
  if (!spelling.is_documented()) {
    for (Answer& refusal : answers(not_a_boolean)) allowed.push_back(std::move(refusal));
  }
  return allowed;
}

std::string_view why_several(const BooleanSpelling& spelling) {
  if (spelling.is_documented()) return {};
  return spelling.meaning == Meaning::none
             ? "the codes of the tables differ for a value outside the documented set"
             : "the pages name true and false only; another spelling, as clients send it, may "
               "mean the same or be refused";
}

Case spelled(const TestedAction& action, const UnitedParameter& parameter,
             const BooleanSpelling& spelling) {
  Case one = derived_case(action, parameter, spelling.slug, Shows::boolean_spelling);
  one.level = spelling.level;
  one.citations.push_back(true_or_false);
  if (spelling.level == Level::observed) one.citations.push_back(of_clients);
  one.dry_run = parameter.is_dry_run();
  Call call = plain_call(action);
  call.arguments.push_back(
      {.name = std::string{parameter.name}, .value = text(std::string{spelling.text})});
  call.expect = {.allowed = allowed_answers(parameter, spelling),
                 .lenience = std::string{why_several(spelling)}};
  one.calls = {std::move(call)};
  return one;
}

// Which answer is right no page says; that it is true of the instance follows from either.
Case no_boolean_and_its_effect(const TestedAction& action, const UnitedParameter& parameter) {
  Case one = derived_case(action, parameter, "no-boolean-and-its-effect", Shows::boolean_spelling);
  one.depth = 2;
  one.citations.push_back(true_or_false);
  Call call = plain_call(action);
  call.arguments.push_back({.name = std::string{parameter.name}, .value = text("maybe")});
  call.expect = {.allowed = {accepted(), refused_4xx("*", {any_refusal})},
                 .lenience =
                     "whether it is refused no page says: whoever refuses it leaves the "
                     "instance alone, whoever accepts it does what the page says"};
  one.calls = {std::move(call)};
  return one;
}

}  // namespace

void derive_booleans(const TestedAction& action, const UnitedParameter& parameter,
                     std::vector<Case>& all) {
  if (!parameter.is_boolean()) return;
  for (const BooleanSpelling& spelling : spellings) {
    Case one = spelled(action, parameter, spelling);
    if (parameter.is_dry_run()) one.needs = needs_of_dry_run(action);
    // Whoever does not know DryRun is told so once.
    if (parameter.is_dry_run() && !spelling.is_documented()) {
      one.needs.push_back(derived_case(action, parameter, "true").id);
    } else if (parameter.is_dry_run() && spelling.meaning == Meaning::is_true) {
      one.cause = no_answer_to_dry_run(action);
    }
    all.push_back(std::move(one));
  }
  all.push_back(no_boolean_and_its_effect(action, parameter));
}

}  // namespace hallmark::cases
