// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/misuse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

#include "reports/nearest.hpp"
#include "reports/text.hpp"

namespace hallmark::app {
namespace {

// The command that was named last: `report convert` of `hallmark report convert x`.
const CLI::App& command_of(const CLI::App& app) {
  const std::vector<CLI::App*> below = app.get_subcommands();
  return below.empty() ? app : command_of(*below.front());
}

// As it is typed: "report convert", and "hallmark" of the program itself.
std::string typed(const CLI::App& command) {
  const CLI::App* const above = command.get_parent();
  if (above == nullptr || above->get_parent() == nullptr) return command.get_name();
  return typed(*above) + " " + command.get_name();
}

std::vector<std::string> names_known_to(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  for (const CLI::App* one : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(one->get_name());
  }
  return names;
}

// A word that stands where one of a command's own commands belongs, and is none.
bool names_no_command(const CLI::App& command) {
  const std::vector<std::string> words = command.remaining();
  const bool has_commands = !command.get_subcommands([](const CLI::App*) { return true; }).empty();
  return has_commands && !words.empty() && !words.front().starts_with('-');
}

// For the first word that is like one which the command knows.
std::string suggestion(const std::vector<std::string>& words, const CLI::App& command) {
  const std::vector<std::string> names = names_known_to(command);
  for (const std::string& word : words) {
    std::string meant = reports::did_you_mean(std::string_view{word}.substr(0, word.find('=')),
                                              {names.begin(), names.end()});
    if (!meant.empty()) return meant;
  }
  return {};
}

// Where the options of `run` stand without it; empty: the first word is none of them.
std::string meant_for_run(const std::vector<std::string>& words, const CLI::App& app) {
  const std::string& first = words.front();
  const std::string name = first.substr(0, first.find('='));
  const std::vector<const CLI::App*> run =
      app.get_subcommands([](const CLI::App* one) { return one->get_name() == "run"; });
  if (run.empty() || !name.starts_with("--") || run.front()->get_option_no_throw(name) == nullptr) {
    return {};
  }
  std::string line = "hallmark run";
  for (const std::string& word : words) line.append(" ").append(reports::printable(word));
  return "; did you mean " + line + "?";
}

// What the parser says of a word that is missing or too much, in our words; else what it says.
std::string in_our_words(const CLI::App& command, const CLI::ParseError& error) {
  const std::string said = error.what();
  const auto upto = [&said](std::string_view words) { return said.substr(0, said.find(words)); };
  constexpr std::string_view required = " is required";
  if (said == "A subcommand is required") return typed(command) + " needs a command";
  if (said.ends_with(required)) {
    const std::string name = upto(required);
    return typed(command) + " needs " + (name.starts_with('-') ? name : reports::to_upper(name));
  }
  constexpr std::string_view at_most = ": At Most 1 required ";
  if (said.find(at_most) != std::string::npos) return upto(at_most) + " stands there twice";
  constexpr std::string_view one = ": 1 required ";
  if (const std::size_t at = said.find(one); at != std::string::npos) {
    const std::string kind = said.substr(at + one.size());
    return said.substr(0, at) + " needs a value, " + kind.substr(0, kind.rfind(" missing"));
  }
  constexpr std::string_view not_converted = "Could not convert: ";
  if (said.starts_with(not_converted)) {
    const std::string option = said.substr(not_converted.size());
    return option.substr(0, option.find(" = ")) + " takes no value";
  }
  for (const CLI::Option* const option : command.get_options()) {
    const std::string name = option->get_name();
    if (!option->get_positional() || !said.starts_with(name + ": ")) continue;
    return reports::to_upper(name) + said.substr(name.size());
  }
  return said;
}

}  // namespace

std::string unknown_command_of(const CLI::App& app) {
  for (const CLI::App* command = &app;;) {
    if (names_no_command(*command)) {
      return misuse_of(app, CLI::ExtrasError{command->get_name(), command->remaining()});
    }
    const std::vector<CLI::App*> below = command->get_subcommands();
    if (below.empty()) return {};
    command = below.front();
  }
}

std::string misuse_of(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = command_of(app);
  std::string text = in_our_words(command, error);
  std::vector<std::string> words = app.remaining(true);
  const auto is_option = [](const std::string& word) { return word.starts_with('-'); };
  // Behind its options stands a program, which the parser counts among what it does not know.
  if (command.get_name() == "sdk" && std::ranges::any_of(words, is_option)) {
    std::erase_if(words, std::not_fn(is_option));
  }
  const bool is_about_words = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr ||
                              dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  if (is_about_words && !words.empty()) {
    const bool is_command = &command == &app && !words.empty() && !words.front().starts_with('-');
    text = is_command ? "there is no command" : typed(command) + " does not know";
    for (const std::string& word : words) {
      text.append(" ").append(word.empty() ? "''" : reports::printable(word));
    }
    const std::string meant = meant_for_run(words, app);
    text += &command == &app && !meant.empty() ? meant
            : command.get_name() == "explain"  ? "; what has blanks in it goes into quotes"
                                               : suggestion(words, command);
  }
  text.resize(std::min(text.size(), text.find('\n')));
  const std::string name = &command == &app ? "" : " " + typed(command);
  return text + " (hallmark" + name + " --help shows what there is)";
}

}  // namespace hallmark::app
