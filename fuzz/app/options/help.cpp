// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/help.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "reports/writers/block.hpp"

namespace hallmark::app {
namespace {

struct Group {
  std::string_view name;
  std::vector<std::string_view> options;
};

// What is in none of them stays under Options.
const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"Target",
       {"--endpoint", "--fixtures", "--access-key-id", "--second-access-key-id", "--region",
        "--run-parameter", "--header", "--timeout", "--wait", "--rate", "--clock-skew", "--cacert",
        "--insecure", "--allow-live", "--allow-host", "--max-instances", "--memory",
        "--watch-process"}},
      {"Selection",
       {"--select", "--skip", "--without", "--variants", "--depth", "--shard", "--shuffle", "--for",
        "--histories", "--seed", "--corpus", "--defect", "--trigger", "--times", "--jobs",
        "--workers", "--resume", "--dry-run", "--sdk"}},
      {"Verdict",
       {"--edition", "--site", "--strict", "--require-all", "--require-judged", "--known-failures",
        "--update-known-failures", "--repeat", "--max-failures", "--fail-fast", "--first-finding",
        "--expect"}},
      {"Output",
       {"--report", "--evidence", "--findings", "--quiet", "--verbose", "--color", "--json",
        "--long", "--list", "--as-case", "--show-request"}},
  };
  return all;
}

constexpr Example all_examples[] = {
    {"run", "run --endpoint http://127.0.0.1:8080 --wait 10s", "certify yours"},
    {"run", "run --select 'start-instance/**' --report run.html --report run.json",
     "one action, with reports"},
    {"list", "list cases --select 'start-instance/**'", "what is asked of StartInstance"},
    {"list", "list rows --json", "every error row, for programs"},
    {"explain", "explain IncorrectInstanceStatus", "every row that prints this code"},
    {"explain", "explain 'StartInstance 2020-10, error row 2'", "a row as citations print it"},
    {"serve", "serve --port 8080", "the reference endpoint, honest"},
    {"serve", "serve --port 8080 --defect start-while-running", "with a promise broken"},
    {"selftest", "selftest --defect start-while-running", "which cases catch it"},
    {"selftest", "selftest --depth 2 --resume selftest.journal", "every fault under every trigger"},
    {"audit", "audit start-instance.md", "is this page in the tables, row by row?"},
    {"audit", "audit --edition 2020-10 start-instance.md", "compare it with that edition"},
    {"judge", "judge run.json", "a saved run, by this version's tables"},
    {"judge", "judge --edition 2020-10-12 run.json", "by another yardstick"},
    {"send", "send RebootInstance ForceStop=true --status Running", "one call, raw answer"},
    {"send", "send StartInstance --variant post.json.v3 --show-request", "and what was sent"},
    {"sign", "sign StartInstance InstanceId=i-1 --access-key-id testid", "each step under V1"},
    {"sign", "sign StartInstance InstanceId=i-1 --access-key-id testid --signature v3",
     "and under V3"},
    {"fixtures check", "fixtures check http://127.0.0.1:8080/_fixtures", "a provider over HTTP"},
    {"fixtures check", "fixtures check 'exec:python3 provider.py'", "a provider that is a program"},
    {"fuzz", "fuzz --endpoint http://127.0.0.1:8080 --for 10m", "a campaign of ten minutes"},
    {"fuzz", "fuzz --for 30s --first-finding --report campaign.html", "until something is found"},
    {"replay", "replay hallmark-findings", "all that a campaign has saved"},
    {"replay", "replay --endpoint http://127.0.0.1:8080 finding.txt", "one finding, on yours"},
    {"report convert", "report convert run.json run.html run.xml", "other forms of a saved run"},
    {"report convert", "report convert - md=-", "from standard input to standard output"},
    {"report diff", "report diff yesterday.json today.json", "what became worse"},
    {"report diff", "report diff old.json new.json --report diff.html", "the same as a page"},
    {"report merge", "report merge part-1.json part-2.json --report run.xml",
     "two shards, one run"},
    {"report merge", "report merge part-*.json --report run.json", "all that there are"},
    {"report matrix", "report matrix one.json other.json", "where two targets differ"},
    {"report matrix", "report matrix *.json --all --report matrix.md", "every check, as a table"},
    {"report statement", "report statement run.json", "about the saved run itself"},
    {"report statement", "report statement run.json --subject ecs:1 --digest sha256:HEX",
     "about an image"},
    {"report verify", "report verify statement.json run.json", "does it say what the run showed?"},
    {"report verify", "report verify - run.json", "the statement from standard input"},
    {"sdk", "sdk -- python3 hallmark_shim.py", "certify the client behind the shim"},
    {"sdk", "sdk --select 'broken/**' -- node shim.js", "broken answers alone"},
};

// Help in lines that fit a terminal, with one empty line between its parts.
class Help : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    std::istringstream whole{CLI::Formatter::make_help(app, std::move(name), mode)};
    std::string text;
    for (std::string line; std::getline(whole, line);) {
      if (line.empty() && text.ends_with("\n\n")) continue;
      text.append(fitted(line)).append("\n");
    }
    return text;
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string type = option->get_type_name();
    if (option->get_items_expected_min() == 0 && option->get_items_expected_max() > 0) {
      return "[=" + type + "]";
    }
    std::string text = CLI::Formatter::make_option_opts(option);
    constexpr std::size_t widest = 48;  // columns: what is explained says its words
    if (type.size() > widest && option->get_positional()) {
      text.replace(text.find(type), type.size(), reports::to_upper(option->get_name()));
    }
    return text;
  }

 private:
  // What is explained stands on the left, and further lines of an explanation below its first one.
  static std::string fitted(const std::string& line) {
    constexpr std::size_t columns = 100;
    if (line.size() <= columns) return line;
    const std::size_t indent = line.starts_with("  ") ? left_columns : 0;
    std::string text = line.substr(0, indent);
    std::string_view between;
    for (const std::string& part :
         reports::block::wrapped(std::string_view{line}.substr(indent), columns - indent)) {
      text.append(between).append(part);
      between = indent == 0 ? "\n" : "\n                              ";
    }
    return text;
  }

  static constexpr std::size_t left_columns = 30;  // as CLI11 has it
};

void group_options(CLI::App& command) {
  for (CLI::Option* const one : command.get_options()) {
    for (const Group& group : groups()) {
      const auto known = [&group](const std::string& name) {
        return std::ranges::find(group.options, "--" + name) != group.options.end();
      };
      if (std::ranges::any_of(one->get_lnames(), known)) {
        one->group(std::string{group.name});
      }
    }
  }
}

void add_examples(CLI::App& command, const std::string& path) {
  std::string text;
  for (const Example& example : all_examples) {
    if (example.command != path) continue;
    text.append(text.empty() ? "Examples:" : "").append("\n  # ").append(example.does);
    text.append("\n  hallmark ").append(example.line);
  }
  if (!text.empty()) command.footer(text);
}

void lay_out(CLI::App& command, const std::string& path,
             const std::shared_ptr<CLI::FormatterBase>& help) {
  command.formatter(help);
  group_options(command);
  add_examples(command, path);
  for (CLI::App* const below : command.get_subcommands([](const CLI::App*) { return true; })) {
    lay_out(*below, path + " " + below->get_name(), help);
  }
}

}  // namespace

std::span<const Example> examples() { return all_examples; }

void lay_out_help(CLI::App& app) {
  const auto help = std::make_shared<Help>();
  app.formatter(help);
  for (CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    lay_out(*command, command->get_name(), help);
  }
}

}  // namespace hallmark::app
