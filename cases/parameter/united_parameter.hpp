// SPDX-License-Identifier: Apache-2.0
//
// The request parameters of an action, all editions of its page united by name. The derivations of
// this folder loop over them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "specs/schema/parameter.hpp"

namespace hallmark::cases {

struct UnitedParameter {
  std::string_view name;
  specs::ValueType type = specs::ValueType::string;
  bool names_the_action = false;  // Action: a common parameter, in a header under V3
  bool required = false;          // in some edition
  std::string_view default_value;
  Citations citations;  // its row in every edition that has it

  [[nodiscard]] bool is_boolean() const { return type == specs::ValueType::boolean; }
  [[nodiscard]] bool is_dry_run() const { return name == "DryRun"; }
  // A required text of any form: an instance id.
  [[nodiscard]] bool is_instance_id() const {
    return required && !names_the_action && type == specs::ValueType::string;
  }
};

[[nodiscard]] std::vector<UnitedParameter> united_parameters(const TestedAction& action);

// The case `<action>/parameter/derived/<parameter>/<asked>`: world, prerequisites, citations and a
// look at the effect are filled in; the call and what may come back are not.
[[nodiscard]] Case derived_case(const TestedAction& action, const UnitedParameter& parameter,
                                std::string_view asked, Shows shows = Shows::none);

// Ties the answers that the case allows to the editions that have the parameter: where an edition
// without it is the yardstick, the case is not asked.
void tie_to_editions(Case& one, const UnitedParameter& parameter);

}  // namespace hallmark::cases
