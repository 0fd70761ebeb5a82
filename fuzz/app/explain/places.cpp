// SPDX-License-Identifier: Apache-2.0
//
// What `explain` knows of places of the documents: rows, clauses, parameters, samples; and pages.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/caught.hpp"
#include "cases/coverage.hpp"
#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "fuzz/app/explain/knowledge.hpp"
#include "fuzz/app/explain/things.hpp"
#include "fuzz/app/selftest/catches.hpp"
#include "reports/text.hpp"
#include "specs/addresses.hpp"
#include "specs/catalog.hpp"

namespace hallmark::app {
namespace {

using specs::Citation;

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
  facts.add_some("cases", ids, "hallmark list cases --long");
  if (ids.empty()) facts.add("cases", "none");
  if (const std::size_t defects = cases::defects_caught_at(place); defects > 0) {
    facts.add("caught", "by its cases of depth 1 at least " +
                            reports::counted(defects, "defect", "defects") +
                            " (hallmark selftest); by the first of them:");
  }
  constexpr std::size_t most_tried = 12;
  if (plain.size() > most_tried) plain.resize(most_tried);
  if (!plain.empty()) {
    facts.add_some("caught", defects_caught_by(plain), "hallmark selftest --verbose");
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

std::string kind_of(const Citation& place) {
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

}  // namespace

void add_addresses(Facts& facts, const specs::Page& page) {
  facts.add("address", specs::address_of(page));
  facts.add("edition at", specs::edition_address_of(page));
}

// By their citations; rows by their codes, parameters by their names; pages by theirs.
void find_places(const Words& words, std::vector<Thing>& things) {
  for (const Citation& place : cases::every_place()) {
    const auto index = static_cast<std::size_t>(place.number - 1);
    std::string_view name;
    if (specs::is_row(place)) name = specs::content_of(place).code;
    if (place.kind == Citation::Kind::parameter) name = place.page->parameters[index].name;
    if (place.kind == Citation::Kind::common_parameter) {
      name = place.page->common_parameters[index].name;
    }
    const bool is_meant = as_typed(short_text(place)) == words.small ||
                          place.text() == words.text ||
                          (!name.empty() && reports::to_lower(name) == words.small);
    if (is_meant)
      things.push_back({kind_of(place), short_text(place), [place] { return facts_of(place); }});
  }
  for (const auto pages : {specs::pages(), specs::common_pages()}) {
    for (const specs::Page* page : pages) {
      std::string name{page->action};
      if (!page->edition.empty()) name.append(" ").append(page->edition);
      const bool is_meant = reports::to_lower(name) == words.small ||
                            reports::to_lower(page->action) == words.small ||
                            document_number(*page) == words.text;
      if (is_meant) things.push_back({"page", name, [page] { return facts_of(*page); }});
    }
  }
}

void name_places(std::vector<std::string>& names) {
  for (const specs::Page* page : specs::pages()) {
    for (const specs::ErrorRow& row : page->errors) names.emplace_back(row.code.text());
    for (const specs::ParameterSpec& row : page->parameters) names.emplace_back(row.name);
    names.emplace_back(page->action);
  }
  for (const Citation& place : cases::every_place()) names.push_back(short_text(place));
}

}  // namespace hallmark::app
