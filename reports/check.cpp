// SPDX-License-Identifier: Apache-2.0
#include "reports/check.hpp"

#include "cases/envelope/every_answer.hpp"

namespace hallmark::reports {

std::string_view chapter_of(std::string_view id) { return id.substr(0, id.find('/')); }

Check check_of(const cases::Case& one) {
  Check check{.id = one.id,
              .level = one.level,
              .chapter = one.tags.chapter == cases::Chapter::none ? std::string{chapter_of(one.id)}
                                                                  : cases::chapter_of(one.tags),
              .given = cases::describe(one.fixture),
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
  for (const specs::Citation& place : cases::citations_of(one)) {
    check.citations.push_back(place.text());
  }
  return check;
}

}  // namespace hallmark::reports
