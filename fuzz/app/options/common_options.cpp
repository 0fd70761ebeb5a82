// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/common_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <sstream>
#include <utility>

#include "fuzz/app/options/one_of.hpp"
#include "reports/input_file.hpp"
#include "reports/text.hpp"
#include "reports/writers/console.hpp"
#include "reports/writers/writers.hpp"
#include "runner/conduct/allowed_hosts.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {

using namespace runner;

// What is empty another one refuses, for all options alike.
CLI::Option* add_duration(CLI::App& command, const std::string& name, std::string& duration,
                          const std::string& help) {
  const auto check = [name](const std::string& text) {
    if (!text.empty()) (void)parse_duration(name, text);
    return std::string{};
  };
  return command.add_option(name, duration, help)->type_name("D")->check(check);
}

CLI::Option* add_rate(CLI::App& command, const std::string& name, double& rate,
                      const std::string& help) {
  const auto take = [name, &rate](const std::string& text) {
    if (!text.empty()) rate = parse_rate(name, text);
  };
  return command.add_option_function<std::string>(name, take, help)->type_name("RATE");
}

CLI::Option* add_number(CLI::App& command, const std::string& name, CountRange range,
                        std::function<void(std::uint64_t)> take, const std::string& help) {
  const auto read = [name, range, take = std::move(take)](const std::string& text) {
    if (!text.empty()) take(parse_count(name, text, range));
  };
  return command.add_option_function<std::string>(name, read, help)->type_name("N");
}

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
                  "Parameter of RunInstances for --fixtures api; repeatable; behind PrePaid: or "
                  "LocalDisk: of such instances alone, which are asked for then")
      ->type_name("[KIND:]Name=Value")
      ->check([](const std::string& text) {
        return text.empty() || text.find('=', 1) != text.npos
                   ? std::string{}
                   : "'" + text + "' is not [KIND:]Name=Value";
      })
      ->allow_extra_args(false);
  command
      .add_option("--second-access-key-id", target.second_access_key_id,
                  "Another account's key for --fixtures api; its secret stands in "
                  "HALLMARK_SECOND_ACCESS_KEY_SECRET")
      ->type_name("ID");
  add_number(
      command, "--max-instances", {.least = 1},
      [&target](std::uint64_t most) { target.instances->limit(most); },
      "How many instances --fixtures api makes at most, in all; half of them at a time");
  add_headers(command, target);
  add_duration(command, "--timeout", target.timeout,
               "Time for one exchange: 500ms, 10s, 2m; a number alone is seconds")
      ->capture_default_str();
  add_duration(command, "--wait", target.wait,
               "Wait until the endpoint listens, at most so long; absent: not at all");
  add_rate(command, "--rate", target.rate,
           "Requests at most: 20 or 20/s, 100/m; 0, the default: no limit");
  command
      .add_option("--clock-skew", target.clock_skew,
                  "How far the target's clock is ahead, -20m where it is behind; auto: as it says "
                  "itself")
      ->type_name("D|auto")
      ->check([](const std::string& text) {
        if (!text.empty() && text != "auto") (void)parse_skew("--clock-skew", text);
        return std::string{};
      });
  add_trust(command, target);
  add_allowance(command, target);
}

void add_headers(CLI::App& command, TargetOptions& target) {
  command
      .add_option("--header", target.headers,
                  "Header that goes with every request to the target; repeatable; its value is "
                  "struck out of all that is kept")
      ->type_name("Name=Value")
      ->allow_extra_args(false);
}

void add_trust(CLI::App& command, TargetOptions& target) {
  const auto check = [](const std::string& path) {
    const auto trouble = path.empty() ? std::nullopt : reports::input_trouble(path);
    if (trouble) throw UsageError{"--cacert " + path + ": " + *trouble};
    const bool holds_one =
        path.empty() || reports::read_input(path).find("CERTIFICATE-----") != std::string::npos;
    if (!holds_one) throw UsageError{"--cacert " + path + ": holds no certificate in PEM"};
    return std::string{};
  };
  command.add_option("--cacert", target.ca_file, "Certificates to trust, PEM")
      ->type_name("FILE")
      ->check(check);
  command.add_flag("--insecure", target.insecure, "Accept any certificate");
}

void add_allowance(CLI::App& command, TargetOptions& target) {
  command.add_flag("--allow-live", target.allow_live,
                   "Allow any host: otherwise this machine and private networks alone, for cases "
                   "start, reboot and break instances");
  command.add_option("--allow-host", target.allow_hosts, "Allow this host, too; repeatable")
      ->type_name("NAME")
      ->check([](const std::string& name) {
        if (!name.empty() && !is_host_name(name)) {
          throw UsageError{"--allow-host '" + reports::printable(name) +
                           "' is no host name: write it as the URL has it, without its port"};
        }
        return std::string{};
      })
      ->allow_extra_args(false);
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

// In one file: more than there are cases, and few enough to compare each with each.
constexpr std::size_t most_patterns = 100'000;

std::vector<std::string> with_files(const std::string& option,
                                    const std::vector<std::string>& given) {
  std::vector<std::string> patterns;
  for (const std::string& word : given) {
    if (!word.starts_with('@')) {
      patterns.push_back(word);
      continue;
    }
    const std::string path = word.substr(1);
    if (const auto trouble = reports::input_trouble(path)) {
      throw UsageError{option + " " + word + ": " + *trouble};
    }
    const std::string text = reports::read_input(path);
    std::istringstream file{std::string{reports::without_byte_order_mark(text)}};
    const std::size_t before = patterns.size();
    const auto refuse = [&](const std::string& why) {
      throw UsageError{option + " " + word + ": " + why};
    };
    for (std::string line; std::getline(file, line);) {
      const std::string_view pattern = reports::trimmed(line);
      if (pattern.empty() || pattern.front() == '#') continue;
      if (std::ranges::any_of(pattern, [](char c) { return c <= ' ' || c > '~'; })) {
        refuse("no pattern holds such bytes: " +
               reports::shortened(reports::printable(pattern), 40));
      }
      if (patterns.size() - before == most_patterns) {
        refuse("more than " + std::to_string(most_patterns) + " patterns");
      }
      patterns.emplace_back(pattern);
    }
    if (patterns.size() == before) {
      throw UsageError{option + " " + word + ": the file holds no pattern"};
    }
  }
  return patterns;
}

void add_selection(CLI::App& command, std::vector<std::string>& select,
                   std::vector<std::string>& skip) {
  command
      .add_option("--select", select,
                  "Cases to take: id or id@variant, * one level, ** any; repeatable; @FILE holds "
                  "one a line")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command.add_option("--skip", skip, "Cases to leave out; as --select")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
}

void add_shard(CLI::App& command, std::string& shard) {
  command
      .add_option(
          "--shard", shard,
          "The I-th of N parts; HALLMARK_SHARD_INDEX and _TOTAL, TEST_SHARD_INDEX and "
          "TEST_TOTAL_SHARDS of Bazel, GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS, "
          "JOB_COMPLETION_INDEX with HALLMARK_SHARD_TOTAL are honoured, the first that is set")
      ->type_name("I/N");
}

reports::Summary conclude(const reports::Report& report, reports::Listener& listener,
                          reports::Style style,
                          const std::function<void(const reports::Summary&)>& corrects) {
  reports::Summary summary = reports::summarize(report);
  listener.end(report, summary);
  reports::write_failures(report, summary, std::cout, style);
  corrects(summary);
  reports::write_summary(report, summary, std::cout, style);
  return summary;
}

void add_reports(CLI::App& command, std::vector<std::string>& files, const std::string& subject) {
  std::string help = "Write a report: ";
  for (const reports::ReportWriter& writer : reports::report_writers) {
    help.append(writer.ending).append(" ").append(name_of(writer, subject)).append(", ");
  }
  help.replace(help.size() - 2, 2, "; or KIND: ");
  for (const reports::ReportWriter& writer : reports::report_writers) {
    help.append(writer.kind).append(" ");
  }
  help.replace(help.size() - 1, 1, "; - is standard output; repeatable");
  command.add_option("--report", files, help)->type_name("[KIND=]FILE")->allow_extra_args(false);
}

void refuse_empty_values(const CLI::App& parser) {
  for (const CLI::Option* const option : parser.get_options()) {
    if (option->count() == 0) continue;
    for (const std::string& value : option->results()) {
      if (!value.empty()) continue;
      if (option->get_positional()) {
        throw UsageError{reports::to_upper(option->get_name()) + " is an empty word"};
      }
      throw UsageError{option->get_name() + " is empty: give it a value" +
                       (option->get_required() ? "" : ", or leave it out")};
    }
  }
  for (const CLI::App* const below : parser.get_subcommands()) refuse_empty_values(*below);
}

void add_evidence(CLI::App& command, std::string& kept) {
  command
      .add_option(
          "--evidence", kept,
          "Of what the reports hold requests and answers: all, failures (and what could not "
          "be carried out), none")
      ->check(one_of({"all", "failures", "none"}))
      ->capture_default_str();
}

reports::EvidenceKept evidence_of(const std::string& kept) {
  return reports::evidence_kept_named(kept).value_or(reports::EvidenceKept::all);
}

}  // namespace hallmark::app
