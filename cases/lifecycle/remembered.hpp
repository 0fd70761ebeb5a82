// SPDX-License-Identifier: Apache-2.0
//
// Histories that show what an earlier call leaves behind in whoever answers the next one. Each adds
// those of one action, where it has any.
#pragma once

#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"

namespace hallmark::cases::history {

void add_remembered_flag(std::vector<Case>& cases, const TestedAction& action);
void add_odd_flag(std::vector<Case>& cases, const TestedAction& action);
void add_flag_of_nobody(std::vector<Case>& cases, const TestedAction& action);
void add_flags_of_strangers(std::vector<Case>& cases, const TestedAction& action);
void add_refused_flag(std::vector<Case>& cases, const TestedAction& action);
void add_dry_flag(std::vector<Case>& cases, const TestedAction& action);
void add_told_flags(std::vector<Case>& cases, const TestedAction& action);
void add_flags_of_rounds(std::vector<Case>& cases, const TestedAction& action);
void add_remembered_identity(std::vector<Case>& cases, const TestedAction& action);
void add_elsewhere(std::vector<Case>& cases, const TestedAction& action);
void add_remembered_format(std::vector<Case>& cases, const TestedAction& action);
void add_forgotten_form(std::vector<Case>& cases, const TestedAction& action);

}  // namespace hallmark::cases::history
