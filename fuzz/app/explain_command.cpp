// SPDX-License-Identifier: Apache-2.0
//
// hallmark explain: everything about one thing, by the name that a run, a list or a document has
// for it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <functional>
#include <iostream>
#include <memory>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/caught.hpp"
#include "cases/client/client_case.hpp"
#include "cases/coverage.hpp"
#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "cases/pattern.hpp"
#include "fuzz/app/catches.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/explained_survivors.hpp"
#include "fuzz/app/knowledge.hpp"
#include "fuzz/play/checkers.hpp"
#include "reports/feature.hpp"
#include "reports/nearest.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/reference/defects/scopes.hpp"
#include "specs/addresses.hpp"
#include "specs/catalog.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

namespace json = boost::json;
using specs::Citation;

struct ExplainOptions {
  std::string what;
  bool as_json = false;
};

// What is known of one thing, in the order in which it is told: a label and its lines.
class Facts {
 public:
  void add(std::string_view label, std::string line) {
    if (line.empty()) return;
    if (all_.empty() || all_.back().first != label) all_.emplace_back(label, Lines{});
    Lines& lines = all_.back().second;
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  }
  template <class Lines>
  void add_all(std::string_view label, const Lines& lines) {
    for (const auto& line : lines) add(label, std::string{line});
  }

  void print() const {
    constexpr std::size_t screen = 100;
    constexpr std::size_t column = 14;
    for (const auto& [label, lines] : all_) {
      std::string head = label;
      for (const std::string& line : lines) {
        // What has no blank is an address, or to be pasted.
        const bool is_one_word = line.find(' ') == std::string::npos;
        for (const std::string& part :
             reports::block::wrapped(line, is_one_word ? line.size() : screen - column)) {
          head.resize(std::max(head.size(), column - 2), ' ');
          std::cout << "  " << head << part << "\n";
          head.clear();
        }
      }
    }
  }
  void append_to(json::object& object) const {
    for (const auto& [label, lines] : all_) {
      json::array array;
      for (const std::string& line : lines) array.emplace_back(json::string_view{line});
      object[label] = std::move(array);
    }
  }

 private:
  using Lines = std::vector<std::string>;
  std::vector<std::pair<std::string, Lines>> all_;
};

// One thing that the words may mean.
struct Thing {
  std::string kind;  // case, row, defect ...
  std::string name;
  std::function<Facts()> facts;
};

std::string in_shell(std::string_view name) {
  const bool is_plain = name.find_first_of(" ,*'\"()$<>;&|#?") == std::string_view::npos;
  return is_plain ? std::string{name} : reports::shell_quoted(name);
}

// Of very many the first few: "... and 312 more: hallmark list cases --select ..."
void add_ids(Facts& facts, std::string_view label, const std::vector<std::string>& ids,
             const std::string& all_of_them) {
  constexpr std::size_t most = 12;
  const std::size_t shown = ids.size() <= most ? ids.size() : most - 1;
  for (std::size_t i = 0; i < shown; ++i) facts.add(label, ids[i]);
  if (shown < ids.size()) {
    facts.add(label, "and " + std::to_string(ids.size() - shown) + " more: " + all_of_them);
  }
}

// "document 004, StartInstance 2020-10, error row 2 (error codes): 403 ..."
std::string told_in_full(const Citation& place) {
  std::string text = short_text(place).append(": ").append(words_at(place));
  const std::string number = document_number(*place.page);
  text += number == "common" ? "" : " (document " + number + ")";
  return text;
}

void add_addresses(Facts& facts, const specs::Page& page) {
  facts.add("address", specs::address_of(page));
  facts.add("edition at", specs::edition_address_of(page));
}

// For want of which its cases are none: what a target that does not claim it says to `run`.
std::string without(const cases::Case& one) {
  const std::string feature = reports::feature_of(one.id, one.tags.action);
  return feature.empty() ? "" : "where it is not claimed: hallmark run --without " + feature;
}

Facts facts_of(const cases::Case& one) {
  Facts facts;
  facts.add("level", std::string{cases::name_of(one.level)});
  facts.add("depth", std::to_string(one.depth));
  if (const cases::EveryAnswer* const promise = every_answer_of(one)) {
    facts.add("holds", std::string{promise->holds});
    facts.add("given", "the answers to all other cases");
  } else {
    facts.add("given", cases::describe(one.fixture));
  }
  for (const cases::Call& call : one.calls) facts.add("when", cases::describe(call));
  for (const cases::Call& call : one.calls) {
    for (const cases::Answer& answer : call.expect.allowed) {
      facts.add("right is", describe(answer));
    }
  }
  for (const cases::Call& call : one.calls) facts.add("a choice", call.expect.lenience);
  const std::vector<Citation> places = cases::citations_of(one);
  for (const Citation& place : places) facts.add("rests on", told_in_full(place));
  for (const Citation& place : places) facts.add("address", specs::address_of(*place.page));
  for (const Citation& place : places) {
    for (std::string& line : contradictions_of(place)) {
      const bool is_allowed = std::ranges::any_of(places, [&line](const Citation& other) {
        return line.starts_with(short_text(other) + " ");
      });
      if (!is_allowed) facts.add("against it", std::move(line));
    }
  }
  facts.add_all("stands on", one.needs);
  facts.add("if it fails", one.cause);
  std::vector<std::string> above;
  for (const cases::Case& other : cases::library()) {
    if (std::ranges::find(other.needs, one.id) != other.needs.end()) above.push_back(other.id);
  }
  add_ids(facts, "blocks", above, "hallmark list cases --long");
  if (every_answer_of(one) == nullptr) {
    const std::vector<std::string> caught = defects_caught_by({one.id});
    add_ids(facts, "catches", caught, "hallmark selftest --verbose");
    if (caught.empty()) facts.add("catches", "no defect by itself alone");
  }
  facts.add("to do", "see it: hallmark run --endpoint URL --select " + in_shell(one.id));
  if (one.level != cases::Level::required) {
    facts.add("to do", "it does not decide without --strict");
  }
  facts.add("to do", without(one));
  return facts;
}

Facts facts_of(const cases::client::Case& one) {
  Facts facts;
  facts.add("level", std::string{cases::name_of(one.level)});
  facts.add("given", one.given);
  for (const cases::client::Call& call : one.calls) facts.add("when", describe(call));
  facts.add("looked at", std::string{words_of(one.look)});
  for (const Citation& place : one.citations) facts.add("rests on", told_in_full(place));
  facts.add_all("stands on", one.needs);
  facts.add("to do", "see it: hallmark sdk --select " + in_shell(one.id) + " -- SHIM");
  return facts;
}

Facts facts_of(const fuzz::CheckerInfo& one) {
  Facts facts;
  facts.add("level", std::string{cases::name_of(one.level)});
  facts.add("holds", std::string{one.holds});
  facts.add("rests on", told_in_full(one.citation));
  add_addresses(facts, *one.citation.page);
  facts.add_all("against it", contradictions_of(one.citation));
  facts.add("to do", "see it: hallmark replay FILE, with the file that the campaign saved");
  return facts;
}

Facts facts_of(const Citation& place) {
  const specs::Page& page = *place.page;
  Facts facts;
  facts.add("document", document_number(page));
  facts.add("edition", std::string{page.action}.append(" ").append(page.edition));
  facts.add("section", std::string{section_of(place.kind)});
  facts.add("place", short_text(place));
  add_addresses(facts, page);
  facts.add("read in", std::string{source_of(place)});
  facts.add("says", words_at(place));
  facts.add_all("means", meaning_of(place));
  facts.add_all("against it", contradictions_of(place));
  const std::vector<std::string_view> citing = cases::cases_citing(place);
  std::vector<std::string> plain;  // one thing each
  for (const std::string_view id : citing) {
    const cases::Case& one = *cases::find(id);
    if (one.depth == 1 && every_answer_of(one) == nullptr) plain.emplace_back(id);
  }
  std::vector<std::string> ids = plain;
  for (const std::string_view id : citing) {
    if (std::ranges::find(plain, id) == plain.end()) ids.emplace_back(id);
  }
  add_ids(facts, "cases", ids, "hallmark list cases --long");
  if (ids.empty()) facts.add("cases", "none");
  if (const std::size_t defects = cases::defects_caught_at(place); defects > 0) {
    facts.add("caught", "by its cases of depth 1 at least " +
                            reports::counted(defects, "defect", "defects") +
                            " (hallmark selftest); by the first of them:");
  }
  constexpr std::size_t most_tried = 12;
  if (plain.size() > most_tried) plain.resize(most_tried);
  if (!plain.empty()) {
    add_ids(facts, "caught", defects_caught_by(plain), "hallmark selftest --verbose");
  }
  if (specs::is_row(place) && !plain.empty()) {
    facts.add("to do", "answer " + words_at(place));
  }
  if (!plain.empty()) {
    facts.add("to do", "see it: hallmark run --endpoint URL --select " + in_shell(plain.front()));
  }
  return facts;
}

Facts facts_of(const specs::Page& page) {
  Facts facts;
  facts.add("document", document_number(page));
  facts.add("edition", std::string{page.edition});
  add_addresses(facts, page);
  const auto count = [&facts](std::size_t n, std::string_view one, std::string_view many) {
    if (n > 0) facts.add("holds", reports::counted(n, one, many));
  };
  count(page.errors.size() + page.common_errors.size(), "error row", "error rows");
  count(page.clauses.size(), "clause", "clauses");
  count(page.parameters.size() + page.common_parameters.size(), "parameter", "parameters");
  count(page.samples.size(), "sample", "samples");
  if (page.document != specs::no_document) {
    facts.add("to do", "see it whole: hallmark list rows --long --select " +
                           in_shell(std::string{page.action}.append(" ").append(page.edition)));
  }
  return facts;
}

Facts facts_of(const reference::ArmedFault& fault, const std::string& name) {
  const reference::DefectInfo& info = reference::defects()[static_cast<std::size_t>(fault.fault)];
  const std::string trigger = fault.trigger.name();
  Facts facts;
  facts.add("family", std::string{info.family});
  facts.add("breaks", std::string{info.promise});
  if (!fault.trigger.is_always()) {
    for (const reference::TriggerInfo* one : fault.trigger.all()) {
      facts.add("shows", std::string{one->when});
    }
    facts.add("no sense", std::string{why_senseless(fault.fault, fault.trigger)});
  }
  const unsigned depth = std::max(info.depth, fault.trigger.is_always() ? 1U : 2U);
  add_ids(facts, "caught by", cases_that_catch(name, depth),
          "hallmark selftest --verbose --depth " + std::to_string(depth) + " --defect " + name);
  for (const ExplainedSurvivor& row : explained_survivors()) {
    if (!row.explains(info.name, fault.trigger.is_always() ? row.trigger : trigger)) continue;
    facts.add("survives", std::string{row.fault}.append("@").append(row.trigger) + ": " +
                              std::string{row.reason});
  }
  facts.add("to do", "watch it: hallmark serve --port 8080 --defect " + name);
  facts.add("to do", "let the cases find it: hallmark run --endpoint http://127.0.0.1:8080");
  return facts;
}

Facts facts_of(const reference::TriggerInfo& trigger) {
  Facts facts;
  facts.add("family", std::string{reference::to_text(trigger.family)});
  facts.add("shows", std::string{trigger.when});
  facts.add("to do", "hallmark serve --port 8080 --defect FAULT@" + std::string{trigger.name});
  return facts;
}

Facts facts_of(const specs::ConditionRow& row) {
  Facts facts;
  if (row.only_with) facts.add("goes with", std::string{specs::name_of(*row.only_with)});
  if (!row.lock_reason.empty()) {
    facts.add("locks", "OperationLocks name " + std::string{row.lock_reason});
  }
  std::vector<std::string> ids;
  for (const cases::Case& one : cases::library()) {
    if (one.fixture.conditions.contains(row.condition)) ids.push_back(one.id);
  }
  add_ids(facts, "cases", ids, "hallmark list cases --long");
  facts.add("to do", "where the fixtures cannot make it: hallmark run --without fixture:" +
                         std::string{row.name});
  return facts;
}

// What causes of a run are made of: which answers were wanted of which action, and which came.
struct Wish {
  std::string action, wanted, got;
};

// Whether the answer is what `words` describe: "403 IncorrectInstanceStatus".
bool is_answer(const cases::Answer& answer, const std::string& words) {
  return shape_of(answer) == words;
}

void add_rows_that_print(Facts& facts, std::string_view label, const std::string& answer,
                         const std::string& action) {
  for (const Citation& place : cases::every_place()) {
    if (!specs::is_row(place)) continue;
    if (place.page->document != specs::no_document && !action.empty() &&
        place.page->action != action) {
      continue;
    }
    const specs::RowContent row = specs::content_of(place);
    if (std::to_string(row.status).append(" ").append(row.code) == answer) {
      facts.add(label, told_in_full(place));
      facts.add_all(label, meaning_of(place));
    }
  }
}

std::vector<std::string> cases_that_want(const Wish& wish) {
  std::vector<std::string> ids;
  for (const cases::Case& one : cases::library()) {
    const bool wants = std::ranges::any_of(one.calls, [&](const cases::Call& call) {
      return (wish.action.empty() || specs::one_spelling_of(call.action) == wish.action) &&
             std::ranges::any_of(call.expect.allowed, [&](const cases::Answer& answer) {
               return is_answer(answer, wish.wanted);
             });
    });
    if (wants) ids.push_back(one.id);
  }
  return ids;
}

Facts facts_of(const Wish& wish) {
  Facts facts;
  facts.add("action", wish.action);
  facts.add("wanted", wish.wanted);
  add_rows_that_print(facts, "printed by", wish.wanted, wish.action);
  facts.add("got", wish.got);
  add_rows_that_print(facts, "which is", wish.got, wish.action);
  const std::vector<std::string> ids = cases_that_want(wish);
  add_ids(facts, "cases", ids, "hallmark list cases --long");
  facts.add("to do", "answer " + wish.wanted + " where the cases' worlds ask for it" +
                         (wish.got.empty() ? "" : ", not " + wish.got));
  if (!ids.empty()) {
    facts.add("to do", "see it: hallmark run --endpoint URL --select " + in_shell(ids.front()));
  }
  return facts;
}

// The words that a run has for an answer whose form breaks a promise of every answer.
struct FormCause {
  std::string_view what;
  cases::Form form;
};
constexpr FormCause form_causes[] = {
    {"the answer is not in the format that was asked for", cases::Form::requested_format},
    {"the Content-Type does not name the body's format", cases::Form::content_type},
    {"the root element has another name", cases::Form::root_element},
    {"the answer has no RequestId", cases::Form::request_id_present},
    {"the RequestId has another shape", cases::Form::request_id_shape},
    {"a RequestId came twice", cases::Form::request_id_once},
    {"the error does not name the host that was addressed", cases::Form::host_id},
    {"the error lacks Code or Message", cases::Form::error_members},
    {"a success carries an error's members", cases::Form::success_without_code},
    {"a member stands twice in one object", cases::Form::single_members},
    {"the answer is not UTF-8", cases::Form::utf8},
    {"the JSON answer is not an object", cases::Form::json_object},
};

// A citation as people type it: small letters, without commas, "row 2" for "error row 2".
std::string as_typed(std::string_view citation) {
  std::string text = reports::to_lower(citation);
  std::erase(text, ',');
  if (const auto at = text.find(" error row "); at != std::string::npos) text.erase(at, 6);
  return text;
}

constexpr std::size_t longest_cause = 4096;  // std::regex goes as deep as its text is long

// A cause without what the run prints behind it: how many cases, in which variant.
std::string without_counts(const std::string& text) {
  static const std::regex counts{R"((: \d+ (case|finding)s?\b.*)|( \([a-z-]+\.[a-z]+\.v[13]\))$)"};
  return std::regex_replace(std::regex_replace(text, counts, ""), counts, "");
}

class Search {
 public:
  explicit Search(const std::string& what) : what_{what}, typed_{as_typed(what)} {}

  std::vector<Thing> all() {
    look_at_cases();
    look_at_defects();
    look_at_places();
    look_at_causes();
    return std::move(found_);
  }

 private:
  void found(std::string kind, std::string_view name, std::function<Facts()> facts) {
    found_.push_back({std::move(kind), std::string{name}, std::move(facts)});
  }

  void look_at_cases() {
    const std::string id = cases::id_in(what_);
    if (const cases::Case* const one = cases::find(id)) {
      found("case", one->id, [one] { return facts_of(*one); });
    }
    const auto& clients = cases::client::library();
    const auto client = std::ranges::find(clients, id, &cases::client::Case::id);
    if (client != clients.end()) {
      found("case of a client", client->id, [client] { return facts_of(*client); });
    }
    for (const fuzz::CheckerInfo& one : fuzz::checkers()) {
      if (one.name == what_) found("checker", one.name, [&one] { return facts_of(one); });
    }
  }

  void look_at_defects() {
    if (const auto fault = reference::ArmedFault::parse(what_)) {
      found("defect", what_, [fault, name = what_] { return facts_of(*fault, name); });
    }
    for (const reference::TriggerInfo& one : reference::triggers()) {
      if (one.name == what_) found("trigger", one.name, [&one] { return facts_of(one); });
    }
    for (const specs::ConditionRow& row : specs::condition_rows) {
      if (reports::to_lower(row.name) == typed_)
        found("condition", row.name, [&row] { return facts_of(row); });
    }
  }

  // By their citations; rows by their codes, parameters by their names; pages by theirs.
  void look_at_places() {
    for (const Citation& place : cases::every_place()) {
      const auto index = static_cast<std::size_t>(place.number - 1);
      std::string_view name;
      if (specs::is_row(place)) name = specs::content_of(place).code;
      if (place.kind == Citation::Kind::parameter) name = place.page->parameters[index].name;
      if (place.kind == Citation::Kind::common_parameter) {
        name = place.page->common_parameters[index].name;
      }
      const bool is_meant = as_typed(short_text(place)) == typed_ || place.text() == what_ ||
                            (!name.empty() && reports::to_lower(name) == typed_);
      if (is_meant) found(kind_of(place), short_text(place), [place] { return facts_of(place); });
    }
    for (const auto pages : {specs::pages(), specs::common_pages()}) {
      for (const specs::Page* page : pages) {
        std::string name{page->action};
        if (!page->edition.empty()) name.append(" ").append(page->edition);
        const bool is_meant = reports::to_lower(name) == typed_ ||
                              reports::to_lower(page->action) == typed_ ||
                              document_number(*page) == what_;
        if (is_meant) found("page", name, [page] { return facts_of(*page); });
      }
    }
  }

  static std::string kind_of(const Citation& place) {
    switch (place.kind) {
      case Citation::Kind::row:
      case Citation::Kind::common_row:
        return "row";
      case Citation::Kind::clause:
        return "clause";
      case Citation::Kind::sample:
        return "sample";
      case Citation::Kind::response:
        return "response parameter";
      default:
        return "parameter";
    }
  }

  void look_at_causes() {
    if (what_.size() > longest_cause) return;
    const std::string cause = without_counts(what_);
    for (const cases::Case& one : cases::library()) {
      if (one.cause == cause) found("cause", one.id, [&one] { return facts_of(one); });
    }
    for (const FormCause& row : form_causes) {
      if (row.what != cause) continue;
      const auto& promise = cases::every_answer()[static_cast<std::size_t>(row.form)];
      const cases::Case* const one =
          cases::find("envelope/every-answer/" + std::string{promise.slug});
      if (one != nullptr) found("cause", cause, [one] { return facts_of(*one); });
    }
    static const std::regex form{R"((?:(\w+): )?wanted (.+?)(?:, got (.+))?)"};
    std::smatch part;
    if (!std::regex_match(cause, part, form)) return;
    const Wish wish{std::string{specs::one_spelling_of(part[1].str())}, part[2], part[3]};
    if (cases_that_want(wish).empty()) return;
    found("cause", cause, [wish] { return facts_of(wish); });
  }

  std::string what_;
  std::string typed_;
  std::vector<Thing> found_;
};

// All that has a name, for those who misspelt one.
std::string suggestion(const std::string& what) {
  std::vector<std::string> names;
  const auto add = [&names](std::string_view name) { names.emplace_back(name); };
  for (const specs::Page* page : specs::pages()) {
    for (const specs::ErrorRow& row : page->errors) add(row.code.text());
    for (const specs::ParameterSpec& row : page->parameters) add(row.name);
    add(page->action);
  }
  for (const specs::ConditionRow& row : specs::condition_rows) add(row.name);
  for (const reference::DefectInfo& one : reference::defects()) add(one.name);
  for (const reference::TriggerInfo& one : reference::triggers()) add(one.name);
  for (const fuzz::CheckerInfo& one : fuzz::checkers()) add(one.name);
  for (const cases::Case& one : cases::library()) {
    add(one.id);
    if (!one.cause.empty()) add(one.cause);
  }
  for (const cases::client::Case& one : cases::client::library()) add(one.id);
  for (const Citation& place : cases::every_place()) names.push_back(short_text(place));
  for (const FormCause& row : form_causes) add(row.what);
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
  const std::vector<Thing> things = Search{options.what}.all();
  if (things.empty()) {
    throw UsageError{"'" + reports::shortened(reports::printable(options.what)) +
                     "' has no meaning here" + suggestion(options.what) +
                     " (hallmark list cases, rows, defects ... shows what has)"};
  }
  if (options.as_json) {
    print_json(things);
  } else if (things.size() == 1) {
    std::cout << things.front().kind << "  " << things.front().name << "\n";
    things.front().facts().print();
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
