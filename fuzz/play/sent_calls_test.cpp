// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/sent_calls.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "fuzz/play/testing_history.hpp"

namespace hallmark::fuzz {
namespace {

class SentCallsTest : public testing::Test {
 protected:
  using Use = SentCalls::Use;

  static History steps(const std::string& text) {
    return history_of("hallmark history 1\nworld Stopped PostPaid\n" + text);
  }
  SentCalls calls_of(const History& history) {
    return SentCalls{history, cast_, builder_, "ReactivateInstances"};
  }

  runner::Cast cast_{
      runner::World{.credentials = {.access_key_id = "id", .access_key_secret = "key"},
                    .region_id = "cn-hangzhou",
                    .instance_id = "i-1"},
      runner::World{.credentials = {.access_key_id = "id2", .access_key_secret = "key2"},
                    .region_id = "cn-hangzhou",
                    .instance_id = "i-2"}};
  runner::RequestBuilder builder_{"ecs.aliyuncs.com", "/", runner::NonceGenerator{1},
                                  [] { return std::chrono::system_clock::time_point{}; }};
};

TEST_F(SentCallsTest, ExpectNothingAtTheDoorOfAnHonestOne) {
  const History history = steps("StartInstance\nStartInstance\n");
  SentCalls calls = calls_of(history);
  const SentCall& first = calls.make_next();
  const SentCall& second = calls.make_next();
  EXPECT_TRUE(first.asked.refused_at_door.empty());
  EXPECT_NE(first.request.nonce, second.request.nonce);
  EXPECT_EQ(&calls.at(0), &first);
}

TEST_F(SentCallsTest, RefuseForgeriesAsTheirCaseDoes) {
  const History history =
      steps("StartInstance treatment=v1/signature/flipped variant=get.json.v1\n");
  SentCalls calls = calls_of(history);
  const SentCall& forged = calls.make_next();
  EXPECT_TRUE(forged.is_forged);
  EXPECT_FALSE(forged.asked.refused_at_door.empty());
  EXPECT_FALSE(forged.asked.may_come_in);
}

TEST_F(SentCallsTest, SendTheSameBytesAgainWhereOneIsReplayed) {
  const History history = steps("StartInstance\nStartInstance treatment=replay back=1\n");
  SentCalls calls = calls_of(history);
  const SentCall& first = calls.make_next();
  calls.remember(first, Use::surely);
  const SentCall& replay = calls.make_next();
  EXPECT_EQ(replay.request.http.target, first.request.http.target);
  EXPECT_TRUE(replay.goes_back);
  EXPECT_FALSE(replay.asked.refused_at_door.empty());
  EXPECT_FALSE(replay.asked.may_come_in);
}

TEST_F(SentCallsTest, LeaveOpenWhetherAReplayComesInWhereTheFirstPerhapsDidNot) {
  const History history = steps("StartInstance\nStartInstance treatment=replay back=1\n");
  SentCalls calls = calls_of(history);
  calls.remember(calls.make_next(), Use::maybe);
  EXPECT_TRUE(calls.make_next().asked.may_come_in);
}

TEST_F(SentCallsTest, KnowANonceOnlyOfTheAccountThatUsedIt) {
  const History history = steps(
      "StartInstance\nStartInstance treatment=same-nonce back=1 by-other\n"
      "StartInstance treatment=same-nonce back=2\n");
  SentCalls calls = calls_of(history);
  calls.remember(calls.make_next(), Use::surely);
  const SentCall& by_other = calls.make_next();
  EXPECT_TRUE(by_other.asked.refused_at_door.empty());
  const SentCall& by_the_same = calls.make_next();
  EXPECT_EQ(by_the_same.request.nonce, by_other.request.nonce);
  EXPECT_FALSE(by_the_same.asked.refused_at_door.empty());
}

TEST_F(SentCallsTest, LetEitherOfTwoAtTheSameMomentComeIn) {
  const History history =
      steps("StartInstance\nStartInstance together treatment=same-nonce back=1\n");
  SentCalls calls = calls_of(history);
  calls.make_next();
  calls.make_next();
  calls.expect_shared_nonces(0, 2);
  for (const std::size_t step : {0U, 1U}) {
    EXPECT_FALSE(calls.at(step).asked.refused_at_door.empty()) << step;
    EXPECT_TRUE(calls.at(step).asked.may_come_in) << step;
  }
}

TEST_F(SentCallsTest, WearAnotherGuiseWithANonceOfTheirOwn) {
  const History history = steps("StartInstance again=order\n");
  SentCalls calls = calls_of(history);
  const SentCall& first = calls.make_next();
  const SentCall& again = calls.make_again(history.steps[0]);
  EXPECT_NE(first.request.nonce, again.request.nonce);
  EXPECT_EQ(first.call.arguments.size(), again.call.arguments.size());
}

}  // namespace
}  // namespace hallmark::fuzz
