// SPDX-License-Identifier: Apache-2.0
//
// What contradicts the documents: whose promise an answer breaks, and what it should have been.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fuzz/play/checkers.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::fuzz {

struct Violation {
  Checker checker = Checker::answer_explained;
  std::size_t step = 0;
  std::string action;
  std::string shape;  // of the answer: "403 IncorrectInstanceStatus"
  std::string wanted;
  std::string got;
  specs::Citation citation;
  std::string form = {};                  // of an answer of wrong form: which promise it breaks
  std::vector<std::string> answers = {};  // that were wanted, where it is the answer that is wrong

  // Findings that are alike share it: checker, action and answer; of a wrong form the promise,
  // whichever action gave the answer.
  [[nodiscard]] std::string bucket() const;
  // "answer-explained: StartInstance, wanted 403 ..., got 200 (StartInstance 2020-10, error row 2)"
  [[nodiscard]] std::string text() const;
};

}  // namespace hallmark::fuzz
