// SPDX-License-Identifier: Apache-2.0
//
// Histories of an instance that was moved before: what a call says, what forbids it, and who may
// make it hold as they do for one that was made as it is. Each adds those of one action, where it
// has any.
#pragma once

#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"

namespace hallmark::cases::history {

void add_told_when_moved(std::vector<Case>& cases, const TestedAction& action);
void add_refused_when_moved(std::vector<Case>& cases, const TestedAction& action);
void add_strangers_when_moved(std::vector<Case>& cases, const TestedAction& action);
void add_on_the_way(std::vector<Case>& cases, const TestedAction& action);

}  // namespace hallmark::cases::history
