// SPDX-License-Identifier: Apache-2.0
//
// Options that several commands have, in the same words.
#pragma once

#include <string>
#include <vector>

#include "reports/report.hpp"
#include "reports/writers/console.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/oracle/yardstick.hpp"

namespace CLI {
class App;
}

namespace hallmark::app {

// Which target is meant: --endpoint, --fixtures and what goes with them.
void add_target(CLI::App& command, runner::TargetOptions& target);

// --without FEATURE, repeatable.
void add_without(CLI::App& command, std::vector<std::string>& features);

// What --edition says. Throws UsageError: no such word, or a day before the first page.
[[nodiscard]] runner::Yardstick yardstick_of(const std::string& edition);

// Puts into the report's notes by which editions it was judged, where that is not any.
void note_yardstick(const runner::Yardstick& yardstick, reports::Report& report);

// --verbose, for those who show failures.
void add_verbose(CLI::App& command, bool& verbose);
[[nodiscard]] inline reports::Shown shown(bool verbose) {
  return verbose ? reports::Shown::all : reports::Shown::one_of_each_cause;
}

// --report FILE, repeatable; `subject` is what the JSON form holds: "run", "campaign".
void add_reports(CLI::App& command, std::vector<std::string>& files, const std::string& subject);

}  // namespace hallmark::app
