// SPDX-License-Identifier: Apache-2.0
#include "cases/coverage.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "cases/library.hpp"
#include "specs/catalog.hpp"

namespace hallmark::cases {
namespace {

using specs::Citation;

template <class Rows>
void add_places(std::vector<Citation>& places, const specs::Page& page, Citation::Kind kind,
                const Rows& rows) {
  for (int number = 1; number <= static_cast<int>(rows.size()); ++number) {
    places.push_back({&page, kind, number});
  }
}

using Key = std::tuple<const specs::Page*, Citation::Kind, int>;

Key key_of(const Citation& place) { return {place.page, place.kind, place.number}; }

// Which cases cite a place; built once, for the whole library.
const std::map<Key, std::vector<std::string_view>>& cited_places() {
  static const auto cited = [] {
    std::map<Key, std::vector<std::string_view>> all;
    for (const Case& one : library()) {
      for (const Citation& place : citations_of(one)) all[key_of(place)].emplace_back(one.id);
    }
    return all;
  }();
  return cited;
}

}  // namespace

std::vector<Citation> every_place() {
  std::vector<Citation> places;
  for (const auto pages : {specs::pages(), specs::common_pages()}) {
    for (const specs::Page* page : pages) {
      add_places(places, *page, Citation::Kind::row, page->errors);
      add_places(places, *page, Citation::Kind::clause, page->clauses);
      add_places(places, *page, Citation::Kind::parameter, page->parameters);
      add_places(places, *page, Citation::Kind::response, page->responses);
      add_places(places, *page, Citation::Kind::sample, page->samples);
      add_places(places, *page, Citation::Kind::common_row, page->common_errors);
      add_places(places, *page, Citation::Kind::common_parameter, page->common_parameters);
    }
  }
  return places;
}

std::vector<std::string_view> cases_citing(const Citation& place) {
  const auto found = cited_places().find(key_of(place));
  return found == cited_places().end() ? std::vector<std::string_view>{} : found->second;
}

std::vector<Citation> uncovered() {
  std::vector<Citation> missing;
  for (const Citation& place : every_place()) {
    const bool is_cited = cited_places().contains(key_of(place));
    const bool is_unseen =
        std::ranges::find(unseen(), place, &specs::Unseen::place) != unseen().end();
    if (!is_cited && !is_unseen) missing.push_back(place);
  }
  return missing;
}

}  // namespace hallmark::cases
