// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/gate_options.hpp"

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "fuzz/app/options/common_options.hpp"
#include "reports/input_file.hpp"
#include "reports/known_failures_correction.hpp"
#include "reports/known_failures_file.hpp"
#include "reports/repetition.hpp"
#include "reports/text.hpp"
#include "reports/totals.hpp"
#include "reports/writers/files/distinct_files.hpp"
#include "reports/writers/files/whole_file.hpp"
#include "reports/writers/progress.hpp"
#include "reports/writers/writers.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

constexpr std::string_view option = "--known-failures";

// What cannot be done with the file, as the option's fault.
template <class Work>
void writing(const std::string& path, const Work& work) {
  try {
    work();
  } catch (const std::system_error& error) {
    throw reports::InputError{"--update-known-failures: " + path +
                              ": cannot be written: " + error.code().message()};
  }
}

// Counts the failures that decide.
class FailureLimit final : public reports::Listener {
 public:
  FailureLimit(unsigned most, const reports::Report& report) : most_{most}, report_{report} {}

  void add(const reports::Record& record) override {
    if (reports::counts(report_, record)) ++failures_;
  }
  [[nodiscard]] bool is_reached() const { return most_ > 0 && failures_ >= most_; }

 private:
  unsigned most_;
  const reports::Report& report_;
  std::atomic<unsigned> failures_ = 0;
};

}  // namespace

void add_known_failures(CLI::App& command, KnownFailuresOptions& options,
                        const std::string& patterns) {
  CLI::Option* const file =
      command
          .add_option("--known-failures", options.file,
                      "Failures that do not count, a line each: " + patterns +
                          "  # reason; before the # until=2026-12-31 and finding=\"text\" if you "
                          "like. What of it is not true any more fails the run")
          ->type_name("FILE");
  command
      .add_flag("--update-known-failures", options.update,
                "Write the file as it should be; the exit code stays what it is")
      ->needs(file);
}

KnownList::KnownList(const KnownFailuresOptions& options)
    : file_{options.file}, update_{options.update} {
  if (file_.empty()) return;
  if (const auto trouble = reports::input_trouble(file_)) {
    throw reports::InputError{std::string{option} + " " + file_ + ": " + *trouble};
  }
  text_ = reports::read_input(file_);
  known_ = reports::read_known_failures(file_, text_);
  if (update_) writing(file_, [&] { reports::WholeFile{file_}.check(); });
}

void KnownList::correct(const reports::Report& report, const reports::Summary& summary,
                        const reports::Style& style) const {
  if (summary.list_troubles.empty()) return;
  const std::string text = reports::corrected(text_, report);
  const std::string name = reports::printable(file_);
  if (update_) {
    writing(file_, [&] { reports::write_whole(file_, [&](std::ostream& out) { out << text; }); });
    std::cout << "\n" << name << " is corrected\n";
  } else if (style.amount != reports::Amount::little) {
    std::cout << "\n" << name << " as it should be, which --update-known-failures writes:\n\n";
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
      std::cout << reports::printable(line) << "\n";
    }
  }
}

void add_ends(CLI::App& command, EndOptions& options) {
  add_count(command, "--repeat", options.repeat, {1, 1000},
            "Carry each case out so often; one that passes and fails is flaky, and never green")
      ->default_str(std::to_string(options.repeat));
  CLI::Option* const most = add_count(command, "--max-failures", options.max_failures, {.least = 1},
                                      "End after so many failures that decide");
  command
      .add_flag_callback(
          "--fail-fast", [&options] { options.max_failures = 1; }, "The same as --max-failures 1")
      ->excludes(most);
}

namespace {

// As `carry_out_rounds`, but what is thrown in the middle is handed back.
std::exception_ptr carry_out_guarded(const EndOptions& options, const CarryOut& carry_out,
                                     Console& console, reports::Listener& listener,
                                     reports::Report& report) {
  FailureLimit limit{options.max_failures, report};
  reports::Listeners told{&listener, &limit};
  reports::Repetition repetition{told};
  reports::Report before;  // the rounds before the last, together
  std::exception_ptr thrown;
  const std::size_t planned = report.planned;
  const auto tell_round = [&](unsigned round) {
    console.aside() << "round " << round << " of " << options.repeat << '\n' << std::flush;
  };
  const auto one_round = [&](reports::Listener& heard, reports::Report& part,
                             const std::function<bool()>& stop) {
    try {
      carry_out(heard, part, stop);
    } catch (const std::exception& error) {
      if (part.records.empty() && before.records.empty()) throw;
      thrown = std::current_exception();
      part.interrupted = true;
      reports::note_breaking_off(part, error);
    }
  };
  for (unsigned round = 1; round < options.repeat; ++round) {
    tell_round(round);
    reports::Report part;
    part.info = report.info;
    reports::Progress progress{std::cout, console.style()};
    progress.begin(report, planned);
    one_round(progress, part, runner::interrupted);
    progress.finish();
    reports::add_totals(before, part);
    if (part.interrupted) {
      report.interrupted = true;
      report.info = part.info;
      for (const reports::Record& record : part.records) {
        report.records.push_back(repetition.settled(record));
        listener.add(report.records.back());
      }
      listener.flush();
      reports::add_totals(report, before);
      return thrown;
    }
    repetition.remember(part.records);
  }
  if (options.repeat > 1) tell_round(options.repeat);
  one_round(repetition, report, [&] { return runner::interrupted() || limit.is_reached(); });
  if (options.repeat > 1) {
    for (reports::Record& record : report.records) record = repetition.settled(std::move(record));
    reports::add_totals(report, before);
  }
  if (limit.is_reached() && !runner::interrupted() && !thrown) {
    report.interrupted = false;
    report.cut_short = report.records.size() < planned;
  }
  return thrown;
}

}  // namespace

void carry_out_rounds(const EndOptions& options, const CarryOut& carry_out, Console& console,
                      reports::Listener& listener, reports::Report& report) {
  const std::exception_ptr thrown =
      carry_out_guarded(options, carry_out, console, listener, report);
  if (!thrown) return;
  (void)conclude(report, listener, console.style());
  std::rethrow_exception(thrown);
}

std::vector<std::string> report_places(std::vector<std::string> given) {
  const char* const junit = std::getenv("XML_OUTPUT_FILE");
  if (junit == nullptr || *junit == '\0') return given;
  reports::DistinctFiles distinct;
  for (const std::string& text : given) {
    const reports::ReportPlace place = reports::report_place(text);
    if (place.writer != nullptr && place.writer->kind == "junit") distinct.add(place.path, text);
  }
  if (!distinct.add(junit, junit)) given.push_back("junit=" + std::string{junit});
  return given;
}

}  // namespace hallmark::app
