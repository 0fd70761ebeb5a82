// SPDX-License-Identifier: Apache-2.0
//
// hallmark report statement, verify: what a run showed, for those who sign it.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/report_commands.hpp"
#include "reports/compare/statement.hpp"
#include "reports/input_file.hpp"
#include "reports/text.hpp"
#include "reports/writers/json/run_file.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/wire/signing/signature.hpp"

namespace hallmark::app {
namespace {

using runner::UsageError;

struct StatementOptions {
  std::string run;
  std::string subject, digest;
};

constexpr std::string_view standard_input = "-";

std::string text_at(const std::string& path, std::size_t limit = reports::largest_input) {
  return path == standard_input ? reports::read_standard_input(limit)
                                : reports::read_input(path, limit);
}

// A saved run, and the digest of its bytes as they are.
struct Stated {
  explicit Stated(const std::string& path)
      : name{path == standard_input ? "standard input" : path} {
    const std::string text = text_at(path, reports::largest_run_file);
    report = reports::read_report_text(name, text);
    sha256 = runner::sha256_hex(text);
  }

  std::string name;
  reports::Report report;
  std::string sha256;
};

// Throws UsageError: of a digest that is none.
reports::StatedSubject named_subject(const Stated& run, const StatementOptions& options) {
  try {
    return reports::subject_of(
        options.subject.empty() ? run.report.info.subject.name : options.subject, options.digest);
  } catch (const reports::NoStatement& problem) {
    throw UsageError{"--digest " + std::string{problem.what()}};
  }
}

int state(const StatementOptions& options) {
  const Stated run{options.run};
  if (options.digest.empty() && !options.subject.empty()) {
    throw UsageError{"--subject " + options.subject +
                     " names what was tested, and --digest is missing: without both the saved run "
                     "is the subject"};
  }
  try {
    const reports::StatedSubject subject =
        options.digest.empty()
            ? reports::StatedSubject{.name = std::filesystem::path{run.name}.filename(),
                                     .algorithm = "sha256",
                                     .digest = run.sha256}
            : named_subject(run, options);
    std::cout << reports::statement_of(run.report, run.sha256, subject);
    return exit_holds;
  } catch (const reports::NoStatement& problem) {
    throw UsageError{run.name + ": " + problem.what()};
  }
}

struct VerifyOptions {
  std::string statement, run;
};

int verify(const VerifyOptions& options) {
  if (options.run == standard_input && options.statement == standard_input) {
    throw UsageError{"statement and run cannot both come on standard input"};
  }
  const std::string statement = text_at(options.statement);
  const Stated run{options.run};
  try {
    const std::vector<std::string> wrong = reports::mismatches(statement, run.report, run.sha256);
    for (const std::string& one : wrong) std::cout << "differs: " << one << "\n";
    if (!wrong.empty()) {
      std::cout << "the statement is not of this run: "
                << reports::counted(wrong.size(), "difference", "differences") << "\n";
      return exit_contradicts;
    }
    std::cout << "the statement says what the run says\n";
    return exit_holds;
  } catch (const reports::NoStatement& problem) {
    throw UsageError{options.statement + ": " + problem.what()};
  }
}

}  // namespace

Command add_statement(CLI::App& report) {
  auto options = std::make_shared<StatementOptions>();
  CLI::App& command =
      *report.add_subcommand("statement", "Print an in-toto statement of a run, for you to sign");
  command.add_option("run", options->run, "A saved run or campaign; - is standard input")
      ->required()
      ->type_name("RUN.json");
  command
      .add_option("--subject", options->subject,
                  "What was tested, by its name; with --digest alone: the target's name")
      ->type_name("NAME");
  command
      .add_option("--digest", options->digest,
                  "And its digest, sha256:HEX; absent: the saved run is the subject")
      ->type_name("ALGORITHM:HEX");
  return [options] { return state(*options); };
}

Command add_verify(CLI::App& report) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App& command =
      *report.add_subcommand("verify", "Hold a statement against the run that it is said to be of");
  command
      .add_option("statement", options->statement,
                  "What report statement printed; - is standard input")
      ->required()
      ->type_name("STATEMENT");
  command.add_option("run", options->run, "The saved run; - is standard input")
      ->required()
      ->type_name("RUN.json");
  return [options] { return verify(*options); };
}

}  // namespace hallmark::app
