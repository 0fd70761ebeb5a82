// SPDX-License-Identifier: Apache-2.0
#include "cases/dry_run/dry_run_pages.hpp"

#include <algorithm>
#include <utility>

namespace hallmark::cases {

using specs::Citation;

Citations DryRunPages::says(Citation specs::DryRunSentences::*sentence) const {
  Citations places;
  for (const specs::ActionEdition* edition : editions) {
    places.push_back((**edition->dry_run).*sentence);
  }
  return places;
}

Answer DryRunPages::passed(Text text) const {
  Answer answer = united((*editions.front()->dry_run)->passed).answer(text);
  for (const specs::ActionEdition* edition : editions) {
    add_places(answer.citations, (*edition->dry_run)->passed.places());
  }
  return answer;
}

void DryRunPages::back_as_failed_check(Answer& refusal) const {
  const auto is_printed = [this](const specs::Page* page) {
    return std::ranges::any_of(
        editions, [page](const specs::ActionEdition* edition) { return *edition->page == page; });
  };
  std::erase_if(refusal.citations, [&is_printed](const Citation& place) {
    return !is_printed(place.page) && place.page->document != specs::no_document;
  });
  add_places(refusal.citations, says(&specs::DryRunSentences::failed));
}

DryRunPages dry_run_pages_of(const TestedAction& action) {
  DryRunPages pages{&action, {}};
  for (const specs::ActionEdition& edition : *action.documents->editions) {
    if (*edition.dry_run != nullptr) pages.editions.push_back(&edition);
  }
  return pages;
}

std::vector<DryRunPages> dry_run_pages() {
  std::vector<DryRunPages> all;
  for (const TestedAction& action : tested_actions) {
    DryRunPages pages = dry_run_pages_of(action);
    if (!pages.editions.empty()) all.push_back(std::move(pages));
  }
  return all;
}

}  // namespace hallmark::cases
