// SPDX-License-Identifier: Apache-2.0
//
// What --as-case prints is C++ that compiles, and says what the history does.
#include "fuzz/campaign/as_case.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/case.hpp"
#include "reports/testing/approved.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"
#include "specs/instance/reactivate_instances.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::cases {
namespace {

// As it would stand in cases/: the approved output is the source.
std::vector<Case> found_cases() {
  return {
#include "fuzz/campaign/approved/as_case.inc"
  };
}

}  // namespace
}  // namespace hallmark::cases

namespace hallmark::fuzz {
namespace {

constexpr const char* histories[] = {
    "hallmark history 1\nworld Running PostPaid\nStartInstance\n",
    "hallmark history 1\nworld Stopped PrePaid SecurityLock settle=50\n"
    "StartInstance DryRun=true variant=post.json.v3 wait=100\n"
    "RebootInstance id=odd/nul ForceStop=false together\n"
    "StartInstance treatment=replay back=2\n"
    "ReactivateInstances by-other id=other again=format\n",
    "hallmark history 1\nworld Stopped PostPaid\n"
    "StartInstance treatment=v1/signature/flipped\n"
    "DescribeInstances extra=client-token~lower-hex:%22%00\n",
};

std::string all_as_cases() {
  std::string text = "// SPDX-License-Identifier: Apache-2.0\n";
  for (const char* const history : histories) {
    const auto parsed = parse_history(history);
    EXPECT_TRUE(parsed) << parsed.error().what;
    text += as_case(*parsed, "answer-explained / StartInstance / 200");
  }
  return text;
}

TEST(AsCase, PrintsWhatIsCompiledHere) {
  reports::testing::expect_approved("as_case.inc", all_as_cases());
}

TEST(AsCase, SaysWhatTheHistoryDoes) {
  const std::vector<cases::Case> found = cases::found_cases();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].id, "found/answer-explained-startinstance-200");
  EXPECT_EQ(found[0].fixture.status, specs::InstanceStatus::running);
  ASSERT_EQ(found[0].calls.size(), 1U);
  EXPECT_EQ(found[0].calls[0].action, "StartInstance");
  ASSERT_FALSE(found[0].calls[0].expect.allowed.empty());
  for (const cases::Answer& answer : found[0].calls[0].expect.allowed) {
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.code, "IncorrectInstanceStatus");
    EXPECT_FALSE(answer.citations.empty());
  }
  ASSERT_EQ(found[1].calls.size(), 4U);
  EXPECT_TRUE(found[1].second_world);
  EXPECT_EQ(found[1].fixture.settle_ms, 50);
  EXPECT_TRUE(found[1].fixture.conditions.contains(cases::Condition::security_lock));
  EXPECT_EQ(found[1].calls[0].variant->name(), "post.json.v3");
  EXPECT_TRUE(found[1].calls[1].with_previous);
  EXPECT_EQ(found[1].calls[2].replay_of, 0U);
  EXPECT_EQ(found[1].calls[3].identity, cases::Identity::other_account);
  ASSERT_EQ(found[2].calls.size(), 2U);
  EXPECT_FALSE(found[2].calls[0].edits.empty());
  const cases::Argument& extra = found[2].calls[1].arguments.back();
  EXPECT_EQ(extra.value.before, std::string("\"\0", 2));
  EXPECT_EQ(extra.encoding, cases::Encoding::lower_hex);
}

}  // namespace
}  // namespace hallmark::fuzz
