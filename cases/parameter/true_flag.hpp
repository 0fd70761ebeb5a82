// SPDX-License-Identifier: Apache-2.0
//
// A Boolean parameter that is true, in the world in which that shows.
#pragma once

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "cases/parameter/united_parameter.hpp"

namespace hallmark::cases {

// Has the only call of `one` say that `parameter` is true, and the case look for what comes of it.
// It stands on the case that says so plainly.
void say_it_is_true(const TestedAction& action, const UnitedParameter& parameter, Case& one);

}  // namespace hallmark::cases
