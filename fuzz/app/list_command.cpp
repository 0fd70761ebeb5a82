// SPDX-License-Identifier: Apache-2.0
//
// hallmark list: what the suite knows.
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cases/client/client_case.hpp"
#include "cases/coverage.hpp"
#include "cases/dictionary.hpp"
#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/explain/knowledge.hpp"
#include "fuzz/app/explain/listing.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/options/one_of.hpp"
#include "reports/text.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/engine/plan.hpp"
#include "runner/reference/defects/scopes.hpp"
#include "specs/addresses.hpp"
#include "specs/catalog.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

namespace json = boost::json;
using specs::Citation;

struct ListOptions {
  std::string what;
  std::vector<std::string> select;
  unsigned depth = 2;
  std::string variants = "base";
  std::vector<const CLI::Option*> of_cases;  // which mean nothing of anything else
  bool as_json = false;
  bool is_long = false;
};

// What is listed, and what one and several of it are called; `also` is behind their number.
struct Listing {
  std::vector<Item> items;
  std::string_view one, many;
  std::string also = {};
};

json::string text(std::string_view view) {
  return json::string{json::string_view{view.data(), view.size()}};
}

template <class Texts>
json::array array_of(const Texts& texts) {
  json::array all;
  for (const std::string_view one : texts) all.emplace_back(text(one));
  return all;
}

json::object place_of(const specs::Page& page) {
  return {{"action", text(page.action)},
          {"document", document_number(page)},
          {"edition", text(page.edition)}};
}

// What every place says of itself.
Item item_of(const Citation& place, std::vector<std::string> cells) {
  const std::vector<std::string_view> ids = cases::cases_citing(place);
  Item item{.cells = std::move(cells), .json = place_of(*place.page)};
  item.cells.insert(item.cells.begin(), short_text(place));
  item.json.as_object()["cases"] = array_of(ids);
  item.more = {{"says", words_at(place)}};
  if (!source_of(place).empty()) item.more.emplace_back("read in", source_of(place));
  for (std::string& line : meaning_of(place)) item.more.emplace_back("means", std::move(line));
  item.more.emplace_back("cases", ids.empty() ? "none" : reports::joined(ids));
  return item;
}

std::vector<Citation> places(Citation::Kind kind) {
  std::vector<Citation> all = cases::every_place();
  std::erase_if(all, [kind](const Citation& place) { return place.kind != kind; });
  return all;
}

Listing rows(const ListOptions& /*options*/) {
  Listing listing{.one = "row", .many = "rows"};
  for (const Citation& place : places(Citation::Kind::row)) {
    const specs::ErrorRow& row = place.page->errors[static_cast<std::size_t>(place.number - 1)];
    Item item = item_of(place, {std::to_string(row.status.value()), std::string{row.code.text()},
                                std::string{row.message}});
    json::object& object = item.json.as_object();
    object["row"] = row.row;
    object["status"] = row.status.value();
    object["code"] = text(row.code.text());
    object["message"] = text(row.message);
    listing.items.push_back(std::move(item));
  }
  return listing;
}

Listing clauses(const ListOptions& /*options*/) {
  Listing listing{.one = "clause", .many = "clauses"};
  for (const Citation& place : places(Citation::Kind::clause)) {
    const std::string says = words_at(place);
    Item item = item_of(place, {says});
    item.json.as_object()["clause"] = place.number;
    item.json.as_object()["says"] = text(says);
    listing.items.push_back(std::move(item));
  }
  return listing;
}

Listing parameters(const ListOptions& /*options*/) {
  Listing listing{.one = "parameter", .many = "parameters"};
  for (const Citation& place : places(Citation::Kind::parameter)) {
    const auto& row = place.page->parameters[static_cast<std::size_t>(place.number - 1)];
    Item item = item_of(place, {words_at(place)});
    json::object& object = item.json.as_object();
    object["row"] = row.row;
    object["name"] = text(row.name);
    object["type"] = row.type == specs::ValueType::boolean ? "Boolean" : "String";
    object["presence"] = row.presence == specs::Presence::required   ? "required"
                         : row.presence == specs::Presence::optional ? "optional"
                                                                     : "unsaid";
    object["allowed"] = array_of(row.allowed);
    object["default"] = text(row.default_value);
    listing.items.push_back(std::move(item));
  }
  return listing;
}

Listing samples(const ListOptions& /*options*/) {
  Listing listing{.one = "sample", .many = "samples"};
  for (const Citation& place : places(Citation::Kind::sample)) {
    const specs::Sample& row = place.page->samples[static_cast<std::size_t>(place.number - 1)];
    Item item = item_of(place, {words_at(place)});
    json::object& object = item.json.as_object();
    object["sample"] = place.number;
    object["says"] = text(words_at(place));
    object["query"] = text(row.query);
    object["root"] = text(row.root);
    object["requestId"] = text(row.request_id);
    listing.items.push_back(std::move(item));
  }
  return listing;
}

Item item_of(const cases::Case& one, const std::set<std::string>& variants) {
  json::array calls;
  std::vector<std::string> when;
  for (const cases::Call& call : one.calls) when.push_back(cases::describe(call));
  std::string given = cases::describe(one.fixture);
  std::string short_when = when.empty() ? "" : when.front();
  if (const cases::EveryAnswer* const promise = every_answer_of(one)) {
    given = "the answers to all other cases";
    short_when = promise->holds;
  }
  std::vector<std::string> citations;
  for (const Citation& place : cases::citations_of(one)) citations.push_back(place.text());
  return {.cells = {one.id, std::string{cases::name_of(one.level)},
                    every_answer_of(one) != nullptr ? short_when : given},
          .json = json::object{{"id", text(one.id)},
                               {"level", text(cases::name_of(one.level))},
                               {"given", text(given)},
                               {"when", array_of(when)},
                               {"once", one.once},
                               {"depth", one.depth},
                               {"variants", array_of(variants)},
                               {"citations", array_of(citations)}},
          .more = {{"given", given},
                   {"when", when.empty() ? short_when : reports::joined(when, "; ")},
                   {"variants", variants.empty() ? "once" : reports::joined(variants)},
                   {"depth", std::to_string(one.depth)},
                   {"rests on", reports::joined(citations, "; ")}}};
}

// Those that a run of that depth and those variants puts to a target.
Listing cases_of_a_run(const ListOptions& options) {
  PlanOptions how;
  how.depth = options.depth;
  how.full = options.variants == "full";
  const Result<Plan> plan = make_plan(cases::library(options.depth), how);
  if (!plan) throw UsageError{plan.error().what};
  std::map<const cases::Case*, std::set<std::string>> planned;
  for (const PlannedCase& one : plan->cases) {
    if (!one.selected) continue;
    std::set<std::string>& variants = planned[one.test];
    if (one.variant) variants.insert(one.variant->name());
  }
  Listing listing{.one = "case", .many = "cases"};
  for (const cases::Case& one : cases::library(options.depth)) {
    const auto found = planned.find(&one);
    if (found != planned.end()) listing.items.push_back(item_of(one, found->second));
  }
  return listing;
}

Listing conditions(const ListOptions& /*options*/) {
  Listing listing{.one = "condition", .many = "conditions"};
  std::map<std::string_view, std::size_t> times;
  for (const cases::Case& one : cases::library()) {
    for (const specs::Condition condition : specs::all_conditions) {
      if (one.fixture.conditions.contains(condition)) ++times[specs::name_of(condition)];
    }
  }
  for (const specs::ConditionRow& row : specs::condition_rows) {
    std::string needs = reports::counted(times[row.name], "case needs it", "cases need it");
    if (row.only_with) needs.append(", ").append(specs::name_of(*row.only_with));
    listing.items.push_back(
        {.cells = {std::string{row.name}, std::move(needs)}, .json = text(row.name)});
  }
  return listing;
}

Listing triggers(const ListOptions& /*options*/) {
  Listing listing{.one = "trigger", .many = "triggers"};
  for (const reference::TriggerInfo& trigger : reference::triggers()) {
    const std::string_view family = reference::to_text(trigger.family);
    listing.items.push_back(
        {.cells = {std::string{trigger.name}, std::string{family}, std::string{trigger.when}},
         .json = json::object{{"name", text(trigger.name)},
                              {"family", text(family)},
                              {"when", text(trigger.when)}}});
  }
  return listing;
}

// Under which `selftest --depth 2` puts the fault to the suite.
std::vector<std::string> sensible_triggers(std::string_view fault) {
  std::vector<std::string> names;
  const auto defect = reference::defect_from(fault);
  for (const reference::Trigger& trigger : reference::product_triggers()) {
    if (defect && reference::why_senseless(*defect, trigger).empty()) {
      names.push_back(trigger.name());
    }
  }
  return names;
}

Listing defects(const ListOptions& options) {
  Listing listing{.one = "defect",
                  .many = "defects",
                  .also = "; behind a trigger, as FAULT@TRIGGER: hallmark list triggers"};
  const bool all = options.as_json || options.is_long;
  for (const reference::DefectInfo& defect : reference::defects()) {
    const auto names = all ? sensible_triggers(defect.name) : std::vector<std::string>{};
    listing.items.push_back(
        {.cells = {std::string{defect.name}, std::string{defect.family},
                   std::string{defect.promise}},
         .json = json::object{{"name", text(defect.name)},
                              {"family", text(defect.family)},
                              {"promise", text(defect.promise)},
                              {"depth", defect.depth},
                              {"triggers", array_of(names)}},
         .more = {{"depth", std::to_string(defect.depth)},
                  {"triggers", names.empty() ? "none" : reports::joined(names)}}});
  }
  return listing;
}

std::string day_of(std::chrono::year_month_day date) {
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(int{date.year()})
      .append("-")
      .append(two(unsigned{date.month()}))
      .append("-")
      .append(two(unsigned{date.day()}));
}

Listing editions(const ListOptions& /*options*/) {
  Listing listing{.one = "edition", .many = "editions"};
  for (const specs::Page* page : specs::pages()) {
    const std::string number = document_number(*page);
    const std::string name = std::string{page->action}.append(" ").append(page->edition);
    const std::string day = day_of(page->date);
    const std::string_view language = page->language == specs::Language::zh ? "zh" : "en";
    std::string holds = reports::counted(page->errors.size(), "error row", "error rows");
    holds += ", " + reports::counted(page->clauses.size(), "clause", "clauses");
    holds += ", " + reports::counted(page->parameters.size(), "parameter", "parameters");
    Item item{.cells = {name, "document " + number, day, std::string{language}, holds},
              .json = place_of(*page),
              .more = {{"address", specs::address_of(*page)}}};
    json::object& object = item.json.as_object();
    object["date"] = day;
    object["language"] = text(language);
    object["rows"] = page->errors.size();
    object["clauses"] = page->clauses.size();
    object["parameters"] = page->parameters.size();
    object["address"] = specs::address_of(*page);
    const std::string edition_address = specs::edition_address_of(*page);
    if (!edition_address.empty()) item.more.emplace_back("this edition", edition_address);
    listing.items.push_back(std::move(item));
  }
  return listing;
}

// The broken answers that a client is given: what an endpoint is asked that is hostile are cases.
Listing hostile(const ListOptions& /*options*/) {
  Listing listing{.one = "broken answer",
                  .many = "broken answers",
                  .also = ", which hallmark sdk gives to a client"};
  std::map<std::string_view, Item*> known;
  listing.items.reserve(cases::client::library().size());
  for (const cases::client::Case& one : cases::client::library()) {
    if (!one.id.starts_with("broken/")) continue;
    const std::string_view form = one.forms == cases::client::Forms::json  ? "json"
                                  : one.forms == cases::client::Forms::xml ? "xml"
                                                                           : "any";
    Item*& item = known[one.id];
    if (item == nullptr) {
      item = &listing.items.emplace_back(
          Item{.cells = {one.id, std::string{cases::name_of(one.level)}, one.given},
               .json = json::object{{"id", text(one.id)},
                                    {"level", text(cases::name_of(one.level))},
                                    {"given", text(one.given)},
                                    {"formats", json::array{}}}});
    }
    item->json.as_object()["formats"].as_array().emplace_back(text(form));
  }
  return listing;
}

// For fuzzers: a file for -dict= of libFuzzer and -x of AFL++.
void print_dictionary(const ListOptions& options) {
  if (options.as_json) {
    std::vector<Item> items;
    for (const std::string& word : cases::dictionary_words()) {
      items.push_back({.cells = {word}, .json = text(word)});
    }
    print_json(items);
  } else {
    std::cout << cases::as_dictionary(cases::dictionary_words());
  }
}

struct Kind {
  std::string_view name;
  Listing (*make)(const ListOptions&);
};
constexpr Kind kinds[] = {
    {"rows", rows},       {"clauses", clauses},      {"parameters", parameters},
    {"samples", samples}, {"cases", cases_of_a_run}, {"conditions", conditions},
    {"defects", defects}, {"triggers", triggers},    {"editions", editions},
    {"hostile", hostile},
};

// "1,284 cases, 2,187 as a run counts them: each variant of a case".
std::string count_of(const Listing& listing) {
  const std::size_t number = listing.items.size();
  std::string text =
      reports::with_commas(number).append(" ").append(number == 1 ? listing.one : listing.many);
  if (listing.one == "case") {
    std::size_t runs = 0;
    for (const Item& item : listing.items) {
      const std::size_t variants = item.json.as_object().at("variants").as_array().size();
      runs += std::max<std::size_t>(variants, 1);
    }
    text += ", " + reports::with_commas(runs) + " as a run counts them: each variant of a case";
  }
  return text + listing.also;
}

int list(const ListOptions& options) {
  for (const CLI::Option* const option : options.of_cases) {
    if (option->count() == 0 || options.what == "cases") continue;
    throw UsageError{option->get_name() + " is of list cases: there is one list of all " +
                     options.what};
  }
  if (options.what == "dictionary" && !options.select.empty()) {
    throw UsageError{"--select chooses nothing of the dictionary, which is printed whole"};
  }
  if (options.what == "dictionary") {
    print_dictionary(options);
    return exit_holds;
  }
  const auto kind = std::ranges::find(kinds, options.what, &Kind::name);
  Listing listing = kind->make(options);
  select_items(listing.items, options.select);
  if (options.as_json) {
    print_json(listing.items);
    return exit_holds;
  }
  constexpr std::size_t screen = 100;  // columns
  options.is_long ? print_long(listing.items) : print_short(listing.items, screen);
  std::cout << "\n" << count_of(listing) << "\n";
  return exit_holds;
}

}  // namespace

Command add_list(CLI::App& app) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& command = *app.add_subcommand("list", "Print what the suite knows, a line each");
  std::vector<std::string> words;
  for (const Kind& kind : kinds) words.emplace_back(kind.name);
  words.emplace_back("dictionary");
  command.add_option("what", options->what, "What to list: " + reports::joined(words))
      ->required()
      ->check(one_of(words));
  command
      .add_option("--select", options->select,
                  "Those of that name: * one level, ** any; or whose line holds it; repeatable")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  options->of_cases = {
      add_count(command, "--depth", options->depth, {1, 3},
                "Of cases: those of a run of that depth")
          ->default_str(std::to_string(options->depth)),
      command.add_option("--variants", options->variants, "Of cases: those of such a run")
          ->check(one_of({"base", "full"}))
          ->capture_default_str()};
  command.add_flag("--long", options->is_long, "All that is known of each, whole");
  command.add_flag("--json", options->as_json, "A JSON array, for programs");
  return [options] { return list(*options); };
}

}  // namespace hallmark::app
