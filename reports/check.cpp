// SPDX-License-Identifier: Apache-2.0
#include "reports/check.hpp"

#include <array>
#include <map>
#include <mutex>
#include <tuple>

#include "cases/envelope/every_answer.hpp"

namespace hallmark::reports {

std::string_view chapter_of(std::string_view id) { return id.substr(0, id.find('/')); }

std::string_view kind_name(specs::Citation::Kind kind) {
  static constexpr std::array<std::string_view, 7> names = {
      "row", "clause", "parameter", "response", "sample", "common-row", "common-parameter"};
  return names[static_cast<std::size_t>(kind)];
}

SharedCitation citation_of(const specs::Citation& place) {
  static std::mutex mutex;
  static std::map<std::tuple<const specs::Page*, specs::Citation::Kind, int>, SharedCitation> known;
  const std::tuple key{place.page, place.kind, place.number};
  const std::scoped_lock lock{mutex};
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  Citation one{.document = place.page->document,
               .page = std::string{place.page->action},
               .edition = std::string{place.page->edition},
               .kind = std::string{kind_name(place.kind)},
               .number = place.number,
               .text = place.text()};
  return known.emplace(key, std::move(one)).first->second;
}

std::string joined(const std::vector<SharedCitation>& citations) {
  std::string all;
  for (const Citation& one : citations) all.append(all.empty() ? "" : "; ").append(one.text);
  return all;
}

Check check_of(const cases::Case& one) {
  Check check{.id = one.id,
              .level = one.level,
              .chapter = one.tags.chapter == cases::Chapter::none ? std::string{chapter_of(one.id)}
                                                                  : cases::chapter_of(one.tags),
              .family = std::string{cases::name_of(one.tags.family)},
              .action = std::string{one.tags.action},
              .parameter = std::string{one.tags.parameter},
              .given = cases::describe(one.fixture),
              .needs = one.needs,
              .cause = one.cause};
  const cases::EveryAnswer* const promise = cases::every_answer_of(one);
  if (promise != nullptr) {
    check.given.clear();
    check.holds = promise->holds;
  }
  if (one.second_world) check.given += "; another account has one, too";
  check.when.reserve(one.calls.size());
  for (const cases::Call& call : one.calls) check.when.push_back(cases::describe(call));
  if (check.when.empty() && promise == nullptr) check.when.emplace_back("its status is asked for");
  const std::vector<specs::Citation> places = cases::citations_of(one);
  check.citations.reserve(places.size());
  for (const specs::Citation& place : places) {
    check.citations.push_back(citation_of(place));
  }
  return check;
}

}  // namespace hallmark::reports
