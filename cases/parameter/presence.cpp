// SPDX-License-Identifier: Apache-2.0
//
// Derived: each parameter left out, and each one empty.
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/history_writer.hpp"
#include "cases/parameter/derivations.hpp"
#include "specs/common/public_parameters.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace public_parameters = specs::common::public_parameters;

constexpr AllowedRefusal missing_instance_id[] = {
    {.status = 400,
     .code = "MissingParameter*",
     .citation = common_row(errors::missing_instance_id_2017)},
    {.status = 400,
     .code = "MissingParameter*",
     .citation = common_row(errors::missing_parameter_live)},
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
    {.status = 400,
     .code = "InvalidParameter*",
     .citation = common_row(errors::invalid_parameter_is_null)},
};

// An empty id is no id, or one that names nothing.
constexpr AllowedRefusal empty_instance_id[] = {
    {.status = 400,
     .code = "MissingParameter*",
     .citation = common_row(errors::missing_instance_id_2017)},
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
    {.status = 400,
     .code = "InvalidParameter*",
     .citation = common_row(errors::invalid_parameter_is_null)},
    {.status = 400, .code = "InvalidInstanceId*", .citation = common_row(errors::gateway_invalid)},
    {.status = 404,
     .code = "InvalidInstanceId.NotFound",
     .citation = common_row(errors::invalid_instance_id_not_found)},
};
constexpr std::string_view missing_is_worded_thrice =
    "the table of 2017, the gateway and the live service name the code of a missing parameter "
    "differently";

constexpr AllowedRefusal missing_action[] = {
    {.status = 400, .code = "MissingParameter*", .citation = common_row(errors::missing_action)},
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
    {.code = "InvalidParameter*", .citation = common_row(errors::invalid_action_or_version)},
    {.code = "InvalidAction*", .citation = common_row(errors::invalid_action)},
    {.code = "InvalidApi*", .citation = common_row(errors::gateway_api_not_found)},
    {.code = "UnsupportedOperation", .citation = common_row(errors::gateway_unsupported_operation)},
};
constexpr std::string_view no_action_is_worded_thrice =
    "a request without Action is missing a parameter to one table, and names an unknown action to "
    "the others";

constexpr AllowedRefusal empty_option[] = {
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
};
constexpr std::string_view empty_is_not_described =
    "no document says whether an empty optional parameter is absent or wrong";

// What the page calls the default, for every optional parameter but `left_out`.
void add_defaults(Call& call, const TestedAction& action, std::string_view left_out) {
  for (const UnitedParameter& other : united_parameters(action)) {
    if (other.default_value.empty() || other.name == left_out) continue;
    call.arguments.push_back(
        {.name = std::string{other.name}, .value = text(std::string{other.default_value})});
  }
}

Case without(const TestedAction& action, const UnitedParameter& parameter, bool is_empty) {
  return is_empty ? derived_case(action, parameter, "empty", Shows::empty_parameter)
                  : derived_case(action, parameter, "absent", Shows::absent_parameter);
}

// The instance would be acted on, were the rest of the request enough.
Case without_action(const TestedAction& action, const UnitedParameter& parameter, bool is_empty) {
  Case one = without(action, parameter, is_empty);
  one.citations.push_back(cite_common_parameter(public_parameters::page, "Action"));
  Call call = plain_call(action);
  call.edits = {{.op = is_empty ? Edit::Op::set : Edit::Op::drop, .name = "Action"}};
  call.expect = {.allowed = answers(missing_action),
                 .lenience = std::string{no_action_is_worded_thrice}};
  one.calls = {std::move(call)};
  return one;
}

Case without_instance_id(const TestedAction& action, const UnitedParameter& parameter,
                         bool is_empty) {
  Case one = without(action, parameter, is_empty);
  Call call{.action = std::string{action.name}};
  if (is_empty) call.arguments = {{.name = std::string{parameter.name}, .value = {}}};
  call.expect = {.allowed = is_empty ? answers(empty_instance_id) : answers(missing_instance_id),
                 .lenience = std::string{missing_is_worded_thrice}};
  one.calls = {std::move(call)};
  return one;
}

// Which instance a call is about it says itself, whatever the call before it was about: one of an
// action that this instance's status forbids, and one about an instance that nobody has.
Case without_instance_id_again(const TestedAction& action, const UnitedParameter& parameter,
                               bool is_known) {
  Case one = without_instance_id(action, parameter, false);
  one.needs.push_back(one.id);
  const std::string_view word = is_known ? "behind-one-that-is-refused" : "behind-an-unknown-one";
  one.id.append("/").append(word);
  one.tags.shows = Shows::none;  // which the plain one does
  one.tags.word = word;
  one.depth = 2;
  const TestedAction& other = is_known ? history::other_than(action) : action;
  Call first = plain_call(other);
  if (!is_known) first.arguments.front().value = text(std::string{unknown_instance_id});
  first.expect.allowed = {refused_4xx("*", {any_refusal})};
  add_places(one.citations, other.accepted);
  one.calls.front().same_connection = true;
  one.calls.insert(one.calls.begin(), std::move(first));
  return one;
}

Case option_absent(const TestedAction& action, const UnitedParameter& parameter) {
  Case one = without(action, parameter, false);
  Call call = plain_call(action);
  add_defaults(call, action, parameter.name);
  call.expect.allowed = {accepted()};
  one.calls = {std::move(call)};
  return one;
}

Case option_empty(const TestedAction& action, const UnitedParameter& parameter) {
  Case one = without(action, parameter, true);
  one.level = Level::recommended;
  Call call = plain_call(action);
  call.arguments.push_back({.name = std::string{parameter.name}, .value = {}});
  call.expect = {.allowed = accepted_or(empty_option),
                 .lenience = std::string{empty_is_not_described}};
  one.calls = {std::move(call)};
  return one;
}

}  // namespace

void derive_presence(const TestedAction& action, const UnitedParameter& parameter,
                     std::vector<Case>& all) {
  if (parameter.names_the_action) {
    all.push_back(without_action(action, parameter, false));
    all.push_back(without_action(action, parameter, true));
  } else if (parameter.required) {
    all.push_back(without_instance_id(action, parameter, false));
    all.push_back(without_instance_id(action, parameter, true));
    for (const bool is_known : {true, false}) {
      all.push_back(without_instance_id_again(action, parameter, is_known));
    }
  } else {
    all.push_back(option_absent(action, parameter));
    all.push_back(option_empty(action, parameter));
  }
}

}  // namespace hallmark::cases
