// SPDX-License-Identifier: Apache-2.0
//
// Two runs, or two campaigns, laid beside each other: what got worse, what got better, what was not
// asked any more. A run whose cases were blocked has no failures, and is no better for it: so which
// checks were judged is compared, too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cases/former_ids.hpp"
#include "reports/compare/settings.hpp"
#include "reports/report.hpp"

namespace hallmark::reports {

struct Change {
  // The first two decide, where the check's level does and no line of the new run's known failures
  // excuses it: see Diff::is_regression.
  enum class Kind : std::uint8_t {
    newly_failing,    // it fails, and did not: it passed, or was not judged
    lost,             // it was judged, and is not any more: blocked, not exercised, not asked
    changed_finding,  // it fails as before, with another answer
    newly_passing,    // it failed, and passes
    newly_judged,     // it was not judged, and passes
    fresh,            // only the new run has it
    vanished,         // only the old run has it, and that is no loss: the suites differ, or it had
                      // not been judged
    renamed,          // it had another id
    slower,           // it passes as before, in more than twice the time
  };
  Kind kind = Kind::fresh;
  std::string address = {};  // in the new run; of what only the old one has in that
  std::string former = {};   // in the old run, where it differs
  cases::Level level = cases::Level::required;
  bool decides = false;
  std::optional<Verdict> before = {}, after = {};  // nothing: not in the run
  std::string said_before = {}, said_after = {};   // in one line; of a pass nothing
  std::int64_t took_before_us = 0, took_after_us = 0;
  std::string again = {};  // the line that shows a failure of the new run

  friend bool operator==(const Change&, const Change&) = default;
};

inline constexpr std::array<std::string_view, 9> change_names = {
    "newly-failing", "lost",     "changed-finding", "newly-passing", "newly-judged",
    "new",           "vanished", "renamed",         "slower"};
constexpr std::string_view name_of(Change::Kind kind) {
  return change_names[static_cast<std::size_t>(kind)];
}

// A setting that differs.
struct OtherSetting {
  std::string_view name;
  std::string before, after;
};

// Who was asked, when, and what came of it.
struct Compared {
  std::string name;  // of the file
  std::string target, started, headline;
};

struct Diff {
  Compared before, after;
  std::vector<OtherSetting> settings;
  std::size_t compared = 0;     // checks that both have
  std::vector<Change> changes;  // by kind, within one in the order of the runs

  [[nodiscard]] std::size_t count(Change::Kind kind) const;
  [[nodiscard]] bool is_regression() const;
};

// Two that say nothing of each other: one line.
struct NotComparable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws NotComparable: a run and a campaign, a client and an endpoint, or not one check in common.
[[nodiscard]] Diff diff(const Saved& before, const Saved& after,
                        std::span<const cases::FormerId> former_ids = cases::former_ids());

// REGRESSION: 3 newly failing, 2 not judged any more | NO REGRESSION: 1 newly passing
[[nodiscard]] std::string headline(const Diff& diff);

}  // namespace hallmark::reports
