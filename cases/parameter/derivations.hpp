// SPDX-License-Identifier: Apache-2.0
//
// What follows from one row of a page's parameter table; one file each. And what follows from none,
// but is a habit of the gateway: parameters that no page declares, values spelled otherwise.
#pragma once

#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/base/undeclared.hpp"
#include "cases/case.hpp"
#include "cases/parameter/united_parameter.hpp"

namespace hallmark::cases {

// presence.cpp: left out, and empty.
void derive_presence(const TestedAction& action, const UnitedParameter& parameter,
                     std::vector<Case>& all);

// booleans.cpp: both documented spellings, others, and what is no Boolean.
void derive_booleans(const TestedAction& action, const UnitedParameter& parameter,
                     std::vector<Case>& all);

// names.cpp: its name in another case, and given twice.
void derive_names(const TestedAction& action, const UnitedParameter& parameter,
                  std::vector<Case>& all);

// spelled_names.cpp: its name, spelled on the wire in another way.
void derive_spelled_names(const TestedAction& action, const UnitedParameter& parameter,
                          std::vector<Case>& all);

// instance_ids.cpp: ids that name no instance, however near they come to one that stands.
void derive_instance_ids(const TestedAction& action, const UnitedParameter& parameter,
                         std::vector<Case>& all);

// extras.cpp: parameters that the action does not declare.
void add_extras(const TestedAction& action, std::vector<Case>& all);

// encodings.cpp: one value, spelled on the wire in every way.
void add_encodings(std::vector<Case>& all);

}  // namespace hallmark::cases
