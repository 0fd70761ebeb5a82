// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/parser.hpp"

#include <CLI/CLI.hpp>
#include <utility>

#include "fuzz/app/options/help.hpp"
#include "fuzz/app/version.hpp"

namespace hallmark::app {

std::vector<Named> add_commands(CLI::App& app, std::span<const AddCommand> commands) {
  app.name("hallmark");
  app.description(
      "Conformance suite for the ECS instance-lifecycle API, version 2014-05-26.\n"
      "Without a command: hallmark run, against the embedded reference endpoint.");
  app.set_version_flag("--version", version_text);
  app.require_subcommand(0, 1);
  app.footer(
      "hallmark COMMAND --help explains each.\n"
      "Exit codes: 0 holds; 1 the target contradicts the documents; 2 no verdict; 130 "
      "interrupted.");

  std::vector<Named> named;
  for (const AddCommand command : commands) {
    Command made = command(app);
    named.push_back({app.get_subcommands([](CLI::App*) { return true; }).back(), std::move(made)});
  }
  lay_out_help(app);
  return named;
}

}  // namespace hallmark::app
