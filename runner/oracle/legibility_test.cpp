// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/legibility.hpp"

#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using reports::Exchange;
using namespace testing;

class Reading : public ::testing::Test {
 protected:
  void read(Exchange exchange) {
    const reports::CallRecord one = record(0, "StartInstance", std::move(exchange));
    legibility_.look_at(one, decode_reply(one.exchange));
  }
  bool blames_the_target() const { return legibility_.spoilt_by_target().has_value(); }

  Legibility legibility_;
};

const Exchange whole_refusal = error(403, "IncorrectInstanceStatus", "no");
const Exchange spoilt_refusal = answer(403, "<Error><Code>IncorrectInstanceStatus</Code>");
const Exchange accepted_call = success("StartInstance");
const Exchange spoilt_success = answer(200, "<StartInstanceResponse><RequestId>");

TEST_F(Reading, BlamesWhoSpoilsOneKindAgainAndAgain) {
  for (int i = 0; i < 60; ++i) {
    for (const Exchange& one : {whole_refusal, accepted_call, accepted_call, spoilt_refusal})
      read(one);
  }
  EXPECT_TRUE(blames_the_target());
}

TEST_F(Reading, TakesBothFormatsOfARefusalForOneKind) {
  const Exchange spoilt_json = answer(403, "{", "application/json");
  for (int i = 0; i < 60; ++i) {
    for (const Exchange& one : {spoilt_json, accepted_call, whole_refusal, spoilt_refusal})
      read(one);
    read(accepted_call);
  }
  EXPECT_TRUE(blames_the_target());
}

TEST_F(Reading, BlamesNobodyForAWayThatSpoilsAllKinds) {
  for (int i = 0; i < 200; ++i) {
    for (const Exchange& one : {whole_refusal, accepted_call, accepted_call}) read(one);
    read(i == 17 ? spoilt_success : spoilt_refusal);
  }
  EXPECT_FALSE(blames_the_target());
}

TEST_F(Reading, BlamesNobodyForFewOrForManyInARow) {
  for (int i = 0; i < 200; ++i) read(spoilt_refusal);
  for (int i = 0; i < 200; ++i) read(accepted_call);
  for (int i = 0; i < 10; ++i) {
    read(spoilt_refusal);
    read(accepted_call);
  }
  EXPECT_FALSE(blames_the_target());
}

// Where nearly all answers are of one kind, so are those that a way spoils.
TEST_F(Reading, BlamesNobodyWhereOneKindIsNearlyAll) {
  for (int i = 0; i < 200; ++i) {
    for (const Exchange& one : {whole_refusal, whole_refusal, whole_refusal, spoilt_refusal})
      read(one);
  }
  read(accepted_call);
  EXPECT_FALSE(blames_the_target());
}

// Cut, or packed though nobody may unpack it: that says nothing of how it was written.
TEST_F(Reading, CountsWholeAnswersAlone) {
  Exchange packed = spoilt_refusal;
  packed.headers.emplace_back("Content-Encoding", "br");
  for (int i = 0; i < 200; ++i) {
    for (const Exchange& one : {no_answer("truncated"), accepted_call, packed}) read(one);
  }
  EXPECT_FALSE(blames_the_target());
}

}  // namespace
}  // namespace hallmark::runner
