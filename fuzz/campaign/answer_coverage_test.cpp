// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/answer_coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace hallmark::fuzz {
namespace {

using specs::InstanceStatus;
using testing::ElementsAre;

const Situations stopped = Situations::seen_as(InstanceStatus::stopped);
const Situations starting = Situations::seen_as(InstanceStatus::starting);

runner::Reply refusal(int status, const std::string& code, const std::string& message) {
  return runner::decode_reply(status, "application/json",
                              "{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"}");
}

struct Answered {
  AnswerCoverage coverage;
  runner::BuiltRequest request;

  void with(const runner::Reply& reply, CalledAction action = CalledAction::start,
            Situations before = stopped, Situations after = stopped) {
    const Asked asked{.action = action};
    const std::string no_fault;
    coverage.add({.variant = {},
                  .asked = asked,
                  .request = request,
                  .fault = no_fault,
                  .reply = &reply,
                  .before = before,
                  .after = after});
  }
};

auto tally(std::string what, std::uint64_t times) {
  return testing::AllOf(testing::Field(&reports::Tally::what, what),
                        testing::Field(&reports::Tally::times, times));
}

TEST(AnswerCoverage, CountsAnswersByTheirShapeAndTheRowsThatTheyAre) {
  Answered answered;
  const auto& all = answered.coverage.rows();
  const auto row = std::ranges::find_if(all, [](const reports::RowCoverage& one) {
    return one.action == "StartInstance" && one.code == "IncorrectInstanceStatus";
  });
  ASSERT_NE(row, all.end());
  answered.with(refusal(row->status, row->code, row->message));
  answered.with(refusal(row->status, row->code, row->message));
  answered.with(refusal(row->status, row->code, "Something else."));
  answered.with(refusal(row->status, row->code, row->message), CalledAction::stop);
  const std::string shape = std::to_string(row->status) + " " + row->code;
  EXPECT_THAT(answered.coverage.answers(),
              ElementsAre(tally("StartInstance " + shape, 3), tally("StopInstance " + shape, 1)));
  const auto now = answered.coverage.rows();
  EXPECT_EQ(now[static_cast<std::size_t>(row - all.begin())].met, 2U);
  EXPECT_GE(answered.coverage.rows_met(), 1U);
  EXPECT_EQ(answered.coverage.answers_met(), 2U);
}

TEST(AnswerCoverage, CountsChangesOfStatusAsTheyAreSeen) {
  Answered answered;
  const runner::Reply accepted =
      runner::decode_reply(200, "application/json", R"({"RequestId":"1"})");
  answered.with(accepted, CalledAction::start, stopped, starting);
  answered.with(accepted, CalledAction::start, stopped, stopped);  // nothing changed
  answered.with(accepted, CalledAction::describe_instances, stopped,
                starting);  // a look changes nothing
  answered.with(accepted, CalledAction::reboot, Situations{Situation::running},
                Situations{Situation::restarting});
  answered.with(accepted, CalledAction::reboot, Situations{Situation::running},
                Situations{Situation::stopping, Situation::restarting});
  EXPECT_THAT(answered.coverage.transitions(),
              ElementsAre(tally("RebootInstance: Running to Stopping", 2),
                          tally("StartInstance: Stopped to Starting", 1)));
  EXPECT_EQ(answered.coverage.transitions_met(), 2U);
}

// Whoever answers with another message each time fills no memory, and is counted all the same.
TEST(AnswerCoverage, CountsOnWhereThereIsSomethingNewInEveryAnswer) {
  Answered answered;
  for (int i = 0; i < 5000; ++i) {
    answered.with(refusal(403, "Denied", "Message " + std::to_string(i)));
  }
  EXPECT_THAT(answered.coverage.answers(), ElementsAre(tally("StartInstance 403 Denied", 5000)));
  for (int i = 0; i < 5000; ++i) {
    answered.with(refusal(403, "Denied" + std::to_string(i), "Message"));
  }
  EXPECT_EQ(answered.coverage.answers_met(), 4096U);
}

TEST(AnswerCoverage, KeepsNoSecretThatAnAnswerEchoes) {
  Answered answered;
  answered.request.secrets.emplace_back("sesame-open");
  answered.with(refusal(403, "No.sesame-open", "Message"));
  EXPECT_THAT(answered.coverage.answers(), ElementsAre(tally("StartInstance 403 No.***", 1)));
}

}  // namespace
}  // namespace hallmark::fuzz
