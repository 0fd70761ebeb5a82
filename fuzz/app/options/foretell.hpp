// SPDX-License-Identifier: Apache-2.0
//
// What a run would do, told before it does it.
#pragma once

#include "runner/conduct/target_options.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::app {

// Prints which cases would be put to the target, why others would not, and how many instances that
// would cost. Nothing is sent but what the provider of fixtures was asked already. 0: the exit
// code.
[[nodiscard]] int foretell(const runner::Plan& plan, const runner::OpenTarget& target,
                           const runner::InstanceBudget& instances);

}  // namespace hallmark::app
