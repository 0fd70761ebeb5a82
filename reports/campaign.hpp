// SPDX-License-Identifier: Apache-2.0
//
// One campaign of generated histories against a target: who was asked, how much, what every checker
// saw, which documented rows were met, and what was found, each finding shrunk and with its
// evidence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/evidence.hpp"

namespace hallmark::reports {

struct CampaignInfo {
  std::string hallmark_version;
  std::string started;      // UTC, yyyy-MM-ddTHH:mm:ssZ
  std::string endpoint;     // URL
  std::string target_name;  // "embedded reference endpoint" or the URL
  std::string fixtures;     // where fixtures came from, in words
  std::uint64_t seed = 0;
  unsigned jobs = 0;          // histories under way at once
  std::string limit;          // what it was to stop at: "10m", "1000 histories", "10m or a finding"
  std::string corpus;         // folder; empty: none is kept
  std::string again_options;  // what a replay line carries: --endpoint ..., ready for the shell

  friend bool operator==(const CampaignInfo&, const CampaignInfo&) = default;
};

// A property that was checked all the time.
struct CheckerRecord {
  std::string name;           // nonce-good-once
  std::string level;          // required, recommended, observed, advice
  std::string holds;          // what it says, one line
  std::string citation;       // where it stands
  std::uint64_t checked = 0;  // how often it could have failed
  std::uint64_t broken = 0;   // how often it did

  friend bool operator==(const CheckerRecord&, const CheckerRecord&) = default;
};

// Findings that share checker, action and answer are one.
struct CampaignFinding {
  std::string checker;
  std::string level;
  std::string action;  // StartInstance
  std::string shape;   // of the answer: "403 IncorrectInstanceStatus", "no answer"
  std::string wanted;
  std::string got;
  std::string citation;
  std::string history;          // the text form, shrunk; several lines
  std::size_t calls = 0;        // of `history`
  std::size_t calls_found = 0;  // before it was shrunk
  double rate = 1;              // in how many plays of `history` it shows
  std::size_t shrink_plays = 0;
  std::uint64_t seen = 1;            // how often it was met in the campaign
  std::uint64_t history_number = 0;  // the history that showed it first, counted from 1
  std::int64_t at_us = 0;            // when, since the campaign began
  std::string file;                  // where it was saved; empty: it was not
  std::string again;                 // the line that shows it again
  std::string as_case;               // as a row for cases/; may have several lines
  std::vector<Exchange> exchanges;   // of one play that showed it, struck out

  friend bool operator==(const CampaignFinding&, const CampaignFinding&) = default;
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
  enum class End : std::uint8_t { time, count, finding, interrupted, target_gone };

  CampaignInfo info;
  std::vector<CheckerRecord> checkers;
  std::vector<CampaignFinding> findings;  // in the order in which they were met
  std::vector<RowCoverage> rows;          // in page order
  std::vector<Tally> answers;             // "StartInstance 403 IncorrectInstanceStatus"
  std::vector<Tally> transitions;         // "StartInstance: Stopped to Starting"
  std::uint64_t histories = 0;
  std::uint64_t unstaged = 0;        // of these, whose world could not be made
  std::uint64_t calls = 0;           // judged
  std::uint64_t accepted = 0;        // of these, answered with success
  std::uint64_t requests = 0;        // in all: looks, fixtures and shrinking, too
  std::uint64_t inputs = 0;          // kept in the corpus
  std::uint64_t features = 0;        // distinct pairs of request and answer
  std::uint64_t unknown_orders = 0;  // concurrent calls whose search ran out of its budget
  std::uint64_t worlds_left = 0;     // that could not be taken down
  std::int64_t took_us = 0;
  End end = End::time;
  std::vector<std::string> notes;  // what the user should know
};

// time, count, finding, interrupted, target-gone.
[[nodiscard]] std::string_view name_of(Campaign::End end);

// Whether a finding decides the exit code: any level but advice.
[[nodiscard]] bool counts(const CampaignFinding& finding);

// The rows of one page in one edition, in the order in which the campaign has them.
struct PageCoverage {
  std::string_view action, edition;  // views into the campaign
  std::vector<const RowCoverage*> rows;
  std::size_t met = 0;
};
[[nodiscard]] std::vector<PageCoverage> coverage_by_page(const Campaign& campaign);
[[nodiscard]] std::size_t rows_met(const Campaign& campaign);

// NO FINDING in ... | N FINDINGS: ... | NO VERDICT: ...
[[nodiscard]] std::string headline(const Campaign& campaign);

// 0 no finding; 1 a finding, of any level but advice; 2 no verdict: no call was accepted, or the
// target went away before anything was judged. A finding wins over a missing verdict.
[[nodiscard]] int exit_code(const Campaign& campaign);

}  // namespace hallmark::reports
