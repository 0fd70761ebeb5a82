// SPDX-License-Identifier: Apache-2.0
//
// Which documented rows, answers and changes of status a campaign has met. From any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "cases/expectation.hpp"
#include "fuzz/play/player.hpp"
#include "reports/campaign.hpp"

namespace hallmark::fuzz {

class AnswerCoverage {
 public:
  AnswerCoverage();

  void add(const Witnessed& call);

  // Every error row of the documents, in page order.
  [[nodiscard]] std::vector<reports::RowCoverage> rows() const;
  [[nodiscard]] std::vector<reports::Tally> answers() const;
  [[nodiscard]] std::vector<reports::Tally> transitions() const;

  [[nodiscard]] std::size_t row_count() const { return rows_.size(); }
  [[nodiscard]] std::size_t rows_met() const;
  [[nodiscard]] std::size_t answers_met() const;
  [[nodiscard]] std::size_t transitions_met() const;

 private:
  struct Row {
    cases::Answer answer;
    reports::RowCoverage coverage;
  };
  struct Transition {
    CalledAction action;
    Situations before, after;

    friend bool operator<(const Transition& left, const Transition& right) {
      const auto all = [](const Transition& one) {
        return std::tuple{one.action, one.before.bits(), one.after.bits()};
      };
      return all(left) < all(right);
    }
  };
  void count_rows(std::string_view action, const runner::Reply& reply);

  mutable std::mutex mutex_;
  std::vector<Row> rows_;
  std::map<std::string, std::uint64_t> shapes_;  // of answers
  std::map<Transition, std::uint64_t> transitions_;
  std::size_t rows_met_ = 0;
};

}  // namespace hallmark::fuzz
