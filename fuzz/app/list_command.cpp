// SPDX-License-Identifier: Apache-2.0
//
// hallmark list: what the suite knows.
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cases/coverage.hpp"
#include "cases/dictionary.hpp"
#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "runner/reference/defects/scopes.hpp"
#include "specs/catalog.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

namespace json = boost::json;
using specs::Citation;

struct ListOptions {
  std::string what;
  bool as_json = false;
};

json::string text(std::string_view view) {
  return json::string{json::string_view{view.data(), view.size()}};
}

// 000 to 004: as the source document's file name begins.
std::string document_number(const specs::Page& page) {
  if (page.document == specs::no_document) return "common";
  std::string number = std::to_string(page.document);
  return std::string(3 - std::min<std::size_t>(3, number.size()), '0') + number;
}

json::array cases_of(const Citation& place) {
  json::array ids;
  for (const std::string_view id : cases::cases_citing(place)) ids.emplace_back(text(id));
  return ids;
}

json::object place_of(const specs::Page& page) {
  return {{"action", text(page.action)},
          {"document", document_number(page)},
          {"edition", text(page.edition)}};
}

// A line for people: columns of the width of their widest cell.
class Table {
 public:
  void add(std::vector<std::string> cells) {
    widths_.resize(std::max(widths_.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths_[i] = std::max(widths_[i], cells[i].size());
    lines_.push_back(std::move(cells));
  }
  void print() const {
    for (const std::vector<std::string>& cells : lines_) {
      std::string line;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        line += cells[i];
        if (i + 1 < cells.size()) line += std::string(widths_[i] + 2 - cells[i].size(), ' ');
      }
      std::cout << line << "\n";
    }
  }

 private:
  std::vector<std::vector<std::string>> lines_;
  std::vector<std::size_t> widths_;
};

void print(const json::array& items) {
  std::cout << "[";
  for (const char* separator = "\n"; const json::value& item : items) {
    std::cout << separator << json::serialize(item);
    separator = ",\n";
  }
  std::cout << "\n]\n";
}

void list_rows(bool as_json) {
  json::array items;
  Table table;
  for (const specs::Page* page : specs::pages()) {
    for (const specs::ErrorRow& row : page->errors) {
      const Citation place{page, Citation::Kind::row, row.row};
      json::object item = place_of(*page);
      item["row"] = row.row;
      item["status"] = row.status.value();
      item["code"] = text(row.code.text());
      item["message"] = text(row.message);
      item["cases"] = cases_of(place);
      table.add({place.text(), std::to_string(row.status.value()), std::string{row.code.text()},
                 std::string{row.message}});
      items.emplace_back(std::move(item));
    }
  }
  as_json ? print(items) : table.print();
}

void list_clauses(bool as_json) {
  json::array items;
  Table table;
  for (const auto pages : {specs::pages(), specs::common_pages()}) {
    for (const specs::Page* page : pages) {
      for (const specs::Clause& clause : page->clauses) {
        const Citation place{page, Citation::Kind::clause, clause.number};
        json::object item = place_of(*page);
        item["clause"] = clause.number;
        item["says"] = text(clause.says);
        item["cases"] = cases_of(place);
        table.add({place.text(), std::string{clause.says}});
        items.emplace_back(std::move(item));
      }
    }
  }
  as_json ? print(items) : table.print();
}

std::string_view name_of(specs::ValueType type) {
  return type == specs::ValueType::boolean ? "Boolean" : "String";
}

std::string_view name_of(specs::Presence presence) {
  switch (presence) {
    case specs::Presence::required:
      return "required";
    case specs::Presence::optional:
      return "optional";
    case specs::Presence::unsaid:
      return "unsaid";
  }
  return {};
}

void list_parameters(bool as_json) {
  json::array items;
  Table table;
  for (const specs::Page* page : specs::pages()) {
    for (const specs::ParameterSpec& row : page->parameters) {
      const Citation place{page, Citation::Kind::parameter, row.row};
      json::array allowed;
      for (const std::string_view value : row.allowed) allowed.emplace_back(text(value));
      json::object item = place_of(*page);
      item["row"] = row.row;
      item["name"] = text(row.name);
      item["type"] = text(name_of(row.type));
      item["presence"] = text(name_of(row.presence));
      item["allowed"] = std::move(allowed);
      item["default"] = text(row.default_value);
      item["cases"] = cases_of(place);
      table.add({place.text(), std::string{name_of(row.type)}, std::string{name_of(row.presence)},
                 row.default_value.empty() ? "" : "default " + std::string{row.default_value}});
      items.emplace_back(std::move(item));
    }
  }
  as_json ? print(items) : table.print();
}

void list_cases(bool as_json) {
  json::array items;
  Table table;
  for (const cases::Case& one : cases::library(3)) {
    json::array citations;
    for (const Citation& place : cases::citations_of(one))
      citations.emplace_back(text(place.text()));
    json::array calls;
    std::string when;
    for (const cases::Call& call : one.calls) {
      const std::string said = cases::describe(call);
      calls.emplace_back(text(said));
      if (when.empty()) when = said;
    }
    std::string given = cases::describe(one.fixture);
    if (const cases::EveryAnswer* const promise = every_answer_of(one)) {
      given = "the answers to all other cases";
      when = promise->holds;
    }
    table.add({one.id, std::string{cases::name_of(one.level)}, given, when});
    items.emplace_back(json::object{{"id", text(one.id)},
                                    {"level", text(cases::name_of(one.level))},
                                    {"given", text(given)},
                                    {"when", std::move(calls)},
                                    {"once", one.once},
                                    {"depth", one.depth},
                                    {"citations", std::move(citations)}});
  }
  as_json ? print(items) : table.print();
}

void list_conditions(bool as_json) {
  json::array items;
  for (const std::string_view name : cases::condition_names) items.emplace_back(text(name));
  if (as_json) {
    print(items);
    return;
  }
  for (const std::string_view name : cases::condition_names) std::cout << name << "\n";
}

Table table_of_triggers() {
  Table table;
  for (const reference::TriggerInfo& trigger : reference::triggers()) {
    table.add({std::string{trigger.name}, std::string{reference::to_text(trigger.family)},
               std::string{trigger.when}});
  }
  return table;
}

void list_triggers(bool as_json) {
  if (!as_json) {
    table_of_triggers().print();
    return;
  }
  json::array items;
  for (const reference::TriggerInfo& trigger : reference::triggers()) {
    items.emplace_back(json::object{{"name", text(trigger.name)},
                                    {"family", text(reference::to_text(trigger.family))},
                                    {"when", text(trigger.when)}});
  }
  print(items);
}

// Under which `selftest --depth 2` puts the fault to the suite.
json::array sensible_triggers(std::string_view fault) {
  json::array names;
  const auto defect = reference::defect_from(fault);
  for (const reference::Trigger& trigger : reference::product_triggers()) {
    if (defect && reference::why_senseless(*defect, trigger).empty()) {
      names.emplace_back(trigger.name());
    }
  }
  return names;
}

void list_defects(bool as_json) {
  json::array items;
  Table table;
  for (const reference::DefectInfo& defect : reference::defects()) {
    table.add({std::string{defect.name}, std::string{defect.family}, std::string{defect.promise}});
    items.emplace_back(json::object{{"name", text(defect.name)},
                                    {"family", text(defect.family)},
                                    {"promise", text(defect.promise)},
                                    {"depth", defect.depth},
                                    {"triggers", sensible_triggers(defect.name)}});
  }
  if (as_json) {
    print(items);
    return;
  }
  std::cout << "FAULT: a promise that is broken\n\n";
  table.print();
  std::cout << "\nFAULT@TRIGGER, FAULT@TRIGGER+TRIGGER: broken only where the trigger holds\n\n";
  table_of_triggers().print();
}

// For fuzzers: a file for -dict= of libFuzzer and -x of AFL++.
void list_dictionary(bool as_json) {
  if (!as_json) {
    std::cout << cases::as_dictionary(cases::dictionary_words());
    return;
  }
  json::array items;
  for (const std::string& word : cases::dictionary_words()) items.emplace_back(text(word));
  print(items);
}

int list(const ListOptions& options) {
  if (options.what == "rows") list_rows(options.as_json);
  if (options.what == "clauses") list_clauses(options.as_json);
  if (options.what == "parameters") list_parameters(options.as_json);
  if (options.what == "cases") list_cases(options.as_json);
  if (options.what == "conditions") list_conditions(options.as_json);
  if (options.what == "defects") list_defects(options.as_json);
  if (options.what == "triggers") list_triggers(options.as_json);
  if (options.what == "dictionary") list_dictionary(options.as_json);
  std::cout.flush();
  return exit_holds;
}

}  // namespace

Command add_list(CLI::App& app) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& command = *app.add_subcommand("list", "Print what the suite knows");
  command
      .add_option(
          "what", options->what,
          "rows | clauses | parameters | cases | conditions | defects | triggers | dictionary")
      ->required()
      ->check(CLI::IsMember({"rows", "clauses", "parameters", "cases", "conditions", "defects",
                             "triggers", "dictionary"}));
  command.add_flag("--json", options->as_json, "A JSON array, for programs");
  return [options] { return list(*options); };
}

}  // namespace hallmark::app
