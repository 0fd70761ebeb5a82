// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/console_options.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "fuzz/app/options/one_of.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::app {
namespace {

bool any_to_standard_output(const std::vector<std::string>& reports) {
  return std::ranges::any_of(reports, [](const std::string& text) {
    return reports::report_place(text).is_standard_output();
  });
}

}  // namespace

void add_console(CLI::App& command, ConsoleOptions& options, const std::string& quiet,
                 const std::string& verbose) {
  CLI::Option* const little = command.add_flag("-q,--quiet", options.quiet, quiet);
  command.add_flag("-v,--verbose", options.verbose, verbose)->excludes(little);
  command
      .add_option("--color", options.color,
                  "Colour: auto is where a terminal shows it and NO_COLOR is not set")
      ->check(one_of({"auto", "always", "never"}))
      ->capture_default_str();
}

Console::Console(const ConsoleOptions& options, const std::vector<std::string>& reports)
    : before_{std::cout.rdbuf()}, standard_output_{before_}, aside_{nullptr} {
  const bool is_taken = any_to_standard_output(reports);
  if (is_taken) std::cout.rdbuf(std::cerr.rdbuf());
  style_ = reports::style_of(is_taken ? STDERR_FILENO : STDOUT_FILENO);
  if (options.color != "auto") style_.color = options.color == "always";
  if (options.quiet) style_.amount = reports::Amount::little;
  if (options.verbose) style_.amount = reports::Amount::all;
  if (!options.quiet) aside_.rdbuf(std::cout.rdbuf());
}

// A stream that gets another buffer forgets what went wrong: it gets one only where it must.
Console::~Console() {
  if (std::cout.rdbuf() != before_) std::cout.rdbuf(before_);
}

}  // namespace hallmark::app
