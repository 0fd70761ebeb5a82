// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/claims.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hallmark::fuzz {
namespace {

History history_of(std::string_view text) {
  auto history = parse_history(text);
  EXPECT_TRUE(history) << history.error().what;
  return *history;
}

std::string within(const std::vector<std::string>& without, std::string_view text) {
  return to_text(Claims{*runner::Without::parse(without)}.within(history_of(text)));
}

constexpr std::string_view whole =
    "hallmark history 1\n"
    "world Stopped PostPaid SecurityLock+LocalDisk\n"
    "StartInstance DryRun=true variant=post.json.v3\n"
    "RebootInstance\n"
    "StartInstance treatment=replay back=1\n";

TEST(Claims, LeaveAHistoryAsItIsWhereNothingIsMissing) { EXPECT_EQ(within({}, whole), whole); }

TEST(Claims, ChangeTheVariant) {
  const std::string text = within({"v3", "post-form"}, whole);
  EXPECT_EQ(text.find("v3"), std::string::npos) << text;
  EXPECT_EQ(text.find("post-form"), std::string::npos) << text;
  EXPECT_NE(text.find("DryRun"), std::string::npos) << text;
}

TEST(Claims, LeaveOutFlagsConditionsAndCalls) {
  EXPECT_EQ(within({"dry-run", "fixture:SecurityLock", "RebootInstance"}, whole),
            "hallmark history 1\n"
            "world Stopped PostPaid LocalDisk\n"
            "StartInstance variant=post.json.v3\n"
            "StartInstance\n");
}

}  // namespace
}  // namespace hallmark::fuzz
