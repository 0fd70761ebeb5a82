// SPDX-License-Identifier: Apache-2.0
//
// Whose promise is broken: counts how often each could have been, and keeps the first finding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/model/instance_model.hpp"
#include "fuzz/play/checkers.hpp"
#include "fuzz/play/sent_calls.hpp"
#include "fuzz/play/violation.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

using Checked = std::array<std::uint64_t, checker_count>;  // how often each could contradict

// Whose promise an answer breaks that the model contradicts. `is_taken_for_an_instance`: an id that
// no instance has was.
[[nodiscard]] Checker checker_of(Contradiction::What what, const SentCall& sent,
                                 const runner::Reply& reply, bool is_taken_for_an_instance);

// Whose promise it is that the instance is, after an answer, where the model thinks it is.
[[nodiscard]] Checker checker_of_look(const SentCall& sent, const runner::Reply& reply);

class Blame {
 public:
  // `checked` is counted up, and must outlive it.
  explicit Blame(Checked& checked) : checked_{checked} {}

  // What is judged from now on: the call of a step, and its answer described, or what came instead
  // of one.
  void look_at(std::size_t step, std::string action, std::string shape);

  void count(Checker checker) { ++checked_[static_cast<std::size_t>(checker)]; }
  void count_answer(const SentCall& sent, const runner::Reply& reply);

  // The first one is kept. Its citation is the checker's own where there is none; `answers` are
  // those that were wanted, where it is the answer that is wrong.
  void find(Checker checker, std::string wanted, std::string got,
            std::optional<specs::Citation> citation = {}, std::vector<std::string> answers = {});
  // The same of an answer's form, `reason` is which promise of it is broken.
  void find_form(Checker checker, const runner::EnvelopeFinding& wrong,
                 std::optional<specs::Citation> citation = {});
  [[nodiscard]] bool has_found() const { return finding_.has_value(); }
  [[nodiscard]] std::optional<Violation> take() { return std::move(finding_); }

 private:
  Checked& checked_;
  std::optional<Violation> finding_;
  std::size_t step_ = 0;
  std::string action_;
  std::string shape_;
};

}  // namespace hallmark::fuzz
