// SPDX-License-Identifier: Apache-2.0
//
// The parts of the envelope family, one file each, and the kinds of answer that they ask for.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"

namespace hallmark::cases {

// An id that has the usual form and names nothing.
inline constexpr std::string_view unknown_instance_id = "i-hallmarkunknown000";

// How a call is brought to an answer of one kind. The envelope of the answer is looked at, not its
// code: any refusal of the 400s will do.
enum class AnswerKind : std::uint8_t {
  success,
  unknown_instance,
  wrong_secret,
  unknown_key,
  missing_parameter,
  unknown_action,
  dry_run,
  wrong_status,
};

// A call of the action, in the action's own world, that is answered so.
[[nodiscard]] Call call_for(const TestedAction& action, AnswerKind kind);

// answer_checks.cpp: each promise about the form of an answer, for each action and kind.
void add_answer_checks(std::vector<Case>& all);

// request_ids.cpp: on every kind of answer, and never the same twice.
void add_request_ids(std::vector<Case>& all);

// formats.cpp: how Format may be written, and what happens without it.
void add_formats(std::vector<Case>& all);

// both_formats.cpp: XML and JSON say the same.
void add_both_formats(std::vector<Case>& all);

// echoes.cpp: what the request held comes back escaped, if it comes back.
void add_echoes(std::vector<Case>& all);

}  // namespace hallmark::cases
