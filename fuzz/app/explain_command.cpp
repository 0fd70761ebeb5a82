// SPDX-License-Identifier: Apache-2.0
//
// hallmark explain: everything about one thing, by the name that a run, a list or a document has
// for it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/explain/things.hpp"
#include "reports/nearest.hpp"
#include "reports/text.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using runner::UsageError;

namespace json = boost::json;

struct ExplainOptions {
  std::string what;
  bool as_json = false;
};

std::vector<Thing> meant_by(const std::string& what) {
  const Words words{.text = what, .small = as_typed(what)};
  std::vector<Thing> things;
  find_cases(words, things);
  find_defects(words, things);
  find_places(words, things);
  find_causes(words, things);
  return things;
}

std::string suggestion(const std::string& what) {
  std::vector<std::string> names;
  name_places(names);
  name_defects(names);
  name_cases(names);
  name_causes(names);
  std::ranges::sort(names);
  const auto same = std::ranges::unique(names);
  names.erase(same.begin(), same.end());
  return reports::did_you_mean(what, {names.begin(), names.end()});
}

void print_json(const std::vector<Thing>& things) {
  json::array all;
  for (const Thing& thing : things) {
    json::object object{{"kind", thing.kind}, {"name", thing.name}};
    if (things.size() == 1) thing.facts().append_to(object);
    all.push_back(std::move(object));
  }
  std::cout << json::serialize(all) << "\n";
}

int explain(const ExplainOptions& options) {
  const std::vector<Thing> things = meant_by(options.what);
  if (things.empty()) {
    throw UsageError{"'" + reports::shortened(reports::printable(options.what)) +
                     "' has no meaning here" + suggestion(options.what) +
                     " (hallmark list shows what has)"};
  }
  if (options.as_json) {
    print_json(things);
  } else if (things.size() == 1) {
    std::cout << things.front().kind << "  " << things.front().name << "\n";
    things.front().facts().print(std::cout);
  } else {
    std::cout << "'" << reports::printable(options.what) << "' may mean one of " << things.size()
              << ":\n";
    for (const Thing& thing : things) {
      std::cout << "  " << thing.kind << "  hallmark explain " << in_shell(thing.name) << "\n";
    }
  }
  return exit_holds;
}

}  // namespace

std::string as_typed(std::string_view name) {
  std::string text = reports::to_lower(name);
  std::erase(text, ',');
  if (const auto at = text.find(" error row "); at != std::string::npos) text.erase(at, 6);
  return text;
}

Command add_explain(CLI::App& app) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App& command = *app.add_subcommand(
      "explain",
      "All about one thing: where it is written, what it says in our words, its cases, the defects "
      "that they catch, what contradicts it, what to do");
  command
      .add_option("what", options->what,
                  "A case's id, a row as citations print it or by its code, a cause as a run "
                  "prints it, a defect; or a parameter, a condition, a page")
      ->required()
      ->type_name("ID|ROW|CAUSE|DEFECT");
  command.add_flag("--json", options->as_json, "For programs; of several that it may mean, names");
  return [options] { return explain(*options); };
}

}  // namespace hallmark::app
