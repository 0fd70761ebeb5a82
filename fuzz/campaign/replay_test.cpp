// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/replay.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "fuzz/play/reference_target.hpp"
#include "fuzz/play/testing_history.hpp"

namespace hallmark::fuzz {
namespace {

constexpr std::string_view one_start =
    "hallmark history 1\nworld Stopped PostPaid\nStartInstance\n";

// An endpoint that breaks down where as much time has passed before a request.
PlayTarget weary(std::chrono::milliseconds patience) {
  PlayTarget target = reference_target();
  const auto passed = std::make_shared<std::chrono::milliseconds>(0);
  target.advance = [passed, advance = target.advance](std::chrono::milliseconds time) {
    *passed = time;
    advance(time);
  };
  target.handle = [passed, patience, handle = target.handle](const runner::HttpRequest& request) {
    const bool broken = *passed >= patience && !request.target.starts_with("/_fixtures");
    *passed = std::chrono::milliseconds{0};
    ReplyOrFault outcome = handle(request);
    if (broken && outcome) outcome->status = 503;
    return outcome;
  };
  return target;
}

TEST(Replay, StopsAtTheFirstPlayThatFails) {
  const SavedFinding saved{.history = history_of(one_start), .bucket = {}};
  const Replayed replayed = replay(weary(std::chrono::milliseconds{0}), saved, 5, 1);
  ASSERT_TRUE(replayed.finding);
  EXPECT_EQ(replayed.finding->checker, Checker::no_server_error);
  EXPECT_TRUE(replayed.is_the_same);
  EXPECT_EQ(replayed.plays, 1U);
  EXPECT_EQ(replayed.pause.count(), 0);
}

TEST(Replay, LooksForTheSameFindingAndTellsOfAnother) {
  const SavedFinding saved{.history = history_of(one_start), .bucket = "no such finding"};
  const Replayed replayed = replay(weary(std::chrono::milliseconds{20}), saved, 2, 1);
  ASSERT_TRUE(replayed.finding);
  EXPECT_FALSE(replayed.is_the_same);
  EXPECT_EQ(replayed.pause.count(), 20);
}

TEST(Replay, TriesAgainWithPauses) {
  const SavedFinding saved{.history = history_of(one_start), .bucket = {}};
  for (const int patience : {20, 100}) {
    const Replayed replayed = replay(weary(std::chrono::milliseconds{patience}), saved, 2, 1);
    ASSERT_TRUE(replayed.finding) << patience;
    EXPECT_EQ(replayed.pause.count(), patience);
    EXPECT_EQ(replayed.plays, 1U);
  }
}

// An endpoint that closes a connection that had been kept, so often.
PlayTarget closing(int times) {
  PlayTarget target = reference_target();
  target.handle = [left = std::make_shared<int>(times),
                   handle = target.handle](const runner::HttpRequest& request) -> ReplyOrFault {
    if (!request.target.starts_with("/_fixtures") && (*left)-- > 0) {
      return runner::Error{runner::Fault::connect, "it was closed"};
    }
    ReplyOrFault outcome = handle(request);
    if (!request.target.starts_with("/_fixtures") && outcome) outcome->status = 503;
    return outcome;
  };
  return target;
}

TEST(Replay, GoesOnWhereAConnectionWasClosed) {
  const SavedFinding saved{.history = history_of(one_start), .bucket = {}};
  const Replayed shown = replay(closing(1), saved, 1, 1);
  EXPECT_TRUE(shown.finding);
  EXPECT_FALSE(shown.hindrance);
  const Replayed nobody = replay(closing(1000), saved, 1, 1);
  EXPECT_FALSE(nobody.finding);
  EXPECT_TRUE(nobody.hindrance);
}

// An endpoint whose answers to StartInstance are lost on the way, each time that `is_lost` says so.
PlayTarget losing(const std::function<bool()>& is_lost) {
  PlayTarget target = reference_target();
  target.handle = [is_lost,
                   handle = target.handle](const runner::HttpRequest& request) -> ReplyOrFault {
    const bool starts = (request.target + request.body).find("StartInstance") != std::string::npos;
    ReplyOrFault outcome = handle(request);
    if (starts && is_lost()) return runner::Error{runner::Fault::truncated, "it broke off"};
    return outcome;
  };
  return target;
}

TEST(Replay, PlaysAgainWhatMetALostAnswer) {
  const SavedFinding saved{.history = history_of(one_start), .bucket = {}};
  const Replayed each_time = replay(losing([] { return true; }), saved, 3, 1);
  ASSERT_TRUE(each_time.finding);
  EXPECT_EQ(each_time.finding->checker, Checker::every_request_is_answered);
  const Replayed once = replay(losing([n = 0]() mutable { return n++ == 0; }), saved, 3, 1);
  EXPECT_FALSE(once.finding);
  EXPECT_FALSE(once.hindrance);
  const Replayed never_whole =
      replay(losing([n = 0]() mutable { return n++ % 2 == 0; }), saved, 1, 1);
  EXPECT_FALSE(never_whole.finding);
}

TEST(Replay, CountsAllPlaysOfWhatHolds) {
  const SavedFinding saved{.history = history_of(one_start), .bucket = {}};
  const Replayed replayed = replay(weary(std::chrono::milliseconds{101}), saved, 12, 1);
  EXPECT_FALSE(replayed.finding);
  EXPECT_EQ(replayed.plays, 12U + 10U + 10U);
}

}  // namespace
}  // namespace hallmark::fuzz
