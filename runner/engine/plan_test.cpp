// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"

namespace hallmark::runner {
namespace {

using cases::Case;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

Case plain(std::string id, std::vector<std::string> needs = {}) {
  Case one;
  one.id = std::move(id);
  one.needs = std::move(needs);
  one.calls.push_back({.action = "StartInstance"});
  return one;
}

// Signatures at the ground, a variant on them, three cases on that.
std::vector<Case> small_library() {
  std::vector<Case> library = {plain("base/signature/v1"),
                               plain("base/signature/v3"),
                               plain("base/variant", {"base/signature/{signature}"}),
                               plain("start/one", {"base/variant"}),
                               plain("start/two", {"base/variant"}),
                               plain("stop/three", {"base/variant"})};
  library[0].once = library[1].once = true;
  return library;
}

std::string address(const PlannedCase& planned) {
  return planned.test->id + (planned.variant ? "@" + planned.variant->name() : "");
}

std::vector<std::string> selected(const Result<Plan>& plan) {
  std::vector<std::string> found;
  if (!plan) return {plan.error().what};
  for (const PlannedCase& planned : plan->cases) {
    if (planned.selected) found.push_back(address(planned));
  }
  return found;
}

TEST(MakePlan, PutsWhatACaseNeedsBeforeIt) {
  const auto library = small_library();
  const auto plan = make_plan(library, {});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->cases.size(), 10U);
  EXPECT_EQ(plan->ranks, 3U);
  for (std::size_t i = 0; i < plan->cases.size(); ++i) {
    for (const std::size_t need : plan->cases[i].needs) {
      EXPECT_LT(need, i);
      EXPECT_LT(plan->cases[need].rank, plan->cases[i].rank);
    }
  }
}

TEST(MakePlan, FillsInTheVariantThatIsNeeded) {
  const auto library = small_library();
  const auto plan = make_plan(library, {.select = {"start/one@post.json.v3"}});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->cases.size(), 3U);
  EXPECT_EQ(address(plan->cases[0]), "base/signature/v3");
  EXPECT_EQ(address(plan->cases[1]), "base/variant@post.json.v3");
  EXPECT_EQ(address(plan->cases[2]), "start/one@post.json.v3");
  EXPECT_FALSE(plan->cases[0].selected);
  EXPECT_FALSE(plan->cases[1].selected);
  EXPECT_TRUE(plan->cases[2].selected);
  EXPECT_THAT(plan->cases[2].needs, ::testing::ElementsAre(1U));
}

std::vector<Case> library_with_every_answer() {
  std::vector<Case> library;
  cases::add_every_answer(library);
  for (Case& one : small_library()) library.push_back(std::move(one));
  return library;
}

TEST(MakePlan, PutsWhatHoldsOfEveryAnswerBehindAllOthers) {
  const auto library = library_with_every_answer();
  const auto plan = make_plan(library, {});
  ASSERT_TRUE(plan);
  const std::size_t promises = cases::every_answer().size();
  ASSERT_EQ(plan->cases.size(), 10U + promises);
  for (std::size_t i = 0; i < plan->cases.size(); ++i) {
    EXPECT_EQ(every_answer_of(*plan->cases[i].test) != nullptr, i >= 10) << i;
  }
  EXPECT_GT(plan->cases[10].rank, plan->cases[9].rank);
}

TEST(MakePlan, HoldsEveryAnswerOfWhatIsSelectedToItsForm) {
  const auto library = library_with_every_answer();
  const auto plan = make_plan(library, {.select = {"start/one@post.json.v3"}});
  EXPECT_EQ(selected(plan), std::vector<std::string>{"start/one@post.json.v3"});
  EXPECT_EQ(plan->cases.size(), 3U + cases::every_answer().size());
  const auto skipped = make_plan(library, {.skip = {"envelope/every-answer/**"}});
  EXPECT_EQ(skipped->cases.size(), 10U);
  EXPECT_THAT(make_plan(library, {.select = {"envelope/every-answer/host-id"}}).error().what,
              HasSubstr("no case is left to run"));
}

TEST(MakePlan, HoldsTheAnswersOfEachShardToTheirForm) {
  const auto library = library_with_every_answer();
  for (unsigned index = 1; index <= 2; ++index) {
    const auto plan = make_plan(library, {.shard_index = index, .shard_total = 2});
    ASSERT_TRUE(plan);
    EXPECT_EQ(std::ranges::count_if(plan->cases,
                                    [](const PlannedCase& planned) {
                                      return planned.selected &&
                                             every_answer_of(*planned.test) != nullptr;
                                    }),
              std::ssize(cases::every_answer()));
  }
}

TEST(PartOf, KeepsWhatItsCasesStandOn) {
  const auto library = small_library();
  const auto plan = make_plan(library, {});
  ASSERT_TRUE(plan);
  const auto place = [&plan](std::string_view wanted) {
    const auto found = std::ranges::find(plan->cases, wanted, address);
    return static_cast<std::size_t>(found - plan->cases.begin());
  };
  std::size_t two = 0;
  while (plan->cases[two].test->id != "start/two") ++two;
  const Plan part = part_of(*plan, {two});
  ASSERT_EQ(part.cases.size(), 3U);
  EXPECT_EQ(part.ranks, plan->ranks);
  EXPECT_EQ(address(part.cases[2]), address(plan->cases[two]));
  EXPECT_EQ(part.cases[2].needs, std::vector<std::size_t>{1});
  EXPECT_EQ(part.cases[1].needs, std::vector<std::size_t>{0});
  EXPECT_EQ(part.cases[2].check, plan->cases[two].check);
  for (const PlannedCase& planned : part.cases)
    EXPECT_LT(place(address(planned)), plan->cases.size());
  EXPECT_TRUE(part_of(*plan, {}).cases.empty());
}

TEST(MakePlan, SpreadsThoseThatWait) {
  std::vector<Case> library;
  for (int i = 0; i < 12; ++i) {
    library.push_back(plain("start/" + std::to_string(10 + i)));
    library.back().once = true;
    if (i >= 4 && i < 7) library.back().effect.look = cases::Effect::Look::settled;
  }
  const auto plan = make_plan(library, {});
  EXPECT_THAT(selected(plan),
              ::testing::ElementsAre("start/14", "start/10", "start/11", "start/12", "start/15",
                                     "start/13", "start/17", "start/18", "start/16", "start/19",
                                     "start/20", "start/21"));
}

TEST(MakePlan, BeginsWithTheLongestWaits) {
  std::vector<Case> library;
  for (int i = 0; i < 9; ++i) {
    library.push_back(plain("start/" + std::to_string(10 + i)));
    library.back().once = true;
    if (i < 4) continue;
    library.back().effect.look = cases::Effect::Look::settled;
    library.back().fixture.settle_ms = i < 7 ? 20 : 600;
  }
  EXPECT_THAT(selected(make_plan(library, {})),
              ::testing::ElementsAre("start/17", "start/14", "start/10", "start/11", "start/18",
                                     "start/15", "start/12", "start/16", "start/13"));
}

// Else nobody would ask anything until they are over.
TEST(MakePlan, HasTwentyLongWaitsAtATime) {
  std::vector<Case> library;
  for (int i = 0; i < 1700; ++i) {
    library.push_back(plain("start/" + std::to_string(1000 + i)));
    library.back().once = true;
    if (i >= 25) continue;
    library.back().effect.look = cases::Effect::Look::settled;
    library.back().fixture.settle_ms = 600;
  }
  const auto order = selected(make_plan(library, {}));
  ASSERT_EQ(order.size(), library.size());
  const auto place = [&](const std::string& id) {
    return std::ranges::find(order, id) - order.begin();
  };
  EXPECT_EQ(place("start/1019"), 19 * 4);
  EXPECT_EQ(place("start/1020"), 20 * 4 + 1500);
  EXPECT_EQ(place("start/1024"), 24 * 4 + 1500);
}

// The later one begins, the longer a run takes.
TEST(MakePlan, HasOneRankOfLongWaits) {
  const auto plan = make_plan(cases::library(), {.depth = 2});
  ASSERT_TRUE(plan);
  std::set<std::size_t> ranks;
  for (const PlannedCase& planned : plan->cases) {
    const bool late = std::ranges::any_of(planned.test->calls, &cases::Call::late);
    if (late || planned.test->fixture.settle_ms.value_or(0) >= 200) ranks.insert(planned.rank);
  }
  EXPECT_EQ(ranks.size(), 1U);
}

// A run learns from its first cases which channel works, and how ReactivateInstances is spelled.
TEST(MakePlan, PutsWhatIsLearnedBeforeWhatUsesIt) {
  const auto plan = make_plan(cases::library(), {.depth = 3});
  ASSERT_TRUE(plan);
  const std::function<bool(const PlannedCase&, std::string_view)> comes_after =
      [&](const PlannedCase& planned, std::string_view beginning) {
        const auto is_or_has = [&](std::size_t place) {
          const PlannedCase& below = plan->cases[place];
          return below.test->id.starts_with(beginning) || comes_after(below, beginning);
        };
        return std::ranges::any_of(planned.needs, is_or_has) ||
               std::ranges::any_of(planned.after, is_or_has);
      };
  for (const PlannedCase& planned : plan->cases) {
    const Case& one = *planned.test;
    if (one.tags.chapter == cases::Chapter::base) continue;
    bool looks = one.effect.look != cases::Effect::Look::no;
    bool reactivates = false;
    for (const cases::Call& call : one.calls) {
      looks = looks || call.when_settled || call.seen;
      reactivates = reactivates || (call.action == "ReactivateInstances" && !call.spelled_as_is);
    }
    if (looks && one.effect.channel == cases::Channel::any) {
      EXPECT_TRUE(comes_after(planned, "base/observe/")) << one.id;
    }
    if (reactivates) {
      EXPECT_TRUE(comes_after(planned, "base/action/reactivate-instances/")) << one.id;
    }
  }
}

TEST(MakePlan, ChoosesByPatternAndVariant) {
  const auto library = small_library();
  EXPECT_THAT(selected(make_plan(library, {.select = {"start/*"}})),
              UnorderedElementsAre("start/one@get.xml.v1", "start/one@post.json.v3",
                                   "start/two@get.xml.v1", "start/two@post.json.v3"));
  EXPECT_THAT(selected(make_plan(library, {.select = {"start/*"}, .skip = {"**@get.*"}})),
              UnorderedElementsAre("start/one@post.json.v3", "start/two@post.json.v3"));
  EXPECT_THAT(selected(make_plan(library, {.select = {"start/one@post-form.xml.v3"}})),
              UnorderedElementsAre("start/one@post-form.xml.v3"));
  EXPECT_EQ(selected(make_plan(library, {.full = true, .select = {"start/one"}})).size(), 12U);
}

TEST(MakePlan, SaysWhatMatchesNothing) {
  const auto library = small_library();
  const auto folder = make_plan(library, {.select = {"start"}});
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().what,
            "--select 'start' matches no case; for all below it write 'start/**'");
  const auto nothing = make_plan(library, {.skip = {"nowhere/x"}});
  ASSERT_FALSE(nothing);
  EXPECT_THAT(nothing.error().what, HasSubstr("--skip 'nowhere/x' matches no case"));
  EXPECT_THAT(nothing.error().what, HasSubstr("hallmark list cases"));
  const auto said = [&](const std::string& pattern) {
    const auto plan = make_plan(library, {.select = {pattern}});
    return plan ? "" : plan.error().what;
  };
  EXPECT_EQ(said("start/one@get.xml.v9"),
            "--select 'start/one@get.xml.v9' matches no case: there is no variant 'get.xml.v9'; "
            "did you mean 'get.xml.v1' or 'get.xml.v3'?");
  EXPECT_THAT(said("strat/*"), HasSubstr("; did you mean 'start/*'? (hallmark list cases"));
  EXPECT_FALSE(make_plan(library, {.select = {"start/*"}, .skip = {"**"}}));
}

TEST(MakePlan, MarksWhatTheTargetDoesNotClaim) {
  auto library = small_library();
  library.push_back(plain("start/only-v3", {"base/variant"}));
  library.back().variants = {.v1 = false};
  PlanOptions options{.select = {"start/one", "start/only-v3"}};
  options.without = *Without::parse({"v3"});
  const auto plan = make_plan(library, options);
  EXPECT_THAT(selected(plan), UnorderedElementsAre("start/one@get.xml.v1", "start/one@post.json.v1",
                                                   "start/only-v3@post.json.v3"));
  for (const PlannedCase& planned : plan->cases) {
    if (!planned.variant) continue;
    EXPECT_EQ(planned.unsupported.has_value(), planned.variant->signature == cases::Signature::v3)
        << address(planned);
  }
}

TEST(MakePlan, AsksWhatOneSignatureMustBeLikeCrosswise) {
  auto library = small_library();
  Case of_v1 = plain("authentication/of-v1", {"base/variant"});
  of_v1.tags.chapter = cases::Chapter::authentication;
  of_v1.variants = {.v3 = false};
  Case of_v3 = plain("authentication/of-v3", {"base/variant"});
  of_v3.tags.chapter = cases::Chapter::authentication;
  of_v3.variants = {.v1 = false};
  library.push_back(of_v1);
  library.push_back(of_v3);
  PlanOptions options{.select = {"authentication/*"}};
  options.depth = 2;
  EXPECT_THAT(selected(make_plan(library, options)),
              UnorderedElementsAre("authentication/of-v1@get.xml.v1",
                                   "authentication/of-v1@post-form.json.v1",
                                   "authentication/of-v3@post.json.v3",
                                   "authentication/of-v3@get.xml.v3"));
  options.without = *Without::parse({"post-form"});
  EXPECT_THAT(selected(make_plan(library, options)),
              UnorderedElementsAre("authentication/of-v1@get.xml.v1",
                                   "authentication/of-v3@post.json.v3",
                                   "authentication/of-v3@get.xml.v3"));
  options.depth = 1;
  EXPECT_THAT(selected(make_plan(library, options)),
              UnorderedElementsAre("authentication/of-v1@get.xml.v1",
                                   "authentication/of-v3@post.json.v3"));
}

std::vector<std::string> names_of(const std::vector<cases::Variant>& variants) {
  std::vector<std::string> names;
  for (const cases::Variant variant : variants) names.push_back(variant.name());
  return names;
}

TEST(BaseForms, AreTheNearestThatAreClaimedAndWork) {
  using ::testing::ElementsAre;
  const auto without = [](const std::vector<std::string>& features) {
    PlanOptions options;
    options.without = *Without::parse(features);
    return names_of(base_forms(options));
  };
  EXPECT_EQ(base_forms({}), cases::base_variants());
  EXPECT_THAT(without({"v3"}), ElementsAre("get.xml.v1", "post.json.v1"));
  EXPECT_THAT(without({"v3", "xml"}), ElementsAre("get.json.v1", "post.json.v1"));
  EXPECT_THAT(without({"v3", "xml", "get", "post-query"}), ElementsAre("post-form.json.v1"));
  const std::vector<cases::Variant> all = cases::full_variants();
  PlanOptions options;
  options.working = {all[1]};  // post.json.v3
  EXPECT_THAT(names_of(base_forms(options)), ElementsAre("post.json.v3"));
}

TEST(MakePlan, AsksForBaseFormsAmongThePrerequisitesThoughOthersTakeTheirPlace) {
  auto library = small_library();
  for (Case& one : library) {
    if (one.id == "base/variant") one.tags.chapter = cases::Chapter::base;
  }
  PlanOptions options;
  options.working = {{cases::Method::get, cases::Format::json, cases::Signature::v1}};
  EXPECT_THAT(selected(make_plan(library, options)),
              ::testing::IsSupersetOf({"base/variant@get.xml.v1", "base/variant@post.json.v3",
                                       "base/variant@get.json.v1", "start/one@get.json.v1"}));
}

TEST(MakePlan, LeavesOutWhatIsDeeperUnlessItIsNamed) {
  auto library = small_library();
  library.push_back(plain("start/deep", {"base/variant"}));
  library.back().depth = 2;
  library.back().once = true;
  library.push_back(plain("start/deeper", {"base/variant"}));
  library.back().depth = 3;
  library.back().once = true;
  const auto has = [&](const PlanOptions& options, const std::string& id) {
    return std::ranges::count(selected(make_plan(library, options)), id) == 1;
  };
  EXPECT_FALSE(has({.depth = 1}, "start/deep"));
  EXPECT_TRUE(has({.depth = 2}, "start/deep"));
  EXPECT_FALSE(has({.depth = 2}, "start/deeper"));
  EXPECT_TRUE(has({.depth = 3}, "start/deeper"));
  EXPECT_TRUE(has({.depth = 1, .select = {"start/deeper"}}, "start/deeper"));
  EXPECT_FALSE(has({.depth = 1, .select = {"start/*"}}, "start/deeper"));
  const auto none = make_plan(library, {.depth = 1, .select = {"start/deep*"}});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().what, HasSubstr("--depth"));
}

// Cases that are asked in one way each: thirty that are accepted, thirty that are refused.
std::vector<Case> many_pairs() {
  std::vector<Case> library;
  for (int i = 0; i < 60; ++i) {
    Case one = plain("start/pair/" + std::to_string(100 + i));
    one.tags.family = cases::Family::pair;
    one.depth = 2;
    one.calls[0].expect.allowed = {
        {.kind = i < 30 ? cases::Answer::Kind::accepted : cases::Answer::Kind::refused}};
    library.push_back(std::move(one));
  }
  return library;
}

TEST(MakePlan, AsksPairsInTurnsThatGiveEveryKindEveryVariant) {
  const auto library = many_pairs();
  const auto plan = make_plan(library, {.depth = 2});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->cases.size(), library.size());
  for (std::size_t begin = 0; begin < library.size(); begin += 30) {
    std::set<std::string> twelve;
    for (std::size_t i = begin; i < begin + 12; ++i) {
      twelve.insert(plan->cases[i].variant->name());
    }
    EXPECT_EQ(twelve.size(), 12U);
    for (std::size_t i = begin; i + 3 <= begin + 30; ++i) {
      std::set<cases::Method> methods;
      std::set<cases::Format> formats;
      std::set<cases::Signature> signatures;
      for (std::size_t j = i; j < i + 3; ++j) {
        methods.insert(plan->cases[j].variant->method);
        formats.insert(plan->cases[j].variant->format);
        signatures.insert(plan->cases[j].variant->signature);
      }
      EXPECT_EQ(methods.size(), 3U);
      EXPECT_EQ(formats.size(), 2U);
      EXPECT_EQ(signatures.size(), 2U);
    }
  }
}

// How the cases of one kind travel, taken together.
struct Ways {
  std::set<cases::Method> methods;
  std::set<cases::Format> formats;
  std::set<cases::Signature> signatures;
  std::set<std::string> variants;
  std::size_t asked = 0;

  void add(cases::Variant variant) {
    ++asked;
    methods.insert(variant.method);
    formats.insert(variant.format);
    signatures.insert(variant.signature);
    variants.insert(variant.name());
  }
  [[nodiscard]] bool are_all() const {
    return methods.size() == 3 && formats.size() == 2 && signatures.size() == 2;
  }
};

TEST(MakePlan,
     AsksEveryKindOfAnswerInEveryVariantAndEveryDifferenceInEveryMethodFormatAndSignature) {
  const auto plan = make_plan(cases::library(), {.depth = 2});
  ASSERT_TRUE(plan);
  std::map<std::string, Ways> by_kind;
  std::map<std::string, Ways> by_difference;
  for (const PlannedCase& planned : plan->cases) {
    const Case& one = *planned.test;
    if (!planned.selected || !planned.variant || one.tags.family != cases::Family::pair) continue;
    const cases::Call& call = one.calls[0];
    const bool may_be_accepted = std::ranges::any_of(
        call.expect.allowed,
        [](const cases::Answer& answer) { return answer.kind == cases::Answer::Kind::accepted; });
    const bool forged = call.identity != cases::Identity::own;
    by_kind[forged            ? "forged"
            : one.dry_run     ? "dry run"
            : may_be_accepted ? "accepted"
                              : "refused"]
        .add(*planned.variant);
    const bool in_company = one.id.find("/beside-") != std::string::npos;  // few of each
    if (forged || one.dry_run || in_company) continue;
    // start-instance/pair/ONE, or start-instance/pair/ONE/OTHER
    const std::size_t begin = one.id.find("/pair/") + 6;
    const std::size_t end = one.id.find('/', begin);
    const std::string action = one.id.substr(0, begin);
    by_difference[action + one.id.substr(begin, end - begin)].add(*planned.variant);
    if (end != std::string::npos && call.arguments.size() == 1) {
      by_difference[action + one.id.substr(end + 1)].add(*planned.variant);
    }
  }
  EXPECT_EQ(by_kind.size(), 4U);
  for (const auto& [kind, ways] : by_kind) EXPECT_EQ(ways.variants.size(), 12U) << kind;
  std::size_t differences = 0;
  for (const auto& [difference, ways] : by_difference) {
    if (ways.asked < 3) continue;  // of flags without a difference
    ++differences;
    EXPECT_TRUE(ways.are_all()) << difference;
  }
  EXPECT_GT(differences, 60U);
}

TEST(MakePlan, AsksAPairInTheSameWayWhateverElseIsSelected) {
  const auto library = many_pairs();
  const auto whole = make_plan(library, {.depth = 2});
  const auto one = make_plan(library, {.depth = 1, .select = {"start/pair/141"}});
  ASSERT_TRUE(whole && one);
  ASSERT_EQ(one->cases.size(), 1U);
  EXPECT_EQ(one->cases[0].variant, whole->cases[41].variant);
  EXPECT_EQ(selected(make_plan(library, {.full = true, .depth = 2})).size(), 60U * 12U);
}

TEST(MakePlan, AsksPairsInWaysThatWork) {
  const auto library = many_pairs();
  PlanOptions options{.depth = 2};
  options.without = *Without::parse({"v3", "xml"});
  const auto plan = make_plan(library, options);
  ASSERT_TRUE(plan);
  std::set<std::string> names;
  for (const PlannedCase& planned : plan->cases) {
    names.insert(planned.variant->name());
    EXPECT_FALSE(planned.unsupported);
  }
  EXPECT_THAT(names, UnorderedElementsAre("get.json.v1", "post.json.v1", "post-form.json.v1"));
}

TEST(IsAsked, OnlyWithAllThatTheCaseStandsOn) {
  const auto day = Yardstick::parse("2019-12-31");
  ASSERT_TRUE(day);
  const Case* pair = cases::find("start-instance/pair/security-lock/insufficient-balance");
  ASSERT_NE(pair, nullptr);
  EXPECT_TRUE(is_asked(Yardstick{}, *pair));
  EXPECT_FALSE(is_asked(*day, *pair));  // the row on the balance is of 2020
}

TEST(MakePlan, ShardsAreDisjointAndComplete) {
  const auto library = small_library();
  EXPECT_TRUE(rc::check("every selected case is in exactly one shard", [&] {
    const auto total = *rc::gen::inRange<unsigned>(1, 9);
    std::vector<std::string> together;
    for (unsigned index = 1; index <= total; ++index) {
      const auto part =
          make_plan(library, {.full = true, .shard_index = index, .shard_total = total});
      if (!part) continue;  // an empty part
      for (const std::string& one : selected(part)) together.push_back(one);
    }
    std::vector<std::string> whole = selected(make_plan(library, {.full = true}));
    std::ranges::sort(together);
    std::ranges::sort(whole);
    RC_ASSERT(together == whole);
  }));
}

TEST(MakePlan, ShufflingKeepsTheRanks) {
  const auto library = small_library();
  const auto whole = make_plan(library, {.full = true});
  ASSERT_TRUE(whole);
  EXPECT_TRUE(rc::check("a shuffled plan is the same cases, needs first", [&] {
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    const auto plan = make_plan(library, {.full = true, .shuffle_seed = seed});
    RC_ASSERT(plan.has_value());
    RC_ASSERT(plan->cases.size() == whole->cases.size());
    std::size_t rank = 0;
    for (const PlannedCase& planned : plan->cases) {
      RC_ASSERT(planned.rank >= rank);
      rank = planned.rank;
      for (const std::size_t need : planned.needs) RC_ASSERT(plan->cases[need].rank < rank);
    }
    const auto again = make_plan(library, {.full = true, .shuffle_seed = seed});
    RC_ASSERT(selected(plan) == selected(again));
  }));
}

TEST(MakePlan, HasACaseThatRunsOnceStandOnWhatItsFirstCallStandsOn) {
  auto library = small_library();
  library.push_back(plain("both/forms", {"start/one"}));
  library.back().once = true;
  library.back().calls[0].variant =
      cases::Variant{cases::Method::get, cases::Format::json, cases::Signature::v3};
  PlanOptions options;
  options.select = {"both/forms"};
  const auto plan = make_plan(library, options);
  ASSERT_TRUE(plan);
  const PlannedCase& last = plan->cases.back();
  ASSERT_EQ(last.test->id, "both/forms");
  ASSERT_EQ(last.needs.size(), 1U);
  EXPECT_EQ(address(plan->cases[last.needs[0]]), "start/one@get.json.v3");
}

}  // namespace
}  // namespace hallmark::runner
