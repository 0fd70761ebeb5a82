// SPDX-License-Identifier: Apache-2.0
//
// hallmark fixtures check: whether a provider speaks the fixture protocol, before a run relies on
// it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "reports/text.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/shown_worlds.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/knock.hpp"
#include "runner/staging/exec_fixtures.hpp"
#include "runner/staging/fixture_check.hpp"
#include "runner/staging/http_fixtures.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

struct FixturesOptions {
  std::string provider;
  TargetOptions target;  // its client's options, and the endpoint that is asked about the worlds
};

std::unique_ptr<ProtocolFixtures> provider_of(boost::asio::io_context& io,
                                              const FixturesOptions& options) {
  const std::string& from = options.provider;
  constexpr std::string_view exec = "exec:";
  if (from.starts_with(exec) && from.size() > exec.size()) {
    const auto patience = std::min<std::chrono::milliseconds>(
        parse_duration("--timeout", options.target.timeout), std::chrono::seconds{5});
    return exec_fixtures(io.get_executor(), from.substr(exec.size()), patience);
  }
  if (from == exec) throw UsageError{"exec: names no command: write exec:COMMAND"};
  Result<Url> url = parse_url(from);
  if (!url) {
    throw UsageError{"'" + from + "' is neither a URL nor exec:COMMAND: " + url.error().what};
  }
  const ClientOptions client = options.target.client_of(*url);
  wait_until_listening(io, *url, options.target, client);
  return http_fixtures(io.get_executor(), *std::move(url), from, client);
}

std::string_view word_for(FixtureRemark::Weight weight) {
  switch (weight) {
    case FixtureRemark::Weight::holds:
      return "ok   ";
    case FixtureRemark::Weight::hint:
      return "hint ";
    case FixtureRemark::Weight::wrong:
      return "WRONG";
  }
  return "";
}

// Where the provider has a URL it stands for what the protocol calls {base}.
std::string at_its_place(std::string text, const std::string& provider) {
  constexpr std::string_view base = "{base}";
  if (provider.starts_with("exec:")) return text;
  const std::string url = provider.substr(0, provider.find_last_not_of('/') + 1);
  for (std::size_t at = text.find(base); at != std::string::npos; at = text.find(base, at)) {
    text.replace(at, base.size(), url);
    at += url.size();
  }
  return text;
}

std::string count_of(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// What the endpoint that was named shows of the worlds; nothing where none was.
std::vector<FixtureRemark> seen_by_endpoint(boost::asio::io_context& io,
                                            const FixturesOptions& options) {
  const std::string& text = options.target.endpoint;
  if (text.empty()) return {};
  const Result<Url> url = parse_url(text);
  if (!url) throw UsageError{"--endpoint '" + text + "': " + url.error().what};
  HttpClient endpoint{io.get_executor(), *url, options.target.client_of(*url)};
  const Knock told = wait_for(io, knock(endpoint));
  if (told.answer == Knock::Answer::none) throw UsageError{nobody_at(text, told)};
  const auto provider = provider_of(io, options);
  return wait_for(io, see_worlds(*provider, endpoint));
}

int check(const FixturesOptions& options) {
  heed_signals();
  boost::asio::io_context io{1};
  const auto provider = provider_of(io, options);
  FixtureCheck check = wait_for(io, check_fixtures(*provider));
  if (!check.answered) {
    const bool is_program = options.provider.starts_with("exec:");
    throw UsageError{(is_program ? "no fixture provider in " : "no fixture provider at ") +
                     options.provider + ": " +
                     (check.remarks.empty() ? "no answer" : check.remarks.front().text)};
  }
  std::ranges::move(seen_by_endpoint(io, options), std::back_inserter(check.remarks));
  std::cout << "fixtures: " << options.provider << "\n";
  for (const FixtureRemark& remark : check.remarks) {
    std::cout << "  " << word_for(remark.weight) << "  "
              << reports::printable(at_its_place(remark.text, options.provider)) << "\n";
  }
  const std::size_t wrong = check.count(FixtureRemark::Weight::wrong);
  std::cout << (wrong == 0 ? "fixtures: as the protocol says"
                           : "fixtures: " + count_of(wrong, "thing") + " to mend")
            << ", " << count_of(check.count(FixtureRemark::Weight::hint), "hint") << '\n'
            << std::flush;
  if (interrupted()) return exit_interrupted;
  return wrong == 0 ? exit_holds : exit_contradicts;
}

}  // namespace

Command add_fixtures(CLI::App& app) {
  auto options = std::make_shared<FixturesOptions>();
  CLI::App& command = *app.add_subcommand("fixtures", "Works on fixture providers");
  command.require_subcommand(1);
  CLI::App& check_command = *command.add_subcommand(
      "check",
      "Walks the fixture protocol once and says what is wrong with a provider; exit 1 if anything "
      "is");
  check_command
      .add_option("provider", options->provider,
                  "The protocol's base URL (http://HOST:PORT/_fixtures), or exec:COMMAND")
      ->type_name("URL|exec:COMMAND")
      ->required();
  check_command
      .add_option("--endpoint", options->target.endpoint,
                  "The endpoint that the worlds are for: asked for the instance of each, with its "
                  "key; absent: not asked")
      ->type_name("URL");
  add_duration(
      check_command, "--timeout", options->target.timeout,
      "Time for one answer; longer than 5s is no longer than that, and the first answer of a "
      "program has six times as long")
      ->capture_default_str();
  add_duration(check_command, "--wait", options->target.wait,
               "Wait until the provider listens, at most so long; absent: not at all");
  add_headers(check_command, options->target);
  add_trust(check_command, options->target);
  add_allowance(check_command, options->target);
  return [options] { return check(*options); };
}

}  // namespace hallmark::app
