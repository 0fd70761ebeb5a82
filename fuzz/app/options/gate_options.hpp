// SPDX-License-Identifier: Apache-2.0
//
// What keeps a pipeline honest: failures that somebody knows of, cases that are repeated, and a run
// that need not go on to its end.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fuzz/app/options/console_options.hpp"
#include "reports/listener.hpp"
#include "reports/report.hpp"
#include "reports/writers/style.hpp"

namespace CLI {
class App;
}

namespace hallmark::app {

struct KnownFailuresOptions {
  std::string file;
  bool update = false;
};

// --known-failures FILE, --update-known-failures; `patterns`: what stands in its lines.
void add_known_failures(CLI::App& command, KnownFailuresOptions& options,
                        const std::string& patterns);

// The file of --known-failures; nothing where there is none.
class KnownList {
 public:
  // Throws InputError or UsageError.
  explicit KnownList(const KnownFailuresOptions& options);

  [[nodiscard]] bool is_given() const { return !file_.empty(); }
  [[nodiscard]] reports::KnownFailures& known() { return known_; }

  // Where the list must change: prints it as it should be, or writes it. Throws InputError.
  void correct(const reports::Report& report, const reports::Summary& summary,
               const reports::Style& style) const;

 private:
  std::string file_, text_;
  bool update_ = false;
  reports::KnownFailures known_;
};

struct EndOptions {
  unsigned repeat = 1;
  unsigned max_failures = 0;
};

// --repeat N, --max-failures N, --fail-fast.
void add_ends(CLI::App& command, EndOptions& options);

// Puts the cases to the target once: tells `listener`, which has begun, fills in records and totals
// of `report`, and ends early where `stop` says so.
using CarryOut = std::function<void(reports::Listener& listener, reports::Report& report,
                                    const std::function<bool()>& stop)>;

// A run as `options` want it. `report` has its info; `listener` has begun, and is told of what all
// rounds show together. What ends it in the middle is thrown once `listener` has been told that
// this is all.
void carry_out_rounds(const EndOptions& options, const CarryOut& carry_out, Console& console,
                      reports::Listener& listener, reports::Report& report);

// --report, and where Bazel wants JUnit: XML_OUTPUT_FILE.
[[nodiscard]] std::vector<std::string> report_places(std::vector<std::string> given);

}  // namespace hallmark::app
