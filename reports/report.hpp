// SPDX-License-Identifier: Apache-2.0
//
// One run: who was asked, by which yardstick, what each case showed, and what follows from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"

namespace hallmark::reports {

struct RunInfo {
  std::string hallmark_version;
  std::string started;      // UTC, yyyy-MM-ddTHH:mm:ssZ
  std::string endpoint;     // URL; "embedded" stands in `target_name` for the reference endpoint
  std::string target_name;  // "embedded reference endpoint" or the URL
  std::string host;         // the Host header, which HostId should name
  std::string fixtures;     // where fixtures came from, in words
  std::string edition = "any";      // any or yyyy-MM-dd
  std::string variants = "base";    // base or full
  std::string reactivate_spelling;  // which of the two the target knows; empty: not found out
  bool strict = false;
  bool require_all = false;
  std::vector<std::string> select, skip, without;
  std::uint64_t shuffle_seed = 0;  // 0: not shuffled
  unsigned shard_index = 1, shard_total = 1;
  unsigned jobs = 0;
  // What a reproduce line carries besides --select: --endpoint ..., --fixtures ...; ready for the
  // shell (see shell_quoted).
  std::string again_options;

  friend bool operator==(const RunInfo&, const RunInfo&) = default;
};

struct CaseRecord {
  const cases::Case* test = nullptr;  // in cases::library(); never owned
  std::string variant;                // get.xml.v1; empty for a case that runs once
  Finding finding;
  std::int64_t took_us = 0;
  unsigned exchanges = 0;  // signed requests to the target; fixture calls not counted
  Evidence evidence;       // dropped after a pass has been written down

  friend bool operator==(const CaseRecord&, const CaseRecord&) = default;
};

// id, or id@variant: what --select takes.
[[nodiscard]] std::string address_of(const CaseRecord& record);

// The first part of a case's id: start-instance, envelope ...
[[nodiscard]] std::string_view chapter_of(std::string_view id);

struct Report {
  RunInfo info;
  std::vector<CaseRecord> records;  // in the order of the plan
  std::int64_t took_us = 0;
  std::uint64_t exchanges = 0;  // signed requests in all, those of looks included
  bool interrupted = false;
  std::vector<std::string> notes;  // what the user should know: the target stopped answering, ...
};

struct Counts {
  std::size_t pass = 0, fail = 0, inconclusive = 0, unsupported = 0, error = 0;
  [[nodiscard]] std::size_t total() const {
    return pass + fail + inconclusive + unsupported + error;
  }
};

// Reasons and causes, each with the number of cases that it concerns.
using Reasons = std::map<std::string, std::size_t>;

// Those that concern most cases first, equals by the alphabet. Views into `reasons`.
[[nodiscard]] std::vector<std::pair<std::string_view, std::size_t>> most_frequent_first(
    const Reasons& reasons);

struct Summary {
  Counts all;
  std::map<std::string, Counts> by_chapter;
  // Required, or any level under --strict, or whatever the level where other cases stand on it.
  std::size_t failures_that_count = 0;
  std::size_t failures_below = 0;    // recommended and observed without --strict
  Reasons blocked;                   // by the prerequisite's cause, or by its address
  Reasons not_exercised;             // by the reason of unsupported
  Reasons unsettled;                 // by the reason of inconclusive, where nothing blocked
  Reasons not_carried_out;           // by the reason of error
  std::vector<std::size_t> slowest;  // indices into records, at most 5
  std::size_t lenient = 0;           // passes in which the documents left a choice
  Reasons leniences;                 // and why they left it
};
[[nodiscard]] Summary summarize(const Report& report);

// Whether a failed record decides the exit code by its level.
[[nodiscard]] bool counts(const RunInfo& info, const CaseRecord& record);

// CONFORMANT | CONFORMANT, partial: ... | NOT CONFORMANT: ... | NO VERDICT: ...
[[nodiscard]] std::string headline(const Report& report, const Summary& summary);

// 0 holds; 1 the target contradicts the documents; 2 no verdict. A counting failure wins over
// errors; with --require-all what was unsupported or inconclusive counts as a failure; nothing
// judged is 2.
[[nodiscard]] int exit_code(const Report& report, const Summary& summary);

}  // namespace hallmark::reports
