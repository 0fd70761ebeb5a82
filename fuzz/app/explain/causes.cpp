// SPDX-License-Identifier: Apache-2.0
//
// What `explain` knows of the causes that a run tells of: answers that were wanted, and sentences.
#include <algorithm>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/coverage.hpp"
#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "fuzz/app/explain/knowledge.hpp"
#include "fuzz/app/explain/things.hpp"
#include "runner/oracle/answer_match.hpp"
#include "specs/catalog.hpp"

namespace hallmark::app {
namespace {

using namespace runner;
using specs::Citation;

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
  facts.add_some("cases", ids, "hallmark list cases --long");
  facts.add("to do", "answer " + wish.wanted + " where the cases' worlds ask for it" +
                         (wish.got.empty() ? "" : ", not " + wish.got));
  if (!ids.empty()) {
    facts.add("to do", "see it: hallmark run --endpoint URL --select " + in_shell(ids.front()));
  }
  return facts;
}

constexpr std::size_t longest_cause = 4096;  // std::regex goes as deep as its text is long

// A cause without what the run prints behind it: how many cases, in which variant.
std::string without_counts(const std::string& text) {
  static const std::regex counts{R"((: \d+ (case|finding)s?\b.*)|( \([a-z-]+\.[a-z]+\.v[13]\))$)"};
  return std::regex_replace(std::regex_replace(text, counts, ""), counts, "");
}

}  // namespace

void find_causes(const Words& words, std::vector<Thing>& things) {
  if (words.text.size() > longest_cause) return;
  const std::string cause = without_counts(words.text);
  for (const cases::Case& one : cases::library()) {
    if (one.cause == cause) things.push_back({"cause", one.id, [&one] { return facts_of(one); }});
  }
  // Of two promises that break alike the first.
  const auto promise = std::ranges::find(cases::every_answer(), cause, &cases::EveryAnswer::broken);
  if (promise != cases::every_answer().end()) {
    const cases::Case* const one = cases::find(id_of(*promise));
    if (one != nullptr) things.push_back({"cause", cause, [one] { return facts_of(*one); }});
  }
  static const std::regex form{R"((?:(\w+): )?wanted (.+?)(?:, got (.+))?)"};
  std::smatch part;
  if (!std::regex_match(cause, part, form)) return;
  const Wish wish{std::string{specs::one_spelling_of(part[1].str())}, part[2], part[3]};
  if (cases_that_want(wish).empty()) return;
  things.push_back({"cause", cause, [wish] { return facts_of(wish); }});
}

void name_causes(std::vector<std::string>& names) {
  for (const cases::Case& one : cases::library()) {
    if (!one.cause.empty()) names.push_back(one.cause);
  }
  for (const cases::EveryAnswer& promise : cases::every_answer()) {
    names.emplace_back(promise.broken);
  }
}

}  // namespace hallmark::app
