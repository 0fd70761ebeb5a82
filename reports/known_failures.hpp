// SPDX-License-Identifier: Apache-2.0
//
// Failures that somebody knows of, and whether that list still tells the truth: what it excuses
// does not decide, and what is wrong with it fails the run. How such a list is written down:
// known_failures_file.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cases/pattern.hpp"

namespace hallmark::reports {

struct Record;
struct Report;

// More cases than this no line may cover, whatever their variants.
inline constexpr std::size_t most_covered = 20;

struct KnownFailure {
  std::size_t line = 0;  // of the file, from 1
  cases::Pattern pattern{""};
  std::string reason = {};
  std::string until = {};    // yyyy-MM-dd, the last day on which it holds; empty: no end
  std::string finding = {};  // text that must appear in the finding; empty: any will do
  // What it names, whether this part of the run asks it or another: id@variant or id of what the
  // whole run asks, the id alone of all else that there is. Empty: there is no such case.
  std::vector<std::string> covers = {};

  friend bool operator==(const KnownFailure&, const KnownFailure&) = default;
};

struct KnownFailures {
  std::string file = {};
  std::vector<KnownFailure> lines = {};

  friend bool operator==(const KnownFailures&, const KnownFailures&) = default;
};

// A case, or a checker, that there is.
struct Nameable {
  std::string_view id;
  std::vector<std::string> asked =
      {};  // the variants in which it is asked; one that is empty: once
};

// Fills in what each line covers. `variants`: in which cases may be asked at all. Throws
// InputError, with what to do, for a line that covers too many.
void find_covered(KnownFailures& known, const std::vector<Nameable>& all,
                  const std::vector<std::string>& variants);
// Of a campaign: `checkers` are their names. A line says which it means.
void find_covered(KnownFailures& known, const std::vector<std::string_view>& checkers);

// The line that excuses a failure; null where none does.
[[nodiscard]] const KnownFailure* excuse_of(const Report& report, const Record& record);

// What became of a line in a report. The records are the report's.
struct KnownState {
  const KnownFailure* line = nullptr;
  std::vector<const Record*> excused = {};     // fail, as it says
  std::vector<const Record*> passed = {};      // and should not
  std::vector<const Record*> otherwise = {};   // fail with another finding than it says
  std::vector<const Record*> not_judged = {};  // blocked, inconclusive: neither pass nor fail
  bool expired = false;                        // then nothing is excused
  bool too_many = false;  // of a campaign: it excuses more findings than a line may

  // Whether the list must change.
  [[nodiscard]] bool is_wrong() const {
    return expired || too_many || line->covers.empty() || !passed.empty() || !otherwise.empty();
  }
};
[[nodiscard]] std::vector<KnownState> known_states(const Report& report);

// "known.txt:3".
[[nodiscard]] std::string place_of(const KnownFailures& known, const KnownFailure& line);

// "known failure: ticket 12, until 2026-12-31 (known.txt:3)".
[[nodiscard]] std::string in_words(const KnownFailures& known, const KnownFailure& line);

// "known.txt:3: start-instance/x passes: take the line out"; one sentence for each thing that is
// wrong, and one for what was not judged.
[[nodiscard]] std::vector<std::string> in_words(const Report& report, const KnownState& state);

// What tells a finding from others, and stays the same from run to run: what `finding=` should be.
[[nodiscard]] std::string mark_of(const Record& record);

// checker/action/answer, of a campaign's finding.
[[nodiscard]] std::string bucket_of(const Record& record);

}  // namespace hallmark::reports
