// SPDX-License-Identifier: Apache-2.0
//
// What holds for every case, whatever its family.
#include "cases/library.hpp"

#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "cases/envelope/every_answer.hpp"
#include "cases/families.hpp"
#include "specs/catalog.hpp"

namespace hallmark::cases {
namespace {

bool is_kebab(std::string_view id) {
  char before = '/';
  for (const char c : id) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool joint = c == '-' || c == '/' || c == '.';
    if (!letter && !joint) return false;
    if (joint && (before == '-' || before == '/')) return false;
    before = c;
  }
  return before != '/' && before != '-' && id.find('/') != std::string_view::npos;
}

bool is_prerequisite(const Case& one) { return one.tags.chapter == Chapter::base; }

TEST(Library, NamesEachCaseOnce) {
  std::set<std::string_view> ids;
  for (const Case& one : library()) EXPECT_TRUE(ids.insert(one.id).second) << one.id;
  EXPECT_GT(ids.size(), 300U);
}

TEST(Library, NamesTriplesOnceBehindAllOthers) {
  const std::vector<Case>& all = library();
  const std::vector<Case>& deepest = library(3);
  EXPECT_EQ(&library(2), &all);
  ASSERT_GT(deepest.size(), all.size());
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < deepest.size(); ++i) {
    EXPECT_TRUE(ids.insert(deepest[i].id).second) << deepest[i].id;
    if (i < all.size()) {
      EXPECT_EQ(deepest[i].id, all[i].id);
    }
    EXPECT_EQ(deepest[i].depth == 3, i >= all.size()) << deepest[i].id;
  }
  EXPECT_EQ(find(deepest.back().id), &deepest.back());
}

TEST(Library, SpellsIdsInKebabCase) {
  for (const Case& one : library(3)) EXPECT_TRUE(is_kebab(one.id)) << one.id;
}

TEST(Library, FindsEachCaseByItsId) {
  for (const Case& one : library()) EXPECT_EQ(find(one.id), &one);
  EXPECT_EQ(find("start-instance/row/no-such-row"), nullptr);
  EXPECT_EQ(find(""), nullptr);
}

TEST(Library, BacksEachCaseByAPlaceInTheDocuments) {
  for (const Case& one : library()) EXPECT_FALSE(citations_of(one).empty()) << one.id;
}

TEST(Library, BacksEachAllowedAnswer) {
  for (const Case& one : library()) {
    for (const Call& call : one.calls) {
      for (const Answer& answer : call.expect.allowed) {
        EXPECT_FALSE(answer.citations.empty()) << one.id;
      }
    }
  }
}

// A place of another action's page shows nothing of what the case puts to the target.
TEST(Library, CitesOnlyPagesOfActionsThatTheCaseCalls) {
  for (const Case& one : library()) {
    std::set<std::string_view> called;
    for (const std::string_view name : actions_of(one)) {
      const specs::Action* const action = specs::find_action(name);
      if (action != nullptr) called.insert(*action->name);
    }
    for (const specs::Citation& place : citations_of(one)) {
      if (place.page->document == specs::no_document) continue;
      EXPECT_TRUE(called.contains(place.page->action)) << one.id << " cites " << place.text();
    }
  }
}

bool only_common_pages_back(const Answer& answer) {
  return std::all_of(
      answer.citations.begin(), answer.citations.end(),
      [](const specs::Citation& place) { return place.page->document == specs::no_document; });
}

// Where an edition takes the pages' answers away, what common pages allow must not be left alone.
TEST(Library, TiesTheChoicesOfACallToTheSamePages) {
  for (const Case& one : library()) {
    for (const Call& call : one.calls) {
      const std::vector<Answer>& allowed = call.expect.allowed;
      const auto common = std::count_if(allowed.begin(), allowed.end(), only_common_pages_back);
      EXPECT_TRUE(common == 0 || common == static_cast<long>(allowed.size())) << one.id;
    }
  }
}

TEST(Library, NamesAStatusOrAClassForEachAllowedAnswer) {
  for (const Case& one : library()) {
    for (const Call& call : one.calls) {
      for (const Answer& answer : call.expect.allowed) {
        const int status_class = answer.status != 0 ? answer.status / 100 : answer.status_class;
        if (answer.kind == Answer::Kind::accepted) {
          EXPECT_EQ(status_class, 2) << one.id;
        } else {
          EXPECT_TRUE(status_class == 4 || status_class == 5) << one.id;
          EXPECT_TRUE(!answer.code.empty() || answer.status == 0 || answer.bare) << one.id;
        }
      }
    }
  }
}

TEST(Library, AsksSomethingInEachCase) {
  for (const Case& one : library()) {
    bool asks = every_answer_of(one) != nullptr || one.effect.look != Effect::Look::no ||
                one.relation != Relation::none;
    for (const Call& call : one.calls) {
      asks = asks || !call.expect.allowed.empty() || !call.expect.checks.empty();
    }
    EXPECT_TRUE(asks) << one.id;
  }
}

TEST(Library, SaysWhyMoreThanOneAnswerOfAKindIsAllowed) {
  for (const Case& one : library()) {
    if (one.relation == Relation::at_least_one_accepted) continue;
    for (const Call& call : one.calls) {
      const auto accepted =
          std::count_if(call.expect.allowed.begin(), call.expect.allowed.end(),
                        [](const Answer& a) { return a.kind == Answer::Kind::accepted; });
      const bool either_way =
          accepted != 0 && accepted != static_cast<long>(call.expect.allowed.size());
      if (either_way && call.copies == 1) {
        EXPECT_FALSE(call.expect.lenience.empty()) << one.id;
      }
    }
  }
}

TEST(Library, NeedsOnlyCasesThatExist) {
  for (const Case& one : library()) {
    for (const std::string& need : one.needs) {
      if (need.find('{') != std::string::npos) continue;  // filled in from the variant
      EXPECT_NE(find(need), nullptr) << one.id << " needs " << need;
      EXPECT_NE(need, one.id);
    }
  }
}

TEST(Library, StandsEachCaseOnAPrerequisite) {
  for (const Case& one : library()) {
    if (!is_prerequisite(one) && every_answer_of(one) == nullptr) {
      EXPECT_FALSE(one.needs.empty()) << one.id;
    }
  }
}

TEST(Library, GivesACauseToWhatOthersNeed) {
  for (const Case& one : library()) {
    for (const std::string& need : one.needs) {
      const Case* prerequisite = find(need);
      if (prerequisite != nullptr && is_prerequisite(*prerequisite)) {
        EXPECT_FALSE(prerequisite->cause.empty()) << need;
      }
    }
  }
}

TEST(Library, LooksBackOnlyAtCallsThatWereMadeBefore) {
  for (const Case& one : library()) {
    for (std::size_t i = 0; i < one.calls.size(); ++i) {
      const Call& call = one.calls[i];
      if (call.replay_of) {
        EXPECT_LT(*call.replay_of, i) << one.id;
      }
      if (call.nonce_of) {
        EXPECT_LT(*call.nonce_of, i) << one.id;
      }
      if (i == 0) {
        EXPECT_FALSE(call.with_previous || call.same_connection) << one.id;
      }
      EXPECT_GE(call.copies, 1) << one.id;
    }
  }
}

TEST(Library, AdmitsABaseVariantForEachCase) {
  for (const Case& one : library()) {
    if (one.once) continue;
    const bool base =
        one.variants.admits(base_variants()[0]) || one.variants.admits(base_variants()[1]);
    const bool form_only = !one.variants.get && !one.variants.post_query;
    // What is about two places has ways of its own.
    const bool in_two_places =
        std::ranges::any_of(one.calls, [](const Call& call) { return !call.apart.empty(); });
    const bool crossed = !base && !form_only && !in_two_places;
    EXPECT_FALSE(crossed) << one.id;
    EXPECT_TRUE(std::ranges::any_of(full_variants(), [&one](Variant variant) {
      return one.variants.admits(variant);
    })) << one.id;
  }
}

bool asks_for_dry_run(const Call& call) {
  return std::any_of(call.arguments.begin(), call.arguments.end(), [](const Argument& argument) {
    return argument.name == "DryRun" && argument.value.before == "true" &&
           argument.value.after.empty() && argument.value.handle == Handle::none;
  });
}

TEST(Library, MarksTheCasesThatAskForADryRun) {
  for (const Case& one : library()) {
    for (const Call& call : one.calls) {
      if (call.action == "ReactivateInstances" || !asks_for_dry_run(call)) continue;
      EXPECT_TRUE(one.dry_run) << one.id;
    }
  }
}

// Of a processor, and not by the clock, which a busy machine lets run on.
std::chrono::nanoseconds taken_by_this_thread() {
  timespec taken{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &taken);
  return std::chrono::seconds{taken.tv_sec} + std::chrono::nanoseconds{taken.tv_nsec};
}

// Nothing that a user waits for; a table that takes this long has a loop in it.
TEST(Library, IsBuiltInNoTime) {
  std::chrono::nanoseconds best = std::chrono::nanoseconds::max();
  for (int i = 0; i < 5; ++i) {
    const std::chrono::nanoseconds begin = taken_by_this_thread();
    std::size_t built = 0;
    for (const auto family : {base_cases, instance_cases, precondition_cases, transition_cases,
                              refusal_cases, dry_run_cases, concurrency_cases}) {
      built += family().size();
    }
    EXPECT_GT(built, 0U);
    best = std::min(best, taken_by_this_thread() - begin);
  }
  EXPECT_LT(best, std::chrono::milliseconds{100});
}

}  // namespace
}  // namespace hallmark::cases
