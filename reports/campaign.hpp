// SPDX-License-Identifier: Apache-2.0
//
// What is particular to a campaign of generated histories: what it was to do, how often every
// checker was exercised, which documented rows, answers and transitions were met, and how it came
// to each finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/check.hpp"

namespace hallmark::reports {

// How a campaign came to a finding. Findings that share checker, action and answer are one.
struct Discovery {
  std::string action = {};      // StartInstance
  std::string shape = {};       // of the answer: "403 IncorrectInstanceStatus", "no answer"
  std::size_t calls = 0;        // of the history
  std::size_t calls_found = 0;  // before it was shrunk
  double rate = 1;              // in how many plays of the history it shows
  std::size_t shrink_plays = 0;
  std::uint64_t seen = 1;            // how often it was met in the campaign
  std::uint64_t history_number = 0;  // the history that showed it first, counted from 1
  std::int64_t at_us = 0;            // when, since the campaign began
  std::string file = {};             // where it was saved; empty: it was not
  std::string again = {};            // the line that shows it again
  std::string as_case = {};          // as a row for cases/; may have several lines

  friend bool operator==(const Discovery&, const Discovery&) = default;
};

// A property that was checked all the time.
struct Exercised {
  std::shared_ptr<const Check> check;  // never null
  std::uint64_t checked = 0;           // how often it could have failed
  std::uint64_t broken = 0;            // how often it did
};

// An error row of the documents.
struct RowCoverage {
  int document = 0;
  std::string action;
  std::string edition;
  int row = 0;
  int status = 0;
  std::string code;
  std::string message;
  std::uint64_t met = 0;  // answers that were this row

  friend bool operator==(const RowCoverage&, const RowCoverage&) = default;
};

// How often something was met: an answer ("StartInstance 200"), a change of status.
struct Tally {
  std::string what;
  std::uint64_t times = 0;

  friend bool operator==(const Tally&, const Tally&) = default;
};

struct Campaign {
  enum class End : std::uint8_t { time, count, finding, target_gone };

  std::uint64_t seed = 0;
  std::string limit = {};   // what it was to stop at: "10m", "1000 histories", "10m or a finding"
  std::string corpus = {};  // folder; empty: none is kept

  std::vector<Exercised> checkers = {};
  std::vector<RowCoverage> rows = {};   // in page order
  std::vector<Tally> answers = {};      // "StartInstance 403 IncorrectInstanceStatus"
  std::vector<Tally> transitions = {};  // "StartInstance: Stopped to Starting"
  std::uint64_t histories = 0;
  std::uint64_t unstaged = 0;        // of these, whose world could not be made
  std::uint64_t cut_short = 0;       // by our own machine or clock, so that nothing is told by them
  std::uint64_t calls = 0;           // judged
  std::uint64_t accepted = 0;        // of these, answered with success
  std::uint64_t inputs = 0;          // kept in the corpus
  std::uint64_t features = 0;        // distinct pairs of request and answer
  std::uint64_t unknown_orders = 0;  // concurrent calls whose search ran out of its budget
  std::uint64_t worlds_left = 0;     // that could not be taken down
  End end = End::time;               // where nobody interrupted it
};

// The rows of one page in one edition, in the order in which the campaign has them.
struct PageCoverage {
  std::string_view action, edition;  // views into the campaign
  std::vector<const RowCoverage*> rows;
  std::size_t met = 0;
};
[[nodiscard]] std::vector<PageCoverage> coverage_by_page(const Campaign& campaign);
[[nodiscard]] std::size_t rows_met(const Campaign& campaign);

}  // namespace hallmark::reports
