// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/common_options.hpp"

#include <CLI/CLI.hpp>

#include "reports/writers/writers.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {

using namespace runner;

void add_target(CLI::App& command, TargetOptions& target) {
  command
      .add_option("--endpoint", target.endpoint,
                  "The target; absent: the embedded reference endpoint")
      ->type_name("URL");
  command
      .add_option(
          "--fixtures", target.fixtures,
          "Where fixtures come from: the fixture protocol over HTTP (default: /_fixtures of the "
          "endpoint if it answers there, else api), exec:COMMAND, api, or a JSON file")
      ->type_name("URL|exec:COMMAND|api|FILE");
  command
      .add_option(
          "--access-key-id", target.access_key_id,
          "Key where no fixture hands one out; its secret stands in HALLMARK_ACCESS_KEY_SECRET")
      ->type_name("ID");
  command.add_option("--region", target.region, "Region of --fixtures api")
      ->type_name("ID")
      ->capture_default_str();
  command
      .add_option("--run-parameter", target.run_parameters,
                  "Parameter of RunInstances for --fixtures api; repeatable")
      ->type_name("Name=Value")
      ->allow_extra_args(false);
  command.add_option("--timeout", target.timeout, "Time for one exchange")
      ->type_name("D")
      ->capture_default_str();
  command
      .add_option("--wait", target.wait,
                  "Wait until the endpoint listens, at most so long; absent: not at all")
      ->type_name("D");
  command.add_option("--rate", target.rate, "Requests per second at most; 0: no limit")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--cacert", target.ca_file, "Certificates to trust, PEM")->type_name("FILE");
  command.add_flag("--insecure", target.insecure, "Accept any certificate");
  command.add_flag("--allow-live", target.allow_live,
                   "Allow a target under aliyuncs.com: cases start, reboot and break instances");
}

void add_without(CLI::App& command, std::vector<std::string>& features) {
  command
      .add_option(
          "--without", features,
          "What the target does not claim: v1 v3 xml json get post-query post-form dry-run, "
          "fixture:CONDITION, an action; repeatable")
      ->type_name("FEATURE")
      ->allow_extra_args(false);
}

Yardstick yardstick_of(const std::string& edition) {
  const auto yardstick = Yardstick::parse(edition);
  if (!yardstick) {
    throw UsageError{"--edition '" + edition + "' is none: write " + std::string{edition_words}};
  }
  if (!yardstick->judges()) {
    throw UsageError{"--edition " + edition + ": no page is in force on that day; " +
                     "hallmark list editions shows from when on"};
  }
  return *yardstick;
}

void note_yardstick(const Yardstick& yardstick, reports::Report& report) {
  std::erase_if(report.notes,
                [](const std::string& note) { return note.starts_with("yardstick "); });
  if (yardstick.name() != "any") report.notes.push_back(yardstick.in_words());
}

void add_verbose(CLI::App& command, bool& verbose) {
  command.add_flag("--verbose", verbose, "Show every failure, not one of each cause");
}

void add_reports(CLI::App& command, std::vector<std::string>& files, const std::string& subject) {
  std::string help = "Write a report: ";
  for (const reports::ReportWriter& writer : reports::report_writers) {
    help.append(writer.ending).append(" ").append(name_of(writer, subject)).append(", ");
  }
  help.replace(help.size() - 2, 2, "; repeatable");
  command.add_option("--report", files, help)->type_name("FILE")->allow_extra_args(false);
}

}  // namespace hallmark::app
