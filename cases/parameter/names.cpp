// SPDX-License-Identifier: Apache-2.0
//
// Derived: the name of a parameter in another case, and a parameter given twice. Nothing is
// documented about either but that names are compared byte by byte when they are signed. Whatever
// an endpoint makes of it, it answers, and it does what it answers.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include "cases/parameter/derivations.hpp"
#include "specs/common/signature_v1.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace signature_v1 = specs::common::signature_v1;

constexpr specs::Citation names_bytewise =
    cite_clause(signature_v1::page, signature_v1::clause::sorted);
constexpr std::string_view unknown_instance = "i-hallmarkunknown000";

constexpr AllowedRefusal any_complaint[] = {{.code = "*", .citation = any_refusal}};
constexpr std::string_view case_is_not_described =
    "no document says whether the names of parameters are case-sensitive";
constexpr std::string_view twice_is_not_described =
    "no document says which of two values counts, or how they are signed";

std::string in_lower_case(std::string_view name) {
  std::string lower{name};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return lower;
}

std::string in_upper_case(std::string_view name) {
  std::string upper{name};
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return upper;
}

// A lenient case about the parameter: accepted, or refused with any 4xx.
Case lenient_case(const TestedAction& action, const UnitedParameter& parameter,
                  std::string_view asked, std::string_view why) {
  Case one = derived_case(action, parameter, asked);
  one.level = Level::recommended;
  one.citations.push_back(names_bytewise);
  one.dry_run = parameter.is_dry_run();
  one.calls = {{.action = std::string{action.name},
                .expect = {.allowed = accepted_or(any_complaint), .lenience = std::string{why}}}};
  return one;
}

// `values` under the name of the parameter, one after the other; before them what the call needs.
void add_arguments(Case& one, const UnitedParameter& parameter, std::string_view name,
                   std::initializer_list<Value> values) {
  std::vector<Argument>& arguments = one.calls.front().arguments;
  if (!parameter.is_instance_id()) {
    arguments.push_back({.name = "InstanceId", .value = this_instance()});
  }
  for (const Value& value : values)
    arguments.push_back({.name = std::string{name}, .value = value});
}

Value usual_value(const UnitedParameter& parameter) {
  if (parameter.is_instance_id()) return this_instance();
  return text(parameter.is_boolean() ? "true" : "hallmark@example.com");
}

Value other_value(const UnitedParameter& parameter) {
  if (parameter.is_instance_id()) return text(std::string{unknown_instance});
  return text(parameter.is_boolean() ? "false" : "other@example.com");
}

// A stranger by a name that only resembles the parameter's is not the instance that is meant,
// before the parameter or behind it.
Case beside_another_case(const TestedAction& action, const UnitedParameter& parameter,
                         const std::string& other_name, std::string_view letters) {
  Case one = derived_case(action, parameter,
                          std::string{"beside-its-name-in-"}.append(letters).append("-case"),
                          Shows::lookalike);
  one.level = Level::recommended;
  one.citations.push_back(names_bytewise);
  one.tags.word = std::string{"in-"}.append(letters).append("-case");
  one.needs.push_back(std::string{action.slug}.append("/parameter/extra/invented"));
  Call call = plain_call(action);
  const Argument stranger{.name = other_name, .value = other_value(parameter)};
  call.arguments.insert(call.arguments.begin(), stranger);
  if (letters == "upper") std::swap(call.arguments.front(), call.arguments.back());
  call.expect = accepted_or_undeclared();
  one.calls = {std::move(call)};
  return one;
}

void derive_case_of_name(const TestedAction& action, const UnitedParameter& parameter,
                         std::vector<Case>& all) {
  Case lower = lenient_case(action, parameter, "name-in-lower-case", case_is_not_described);
  add_arguments(lower, parameter, in_lower_case(parameter.name), {usual_value(parameter)});
  all.push_back(std::move(lower));

  Case upper = lenient_case(action, parameter, "name-in-upper-case", case_is_not_described);
  add_arguments(upper, parameter, in_upper_case(parameter.name), {usual_value(parameter)});
  all.push_back(std::move(upper));

  if (!parameter.is_instance_id()) return;
  all.push_back(beside_another_case(action, parameter, in_lower_case(parameter.name), "lower"));
  all.push_back(beside_another_case(action, parameter, in_upper_case(parameter.name), "upper"));
}

void derive_twice(const TestedAction& action, const UnitedParameter& parameter,
                  std::vector<Case>& all) {
  Case same = lenient_case(action, parameter, "twice-the-same", twice_is_not_described);
  add_arguments(same, parameter, parameter.name, {usual_value(parameter), usual_value(parameter)});
  all.push_back(std::move(same));

  Case first = lenient_case(action, parameter, "twice-another-second", twice_is_not_described);
  add_arguments(first, parameter, parameter.name, {usual_value(parameter), other_value(parameter)});
  all.push_back(std::move(first));

  Case second = lenient_case(action, parameter, "twice-another-first", twice_is_not_described);
  add_arguments(second, parameter, parameter.name,
                {other_value(parameter), usual_value(parameter)});
  all.push_back(std::move(second));
}

}  // namespace

void derive_names(const TestedAction& action, const UnitedParameter& parameter,
                  std::vector<Case>& all) {
  if (parameter.names_the_action) return;  // http/action asks for the case of its value
  derive_case_of_name(action, parameter, all);
  derive_twice(action, parameter, all);
}

}  // namespace hallmark::cases
