// SPDX-License-Identifier: Apache-2.0
//
// hallmark sdk: the suite is the server, and a shim makes a client library speak
// (docs/porting-an-sdk.md).
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/options/gate_options.hpp"
#include "reports/listener.hpp"
#include "reports/text.hpp"
#include "reports/writers/files/report_files.hpp"
#include "reports/writers/progress.hpp"
#include "runner/client_role/certification.hpp"
#include "runner/client_role/client_plan.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/program.hpp"
#include "runner/conduct/shard.hpp"
#include "runner/conduct/shell_words.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

struct SdkOptions {
  std::vector<std::string> command;
  std::vector<std::string> select, skip, reports;
  std::string shard;
  std::string timeout = "1s";
  std::string memory = "768M";
  CLI::Option* timeout_option = nullptr;
  KnownFailuresOptions known;
  EndOptions ends;
  unsigned jobs = 8;
  bool strict = false;
  bool require_all = false;
  ConsoleOptions console;
  bool list = false;
};

// 768M, 2G, 65536K: bytes.
std::uint64_t memory_in(const std::string& text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const std::string unit{stop, end};
  const unsigned shift = unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : 0;
  const bool fits = number > 0 && number < (1ULL << 33U);
  if (error != std::errc{} || !fits || (shift == 0 && !unit.empty())) {
    throw UsageError{"--memory '" + text + "' is no size: write 768M, 2G or a number of bytes"};
  }
  constexpr std::uint64_t least = 1U << 20U;  // no program starts in less
  if (number << shift < least) throw UsageError{"--memory '" + text + "' is less than 1M"};
  return number << shift;
}

// "@alicloud/pop-core 1.8.0 (node 20)".
std::string name_of(const Hello& hello) {
  std::string name = hello.name;
  if (!hello.version.empty()) name += " " + hello.version;
  if (!hello.language.empty()) name += " (" + hello.language + ")";
  return name;
}

std::string again_options(const SdkOptions& options) {
  std::string text;
  const auto add = [&text](const std::string& word) { text += (text.empty() ? "" : " ") + word; };
  if (options.timeout_option->count() > 0) add("--timeout " + shell_word(options.timeout));
  if (options.memory != SdkOptions{}.memory) add("--memory " + shell_word(options.memory));
  add("--");
  for (const std::string& word : options.command) add(shell_word(word));
  return text;
}

// Throws UsageError: of a pattern that matches nothing.
ClientSelection selection_of(const SdkOptions& options) {
  ClientSelection selection{.select = with_files("--select", options.select),
                            .skip = with_files("--skip", options.skip)};
  const Shard shard = find_shard(options.shard);
  selection.shard_index = shard.index;
  selection.shard_total = shard.total;
  try {
    check_patterns(selection);
  } catch (const std::invalid_argument& error) {
    throw UsageError{error.what()};
  }
  return selection;
}

int list_cases(const SdkOptions& options) {
  if (!options.shard.empty()) {
    throw UsageError{"--list tells what is asked of any client: --shard takes a part of a run"};
  }
  const ClientPlan plan{selection_of(options)};
  std::size_t widest = 0;
  std::vector<ListedClientCase> all = list_client_cases();
  std::erase_if(
      all, [&plan](const ListedClientCase& one) { return !plan.is_selected(one.id, one.variant); });
  const auto address = [](const ListedClientCase& one) {
    return one.variant.empty() ? one.id : one.id + "@" + one.variant;
  };
  for (const ListedClientCase& one : all) widest = std::max(widest, address(one).size());
  for (const ListedClientCase& one : all) {
    const std::string name = address(one);
    std::string line = name + std::string(widest + 2 - name.size(), ' ') + one.level +
                       std::string(13 - one.level.size(), ' ') + one.given;
    if (!one.looked_at.empty()) line += "; looked at: " + one.looked_at;
    std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
  }
  std::cout.flush();
  return exit_holds;
}

CertificationOptions certification_options(const SdkOptions& options) {
  CertificationOptions how;
  how.calls.shim = {.command = options.command, .memory = memory_in(options.memory)};
  how.selection = selection_of(options);
  how.jobs = options.jobs;
  how.calls.timeout = parse_duration("--timeout", options.timeout);
  how.calls.timeout_is_known = options.timeout_option->count() > 0;
  how.stop = interrupted;
  how.calls.shim.stop = interrupted;
  return how;
}

void look_up(reports::KnownFailures& known) {
  std::map<std::string_view, std::vector<std::string>> asked;
  const std::vector<ListedClientCase> all = list_client_cases();
  for (const ListedClientCase& one : all) asked[one.id].push_back(one.variant);
  std::vector<reports::Nameable> names;
  std::vector<std::string> variants;
  for (auto& [id, of_id] : asked) {
    variants.insert(variants.end(), of_id.begin(), of_id.end());
    names.push_back({.id = id, .asked = std::move(of_id)});
  }
  names.push_back({.id = protocol_case, .asked = {""}});
  reports::find_covered(known, names, variants);
}

// A client that gets no thread fails, and is not to be blamed for it. Asked while its shim runs,
// which counts among them.
void require_threads() {
  constexpr unsigned enough = 16;
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  std::vector<std::jthread> threads;
  try {
    while (threads.size() < enough) threads.emplace_back([ended] { ended.wait(); });
    end.set_value();
  } catch (const std::system_error& error) {
    end.set_value();
    throw std::system_error{
        error.code(),
        "a client may need threads, and " + std::to_string(threads.size()) + " more are to be had"};
  }
}

// A client whose shim speaks.
std::unique_ptr<Certification> greeted(boost::asio::io_context& io,
                                       const CertificationOptions& how) {
  auto certification = std::make_unique<Certification>(io, how);
  if (const auto trouble = certification->greet()) {
    throw UsageError{"the shim does not speak: " + *trouble};
  }
  require_threads();
  return certification;
}

int certify(const SdkOptions& options) {
  if (options.list) return list_cases(options);
  if (options.command.empty()) {
    throw UsageError{"which client? hallmark sdk -- COMMAND... starts its shim"};
  }
  CertificationOptions how = certification_options(options);
  std::function<bool()> ends = interrupted;
  how.stop = [&ends] { return ends(); };
  KnownList list{options.known};
  look_up(list.known());
  const std::vector<std::string> places = report_places(options.reports);
  Console console{options.console, places};
  reports::ReportFiles files{places, console.standard_output()};
  heed_signals();
  boost::asio::io_context io{1};
  std::unique_ptr<Certification> certification = greeted(io, how);

  reports::Report report;
  report.info = begun_info();
  report.info.subject = {.kind = reports::Subject::Kind::client,
                         .name = name_of(certification->hello())};
  report.info.selection = {.strict = options.strict,
                           .require_all = options.require_all,
                           .select = how.selection.select,
                           .skip = how.selection.skip,
                           .shard_index = how.selection.shard_index,
                           .shard_total = how.selection.shard_total,
                           .repeat = options.ends.repeat,
                           .max_failures = options.ends.max_failures};
  report.info.jobs = certification->hello().concurrent ? options.jobs : 1;
  report.info.known_failures = list.known();
  report.info.again_options = again_options(options);
  const std::size_t planned = certification->planned();
  report.planned = planned;
  console.aside() << "hallmark " << program_version << ": up to "
                  << reports::counted(planned, "case", "cases") << " put to "
                  << report.info.subject.name << '\n'
                  << std::flush;
  reports::Progress progress{std::cout, console.style()};
  reports::Listeners listeners{&files, &progress};
  listeners.begin(report, planned);
  const CarryOut carry_out = [&](reports::Listener& listener, reports::Report& round,
                                 const std::function<bool()>& stop) {
    ends = stop;
    if (!certification) certification = greeted(io, how);
    certification->run(listener, round);
    certification.reset();  // another round begins with a client that knows nothing
  };
  carry_out_rounds(options.ends, carry_out, console, listeners, report);

  const reports::Summary summary =
      conclude(report, listeners, console.style(),
               [&](const reports::Summary& told) { list.correct(report, told, console.style()); });
  return reports::exit_code(report, summary);
}

}  // namespace

Command add_sdk(CLI::App& app) {
  auto options = std::make_shared<SdkOptions>();
  CLI::App& command = *app.add_subcommand(
      "sdk", "Certify a client library: hallmark sdk [OPTIONS] -- COMMAND... starts its shim");
  command.add_option("command", options->command, "The program that makes the client speak")
      ->type_name("COMMAND");
  command.add_flag("--list", options->list, "Print what is asked of a client");
  add_selection(command, options->select, options->skip);
  options->timeout_option =
      add_duration(command, "--timeout", options->timeout,
                   "Time that the client has for a call where the server stalls; a shim that "
                   "takes timeoutMs is told")
          ->capture_default_str();
  command
      .add_option("--memory", options->memory,
                  "Memory that the shim and all that it starts may take")
      ->type_name("LIMIT")
      ->capture_default_str();
  add_count(command, "--jobs", options->jobs, {1, 256},
            "Cases under way at once, of a shim that is concurrent")
      ->default_str(std::to_string(options->jobs));
  add_shard(command, options->shard);
  command.add_flag("--strict", options->strict,
                   "Recommended and observed cases count like required ones");
  command.add_flag("--require-all", options->require_all,
                   "A case that could not be exercised counts as a failure");
  add_console(command, options->console, "Say what failed and the headline, no more",
              "Show every failure, not one of each cause; each reason; what was slow");
  add_known_failures(command, options->known, "ID or ID@VARIANT, * one level, ** any");
  add_ends(command, options->ends);
  add_reports(command, options->reports, "run");
  return [options] { return certify(*options); };
}

}  // namespace hallmark::app
