// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/manual.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "runner/conduct/program.hpp"

namespace hallmark::app {
namespace {

using Words = std::vector<std::string>;

// What is hidden from --help has no group.
std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional) {
  return app.get_options([positional](const CLI::Option* one) {
    return !one->get_group().empty() && one->get_positional() == positional;
  });
}

Words split(std::string_view text, char at) {
  Words parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

Words names_of(const CLI::Option& option) {
  Words names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

// any|seeds|newest|DATE, of a set of words: base|full.
std::string kind_of(const CLI::Option& option) {
  std::string kind = option.get_type_name();
  const std::size_t open = kind.find('{');
  if (open == std::string::npos) return kind;
  kind = kind.substr(open + 1, kind.rfind('}') - open - 1);
  std::ranges::replace(kind, ',', '|');
  return kind;
}

// Of these its words: what is in capitals stands for something else.
Words values_of(const CLI::Option& option) {
  Words words = split(kind_of(option), '|');
  if (words.size() == 1) return {};
  std::erase_if(words, [](const std::string& word) {
    return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos;
  });
  return words;
}

// A command as it is called, "report convert", and the program itself, "".
struct Place {
  std::string path;
  const CLI::App* app;
};
void collect(const CLI::App& app, const std::string& path, std::vector<Place>& places) {
  places.push_back({path, &app});
  for (const CLI::App* const command : commands_of(app)) {
    collect(*command, path + (path.empty() ? "" : " ") + command->get_name(), places);
  }
}
std::vector<Place> places_of(const CLI::App& app) {
  std::vector<Place> places;
  collect(app, "", places);
  return places;
}

// ---- man ---------------------------------------------------------------------------------------

// A line of roff that is text and nothing else.
std::string roff(std::string_view text) {
  std::string out = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\n') {
      out += "\n.br\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string man_entry(const CLI::Option& option) {
  std::string text = ".TP\n";
  std::string joint;
  for (const std::string& name : names_of(option)) {
    text += joint + "\\fB" + roff(name) + "\\fR";
    joint = ", ";
  }
  if (option.get_positional()) text += "\\fI" + roff(option.get_name(true)) + "\\fR";
  if (const std::string kind = kind_of(option); takes_value(option) && !kind.empty()) {
    text += " \\fI" + roff(kind) + "\\fR";
  }
  text += "\n" + roff(option.get_description());
  if (!option.get_default_str().empty()) {
    text += "; by default " + roff(option.get_default_str());
  }
  return text + "\n";
}

// ---- Shells ------------------------------------------------------------------------------------

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// What zsh reads in a description of an option.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : first_line(text)) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const CLI::Option& option) {
  const Words words = values_of(option);
  const std::string kind = kind_of(option);
  std::string text = ":" + zsh_text(kind.empty() ? "value" : kind) + ":";
  if (!words.empty()) return text + "(" + reports::joined(words, " ") + ")";
  return text + (kind.find("FILE") != std::string::npos || kind == "FOLDER" ? "_files" : "");
}

std::string zsh_case(const Place& place) {
  std::string text = "    " + in_quotes(place.path) + ")\n";
  const auto below = commands_of(*place.app);
  if (!below.empty()) {
    text += "      below=(";
    for (const CLI::App* const command : below) {
      text += "\n        " + in_quotes(command->get_name() + ":" +
                                       std::string{first_line(command->get_description())});
    }
    text += ")\n      _describe command below\n";
  }
  text += "      _arguments";
  for (const CLI::Option* const option : options_of(*place.app, false)) {
    for (const std::string& name : names_of(*option)) {
      const bool has_equals = takes_value(*option) && name.starts_with("--");
      text += " \\\n        " +
              in_quotes((option->get_expected_max() > 1 ? "*" : "") + name +
                        (has_equals ? "=" : "") + "[" + zsh_text(option->get_description()) + "]" +
                        (takes_value(*option) ? zsh_action(*option) : ""));
    }
  }
  for (const CLI::Option* const option : options_of(*place.app, true)) {
    if (const Words words = values_of(*option); !words.empty()) {
      text += " \\\n        " + in_quotes("*: :(" + reports::joined(words, " ") + ")");
      return text + " ;;\n";
    }
  }
  return text + (below.empty() ? " \\\n        '*: :_files' ;;\n" : " ;;\n");
}

}  // namespace

std::string man_page(const CLI::App& app) {
  std::string text = ".\\\" Made from the definitions of the options.\n";
  text += std::string{".TH HALLMARK 1 \"\" \"hallmark "} + runner::program_version +
          "\" \"User Commands\"\n";
  text +=
      ".SH NAME\nhallmark \\- conformance and fuzz suite for the ECS instance\\-lifecycle API\n";
  text +=
      ".SH SYNOPSIS\n\\fBhallmark\\fR [\\fICOMMAND\\fR] [\\fIOPTION\\fR]... "
      "[\\fIARGUMENT\\fR]...\n";
  text += ".SH DESCRIPTION\n" + roff(app.get_description()) + "\n";
  for (const CLI::Option* const option : options_of(app, false)) text += man_entry(*option);
  text += ".SH COMMANDS\n";
  for (const Place& place : places_of(app)) {
    if (!commands_of(*place.app).empty()) continue;
    text += ".SS hallmark " + roff(place.path) + "\n" + roff(place.app->get_description()) + "\n";
    for (const bool positional : {true, false}) {
      for (const CLI::Option* const option : options_of(*place.app, positional)) {
        text += man_entry(*option);
      }
    }
  }
  text += ".SH EXIT STATUS\n";
  text +=
      ".TP\n0\nwhat was asked holds\n.TP\n1\nthe target contradicts the documents\n"
      ".TP\n2\nno verdict: bad usage, target or fixtures unreachable, nothing was executed\n"
      ".TP\n130\ninterrupted\n";
  text +=
      ".SH ENVIRONMENT\n.TP\nHALLMARK_ACCESS_KEY_SECRET\nthe secret of "
      "\\fB\\-\\-access\\-key\\-id\\fR\n.TP\nHALLMARK_SECURITY_TOKEN\nits token, where there is "
      "one\n.TP\nHALLMARK_SECOND_ACCESS_KEY_SECRET\nthe secret of "
      "\\fB\\-\\-second\\-access\\-key\\-id\\fR\n";
  return text;
}

std::string bash_completion(const CLI::App& app) {
  std::string commands;
  std::string values;
  for (const Place& place : places_of(app)) {
    Words below;
    for (const CLI::App* const command : commands_of(*place.app))
      below.push_back(command->get_name());
    Words words;
    for (const CLI::Option* const option : options_of(*place.app, true)) {
      for (std::string& word : values_of(*option)) words.push_back(std::move(word));
    }
    for (const CLI::Option* const option : options_of(*place.app, false)) {
      const std::string taken = reports::joined(values_of(*option), " ");
      for (const std::string& name : names_of(*option)) {
        words.push_back(name);
        if (taken.empty() || !takes_value(*option)) continue;
        values +=
            "    " + in_quotes(place.path + " " + name) + ") words=" + in_quotes(taken) + " ;;\n";
      }
    }
    commands += "    " + in_quotes(place.path) +
                ") below=" + in_quotes(reports::joined(below, " ")) +
                " words=" + in_quotes(reports::joined(words, " ")) + " ;;\n";
  }
  return "# bash completion of hallmark, made from the definitions of its options\n"
         "# What stands below a command, and what may follow it.\n"
         "_hallmark_command() {\n"
         "  case $1 in\n" +
         commands +
         "  esac\n"
         "}\n"
         "_hallmark() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local command= below= words= word\n"
         "  _hallmark_command ''\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case \" $below \" in\n"
         "    *\" $word \"*)\n"
         "      command=\"${command:+$command }$word\"\n"
         "      _hallmark_command \"$command\" ;;\n"
         "    esac\n"
         "  done\n"
         "  # To bash the equals sign of --option=word is a word.\n"
         "  [ \"$current\" != = ] || current=\n"
         "  [ \"$previous\" != = ] || previous=${COMP_WORDS[COMP_CWORD-2]}\n"
         "  case \"$command $previous\" in\n" +
         values +
         "    *) words=\"$below $words\" ;;\n"
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "}\n"
         "complete -o default -F _hallmark hallmark\n";
}

std::string zsh_completion(const CLI::App& app) {
  std::string below;
  std::string cases;
  for (const Place& place : places_of(app)) {
    cases += zsh_case(place);
    for (const CLI::App* const command : commands_of(*place.app)) {
      const std::string path = place.path + (place.path.empty() ? "" : " ") + command->get_name();
      below += " " + in_quotes(path);
    }
  }
  return "#compdef hallmark\n"
         "# made from the definitions of the options\n"
         "_hallmark() {\n"
         "  local command= word\n"
         "  local -a below commands\n"
         "  commands=(" +
         below +
         ")\n"
         "  for word in ${words[2,CURRENT-1]}; do\n"
         "    word=\"${command:+$command }$word\"\n"
         "    (( ${commands[(Ie)$word]} )) && command=$word\n"
         "  done\n"
         "  case $command in\n" +
         cases +
         "  esac\n"
         "}\n"
         "_hallmark \"$@\"\n";
}

}  // namespace hallmark::app
