// SPDX-License-Identifier: Apache-2.0
//
// What `explain` knows of cases, of those of clients, and of checkers.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cases/client/client_case.hpp"
#include "cases/coverage.hpp"
#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "cases/pattern.hpp"
#include "fuzz/app/explain/knowledge.hpp"
#include "fuzz/app/explain/things.hpp"
#include "fuzz/app/selftest/catches.hpp"
#include "fuzz/play/checkers.hpp"
#include "reports/feature.hpp"
#include "runner/oracle/answer_match.hpp"
#include "specs/addresses.hpp"

namespace hallmark::app {
namespace {

using namespace runner;
using specs::Citation;

// For want of which its cases are none: what a target that does not claim it says to `run`.
std::string without(const cases::Case& one) {
  const std::string feature = reports::feature_of(one.id, one.tags.action);
  return feature.empty() ? "" : "where it is not claimed: hallmark run --without " + feature;
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

}  // namespace

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
  facts.add_some("blocks", above, "hallmark list cases --long");
  if (every_answer_of(one) == nullptr) {
    const std::vector<std::string> caught = defects_caught_by({one.id});
    facts.add_some("catches", caught, "hallmark selftest --verbose");
    if (caught.empty()) facts.add("catches", "no defect by itself alone");
  }
  facts.add("to do", "see it: hallmark run --endpoint URL --select " + in_shell(one.id));
  if (one.level != cases::Level::required) {
    facts.add("to do", "it does not decide without --strict");
  }
  facts.add("to do", without(one));
  return facts;
}

void find_cases(const Words& words, std::vector<Thing>& things) {
  const std::string id = cases::id_in(words.text);
  if (const cases::Case* const one = cases::find(id)) {
    things.push_back({"case", one->id, [one] { return facts_of(*one); }});
  }
  const auto& clients = cases::client::library();
  const auto client = std::ranges::find(clients, id, &cases::client::Case::id);
  if (client != clients.end()) {
    things.push_back({"case of a client", client->id, [client] { return facts_of(*client); }});
  }
  for (const fuzz::CheckerInfo& one : fuzz::checkers()) {
    if (one.name == words.text)
      things.push_back({"checker", std::string{one.name}, [&one] { return facts_of(one); }});
  }
}

void name_cases(std::vector<std::string>& names) {
  for (const cases::Case& one : cases::library()) names.push_back(one.id);
  for (const cases::client::Case& one : cases::client::library()) names.push_back(one.id);
  for (const fuzz::CheckerInfo& one : fuzz::checkers()) names.emplace_back(one.name);
}

}  // namespace hallmark::app
