// SPDX-License-Identifier: Apache-2.0
//
// Options that several commands have, in the same words.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "reports/listener.hpp"
#include "reports/report.hpp"
#include "reports/writers/style.hpp"
#include "runner/conduct/quantities.hpp"
#include "runner/conduct/target_options.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace hallmark::app {

// Options of one number, read by one parser each (runner/conduct/quantities.hpp): a duration, kept
// as it is written; a rate, in requests a second; a count within `range`.
CLI::Option* add_duration(CLI::App& command, const std::string& name, std::string& duration,
                          const std::string& help);
CLI::Option* add_rate(CLI::App& command, const std::string& name, double& rate,
                      const std::string& help);
CLI::Option* add_number(CLI::App& command, const std::string& name, runner::CountRange range,
                        std::function<void(std::uint64_t)> take, const std::string& help);
template <std::integral Count>
CLI::Option* add_count(CLI::App& command, const std::string& name, Count& count,
                       runner::CountRange range, const std::string& help) {
  range.most = std::min<std::uint64_t>(range.most, std::numeric_limits<Count>::max());
  const auto take = [&count](std::uint64_t value) { count = static_cast<Count>(value); };
  return add_number(command, name, range, take, help);
}

// Which target is meant: --endpoint, --fixtures and what goes with them.
void add_target(CLI::App& command, runner::TargetOptions& target);

// What goes with every request: --header, repeatable; add_target() has it, too.
void add_headers(CLI::App& command, runner::TargetOptions& target);

// Which certificates are trusted: --cacert, --insecure; add_target() has them, too.
void add_trust(CLI::App& command, runner::TargetOptions& target);

// Which hosts may be asked: --allow-live, --allow-host; add_target() has them, too.
void add_allowance(CLI::App& command, runner::TargetOptions& target);

// --without FEATURE, repeatable.
void add_without(CLI::App& command, std::vector<std::string>& features);

// What --select and --skip say: @FILE stands for the patterns in a file, one a line; blank lines
// and lines that begin with # do not count. Throws UsageError.
[[nodiscard]] std::vector<std::string> with_files(const std::string& option,
                                                  const std::vector<std::string>& given);

// --select and --skip, repeatable.
void add_selection(CLI::App& command, std::vector<std::string>& select,
                   std::vector<std::string>& skip);

// --shard I/N.
void add_shard(CLI::App& command, std::string& shard);

// The end of a run: `listener` is told, failures, what `corrects` the list of known failures, and
// summary are shown.
[[nodiscard]] reports::Summary conclude(
    const reports::Report& report, reports::Listener& listener, reports::Style style,
    const std::function<void(const reports::Summary&)>& corrects = [](const auto&) {});

// --report [KIND=]FILE, repeatable; `subject` is what the JSON form holds: "run", "campaign".
void add_reports(CLI::App& command, std::vector<std::string>& files, const std::string& subject);

// --evidence all|failures|none: of what the reports hold the exchanges.
void add_evidence(CLI::App& command, std::string& kept);
[[nodiscard]] reports::EvidenceKept evidence_of(const std::string& kept);

// What is empty is a variable that was not set: it never means what it says by leaving it out.
// Throws UsageError.
void refuse_empty_values(const CLI::App& parser);

}  // namespace hallmark::app
