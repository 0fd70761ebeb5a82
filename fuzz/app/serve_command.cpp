// SPDX-License-Identifier: Apache-2.0
//
// hallmark serve: the reference endpoint as a server; with --defect it breaks a promise, always or
// where a trigger holds.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/output.hpp"
#include "fuzz/app/selftest/fault_named.hpp"
#include "reports/input_file.hpp"
#include "runner/client_role/recorded_requests.hpp"
#include "runner/conduct/keys.hpp"
#include "runner/conduct/quantities.hpp"
#include "runner/conduct/selection.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/defects/triggers.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

struct ServeOptions {
  reference::ServerOptions server;
  std::vector<std::string> defects;
  std::string edition = "any";
  bool strict_parsing = false;
  std::string settle = "50ms";
  std::string access_key_id;
  std::string requests;  // a file; empty: nothing is recorded
};

int serve(const ServeOptions& options) {
  reference::Endpoint::Options what;
  what.defects = options.defects;
  what.day = yardstick_of("--edition", options.edition).day();
  what.strict_parsing = options.strict_parsing;
  what.settle = runner::parse_duration("--settle", options.settle);
  for (const std::string& name : options.defects) (void)fault_named(name);
  if (!options.access_key_id.empty()) {
    what.account = {options.access_key_id, required_secret("--access-key-id").reveal()};
  }
  if (options.server.certificate_file.empty() != options.server.private_key_file.empty()) {
    throw UsageError{"--certificate and --private-key go together"};
  }
  for (const std::string& file :
       {options.server.certificate_file, options.server.private_key_file}) {
    if (file.empty()) continue;
    if (const auto trouble = reports::input_trouble(file)) throw UsageError{file + ": " + *trouble};
  }
  // Blocked before the server's threads begin, so that they are left to sigwait.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  reference::Endpoint endpoint{std::move(what)};
  std::unique_ptr<RequestRecorder> recorder;
  if (!options.requests.empty()) {
    try {
      recorder = std::make_unique<RequestRecorder>(endpoint, options.requests);
    } catch (const std::system_error& error) {
      throw UsageError{"--requests " + options.requests + ": " + error.code().message()};
    }
  }
  reference::Handler& handler = recorder ? static_cast<reference::Handler&>(*recorder) : endpoint;
  std::unique_ptr<reference::Server> server;
  try {
    server = std::make_unique<reference::Server>(handler, options.server);
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::resource_unavailable_try_again) throw;  // no thread
    // What the server says of its certificate and key names the file.
    if (!options.server.certificate_file.empty() &&
        error.code().category() != std::system_category()) {
      throw UsageError{std::string{"cannot serve https: "} + error.what()};
    }
    throw UsageError{"cannot listen on " + options.server.address + ":" +
                     std::to_string(options.server.port) + ": " + error.code().message()};
  }
  std::cout << "listening on " << server->url() << "\nfixtures at " << server->url() << "/_fixtures"
            << '\n'
            << std::flush;
  require_written();
  int signal = 0;
  sigwait(&signals, &signal);
  server->stop();
  if (recorder && recorder->trouble()) {
    throw UsageError{"--requests " + options.requests +
                     ": not every request could be written: " + recorder->trouble().message()};
  }
  return exit_holds;
}

}  // namespace

Command add_serve(CLI::App& app) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App& command =
      *app.add_subcommand("serve", "The reference endpoint as a server, until Ctrl-C");
  command.add_option("--address", options->server.address, "Address to listen on")
      ->capture_default_str();
  add_count(command, "--port", options->server.port, {},
            "Port; 0, the default: any free one, which is printed");
  add_count(command, "--threads", options->server.threads, {1, 64}, "Threads that answer")
      ->default_str(std::to_string(options->server.threads));
  command
      .add_option("--defect", options->defects,
                  "A promise to break, always or where a trigger holds (hallmark list defects); "
                  "repeatable")
      ->type_name("FAULT[@TRIGGER]")
      ->allow_extra_args(false);
  command
      .add_option(
          "--edition", options->edition,
          "Answers as the pages of that day have it, or the newest; any, seeds: as the five "
          "source documents")
      ->type_name("any|seeds|newest|DATE")
      ->capture_default_str();
  command
      .add_option("--access-key-id", options->access_key_id,
                  "An account that exists without a fixture; its secret stands in "
                  "HALLMARK_ACCESS_KEY_SECRET")
      ->type_name("ID");
  command.add_flag("--strict-parsing", options->strict_parsing,
                   "Refuses True, TRUE and 1 for true, and a timestamp with milliseconds, which "
                   "public clients send and no document has");
  add_duration(command, "--settle", options->settle,
               "How long each transition takes of an instance that RunInstances made")
      ->capture_default_str();
  command
      .add_option("--requests", options->requests,
                  "Record what clients send, for hallmark judge --requests; the file holds their "
                  "signatures, and its owner alone may read it")
      ->type_name("FILE");
  command
      .add_option("--certificate", options->server.certificate_file,
                  "PEM; with --private-key: HTTPS")
      ->type_name("FILE");
  command.add_option("--private-key", options->server.private_key_file, "PEM")->type_name("FILE");
  return [options] { return serve(*options); };
}

}  // namespace hallmark::app
