// SPDX-License-Identifier: Apache-2.0
//
// A history's two written forms, and what mutates them.
#include "fuzz/grammar/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/mutation.hpp"
#include "fuzz/model/instance_model.hpp"

namespace hallmark::fuzz {
namespace {

using Bytes = std::vector<std::uint8_t>;

rc::Gen<Bytes> any_bytes() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, 300), [](std::size_t size) {
    return rc::gen::container<Bytes>(
        size, rc::gen::map(rc::gen::inRange(0, 256), [](int n) { return std::uint8_t(n); }));
  });
}

History written(std::string_view calls) {
  const auto history = parse_history("hallmark history 1\nworld Stopped\n" + std::string{calls});
  EXPECT_TRUE(history.has_value()) << (history ? "" : history.error().what);
  return history ? *history : History{};
}

std::string mistake_in(std::string_view text) {
  const auto history = parse_history(text);
  return history ? "none" : history.error().what;
}

TEST(Vocabulary, ComesFromTheCases) {
  const Vocabulary& words = Vocabulary::get();
  EXPECT_GT(words.ids.size(), 50U);
  EXPECT_LT(words.ids.size(), 256U);
  EXPECT_GT(words.booleans.size(), 15U);
  EXPECT_LT(words.booleans.size(), 64U);
  EXPECT_GT(words.extras.size(), 25U);
  EXPECT_LT(words.extras.size(), 256U);
  EXPECT_GT(words.treatments.size(), 150U);
  EXPECT_EQ(words.variants.size(), 12U);
  EXPECT_FALSE(words.used_nonce.empty());
}

TEST(HistoryBytes, NothingIsTheEmptyHistoryOfAPlainWorld) {
  EXPECT_EQ(decode({}), History{});
  const History one = decode(Bytes(9));
  ASSERT_EQ(one.steps.size(), 1U);
  EXPECT_EQ(one.steps.front(), Step{});
}

TEST(HistoryBytes, AnyBytesAreAHistoryThatComesBack) {
  EXPECT_TRUE(rc::check("decode(encode(decode(bytes))) is decode(bytes)", [] {
    const History history = decode(*any_bytes());
    const Bytes bytes = encode(history);
    RC_ASSERT(decode(bytes) == history);
    RC_ASSERT(encode(decode(bytes)) == bytes);
  }));
}

TEST(HistoryText, HoldsWhatBytesHold) {
  EXPECT_TRUE(rc::check("a history comes back from its text", [] {
    const History history = decode(*any_bytes());
    const std::string text = to_text(history);
    const auto again = parse_history(text);
    if (!again) RC_LOG() << again.error().what << " in\n" << text;
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == history);
    RC_ASSERT(to_text(*again) == text);
  }));
}

TEST(HistoryText, IsForPeople) {
  History history = written(
      "RebootInstance ForceStop=true DryRun=%20true variant=post.json.v3  # a comment\n"
      "\n"
      "StartInstance id=odd/nul treatment=replay back=1 wait=100 together\n"
      "StopInstance by-other extra=client-token~lower-hex:a%2Fb\n");
  ASSERT_EQ(history.steps.size(), 3U);
  EXPECT_EQ(history.steps[0].action, CalledAction::reboot);
  EXPECT_EQ(Vocabulary::get().booleans[history.steps[0].dry_run], " true");
  EXPECT_EQ(history.steps[1].back, 1);
  EXPECT_TRUE(history.steps[1].together);
  EXPECT_EQ(history.steps[2].extras.at(0).text, "a/b");
  EXPECT_EQ(to_text(history),
            "hallmark history 1\n"
            "world Stopped PostPaid\n"
            "RebootInstance ForceStop=true DryRun=%20true variant=post.json.v3\n"
            "StartInstance id=odd/nul treatment=replay back=1 wait=100 together\n"
            "StopInstance extra=client-token~lower-hex:a%2Fb by-other\n");
}

TEST(HistoryText, NamesTheLineAndTheColumnOfAMistake) {
  EXPECT_EQ(mistake_in(""), "line 1: it does not begin with \"hallmark history 1\"");
  EXPECT_EQ(mistake_in("  history\n"),
            "line 1, column 3: it does not begin with \"hallmark history 1\"");
  EXPECT_EQ(mistake_in("hallmark history 1\n"),
            "line 1: it has no world: a line like \"world Stopped PostPaid\"");
  const std::string head = "hallmark history 1\nworld Stopped PostPaid SecurityLock\n";
  EXPECT_EQ(mistake_in(head + "\n\tHaltInstance\n").substr(0, 41),
            "line 4, column 2: no such action: HaltIns");
  EXPECT_EQ(
      mistake_in(head + "StartInstance  back=1"),
      "line 3, column 1: back is for replays and nonces only: treatment=replay, same-nonce or "
      "same-nonce-another-minute");
  EXPECT_EQ(mistake_in(head + "StartInstance wait=7  # soon"),
            "line 3, column 15: wait is one of 1, 20, 100, 1000 and 5000 milliseconds");
  EXPECT_EQ(mistake_in("hallmark history 1\nworld Stopped PrePaid Expired"),
            "line 2, column 1: the world contradicts itself: under its conditions it is PostPaid");
  EXPECT_EQ(mistake_in("hallmark history 1\nworld Stopped PostPaid LocalDiskFailed"),
            "line 2, column 1: the world contradicts itself: its conditions go with LocalDisk");
  EXPECT_EQ(mistake_in("hallmark history 1\nworld Stopped SecurityLock+NoStock+Expired+LocalDisk"),
            "line 2, column 1: a world has 3 conditions at most");
  EXPECT_EQ(
      mistake_in("hallmark history 1\nworld PrePaid"),
      "line 2, column 1: a world has a status: Pending, Starting, Running, Stopping, Stopped");
}

TEST(HistoryText, SaysWhatWasMeant) {
  const std::string head = "hallmark history 1\nworld Stopped PostPaid\n";
  EXPECT_EQ(mistake_in(head + "StartInstanc"),
            "line 3, column 1: no such action: StartInstanc; did you mean 'StartInstance'?");
  EXPECT_EQ(mistake_in(head + "StartInstance id=odd/nil"),
            "line 3, column 18: no such id: odd/nil; did you mean 'odd/nul'?");
  EXPECT_EQ(mistake_in(head + "StartInstance dryrun=true"),
            "line 3, column 15: no such word of a call: dryrun; did you mean 'DryRun'?");
  EXPECT_EQ(
      mistake_in("hallmark history 1\nworld Stopped PostPaid NoStock+SecurtyLock"),
      "line 2, column 32: no such word of a world: SecurtyLock; did you mean 'SecurityLock'?");
  EXPECT_EQ(mistake_in(head + "StartInstance id-encoding=xxxxxxxx"),
            "line 3, column 27: no such encoding: xxxxxxxx; it is one of canonical, lower-hex, "
            "every-byte, plus, bare");
}

TEST(History, WorldsAreConsistent) {
  EXPECT_TRUE(rc::check("a consistent world stays as it is", [] {
    cases::Fixture fixture;
    for (const int n : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 22))) {
      fixture.conditions = fixture.conditions.with(static_cast<cases::Condition>(n));
    }
    if (*rc::gen::arbitrary<bool>()) fixture.charge_type = cases::ChargeType::pre_paid;
    const cases::Fixture once = consistent(fixture);
    RC_ASSERT(consistent(once) == once);
  }));
}

TEST(History, LosesStepsWithoutPointingElsewhere) {
  const History history = written(
      "StartInstance\nStopInstance\nRebootInstance treatment=replay back=2\n"
      "RebootInstance treatment=same-nonce back=2\n");
  const History kept = with_steps(history, {true, false, true, true});
  ASSERT_EQ(kept.steps.size(), 3U);
  EXPECT_EQ(source_of(kept, 1), 0U);
  EXPECT_EQ(kept.steps[2].treatment, honest);
}

TEST(Mutation, IsDeterministicAndFits) {
  EXPECT_TRUE(rc::check("the same seed gives the same bytes, within their limit", [] {
    const Bytes start = *any_bytes();
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const std::size_t limit = 8 + *rc::gen::inRange<std::size_t>(0, 400);
    Bytes one = start;
    one.resize(std::max(limit, start.size()));
    Bytes two = one;
    const std::size_t size = mutate_bytes(one.data(), start.size(), limit, seed);
    RC_ASSERT(size <= limit);
    RC_ASSERT(mutate_bytes(two.data(), start.size(), limit, seed) == size);
    RC_ASSERT(one == two);
    one.resize(size);
    RC_ASSERT(encode(decode(one)) == one);
    Bytes child(limit);
    RC_ASSERT(cross_bytes(start, one, child.data(), limit, seed) <= limit);
  }));
}

TEST(Mutation, SignsHonestlyMostOfTheTime) {
  Random random{7};
  History history = written("StartInstance\nRebootInstance\n");
  std::size_t steps = 0;
  std::size_t treated = 0;
  for (int i = 0; i < 4000; ++i) {
    history = mutate(std::move(history), random);
    for (const Step& step : history.steps) treated += step.treatment != honest ? 1 : 0;
    steps += history.steps.size();
  }
  EXPECT_GT(steps, 4000U);
  EXPECT_LT(treated * 8, steps);  // one in 16, give or take what survives
  EXPECT_GT(treated * 40, steps);
}

TEST(Draw, MostCallsAreLegal) {
  Random random{1};
  std::size_t legal = 0;
  std::size_t illegal = 0;
  for (int i = 0; i < 3000; ++i) {
    const History history = draw_history(random);
    EXPECT_EQ(decode(encode(history)), history);
    InstanceModel model{history.fixture};
    for (const Step& step : history.steps) {
      if (step.by_other) continue;
      model.elapse(Vocabulary::get().waits[step.wait]);
      Asked asked = asked_of(step);
      const bool dry = asked.dry_run == Flag::is_true && is_documented(step.action);
      if (dry) asked.dry_run = Flag::absent;
      const bool may =
          step.treatment == honest && asked.named == Named::the_instance && model.may_accept(asked);
      ++(may ? legal : illegal);
      if (may && !dry) model.assume(asked);
    }
  }
  const double share = static_cast<double>(legal) / static_cast<double>(legal + illegal);
  EXPECT_GT(share, 0.80);
  EXPECT_LT(share, 0.90);
}

}  // namespace
}  // namespace hallmark::fuzz
