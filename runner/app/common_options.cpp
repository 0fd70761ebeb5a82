// SPDX-License-Identifier: Apache-2.0
#include "runner/app/common_options.hpp"

#include <CLI/CLI.hpp>

namespace hallmark::runner {

void add_without(CLI::App& command, std::vector<std::string>& features) {
  command
      .add_option(
          "--without", features,
          "What the target does not claim: v1 v3 xml json get post-query post-form dry-run, "
          "fixture:CONDITION, an action; repeatable")
      ->type_name("FEATURE")
      ->allow_extra_args(false);
}

void add_reports(CLI::App& command, std::vector<std::string>& files, const std::string& subject) {
  command
      .add_option("--report", files,
                  "Write a report: .xml JUnit, .json the " + subject + " itself; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

}  // namespace hallmark::runner
