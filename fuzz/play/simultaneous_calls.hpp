// SPDX-License-Identifier: Apache-2.0
//
// Judges calls that were under way at the same moment: in which order they came nobody knows, but
// there must be one that explains their answers.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fuzz/linearizability/linearizability.hpp"
#include "fuzz/play/answer_judge.hpp"
#include "fuzz/play/blame.hpp"
#include "fuzz/play/sent_calls.hpp"
#include "fuzz/play/staged_worlds.hpp"

namespace hallmark::fuzz {

// One of them, in the order of the steps.
struct SimultaneousCall {
  std::size_t step;
  const SentCall& sent;
  std::string shape;  // of its answer
  Operation operation;
};

// All of them, at least one, the forms of their answers apart. Returns in how many of `worlds` the
// search for an order ran out of its budget.
[[nodiscard]] std::size_t judge_simultaneous(const std::vector<SimultaneousCall>& calls,
                                             const StagedWorlds& worlds, AnswerJudge& judge,
                                             Blame& blame);

}  // namespace hallmark::fuzz
