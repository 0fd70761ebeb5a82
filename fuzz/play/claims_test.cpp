// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/claims.hpp"

#include <gtest/gtest.h>

#include <string>

#include "fuzz/play/testing_history.hpp"

namespace hallmark::fuzz {
namespace {

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

TEST(Claims, LeaveOutGuisesThatTheTargetDoesNotClaim) {
  const auto kept = [](const std::vector<std::string>& without, const char* variant) {
    std::string guises;
    for (const std::string_view guise : {"format", "no-format", "method", "order"}) {
      const std::string text =
          within(without, "hallmark history 1\nworld Running PostPaid\nRebootInstance variant=" +
                              std::string{variant} + " again=" + std::string{guise} + "\n");
      if (text.find("again=") != std::string::npos) guises += std::string{guise} + " ";
    }
    return guises;
  };
  EXPECT_EQ(kept({}, "get.json.v1"), "format no-format method order ");
  EXPECT_EQ(kept({"xml"}, "get.json.v1"), "method order ") << "without a Format it is XML";
  EXPECT_EQ(kept({"json"}, "get.xml.v1"), "no-format method order ");
  EXPECT_EQ(kept({"post-query"}, "get.json.v1"), "format no-format order ");
  EXPECT_EQ(kept({"post-form"}, "get.json.v1"), "format no-format method order ");
}

// A forgery that asks for the other format, say.
TEST(Claims, LeaveOutTreatmentsThatTheTargetDoesNotClaim) {
  const auto treated = [](const std::vector<std::string>& without, const char* treatment) {
    return within(without, "hallmark history 1\nworld Running PostPaid\nRebootInstance treatment=" +
                               std::string{treatment} + "\n")
               .find("treatment=") != std::string::npos;
  };
  EXPECT_TRUE(treated({}, "v1/forged/format"));
  EXPECT_FALSE(treated({"json"}, "v1/forged/format"));
  EXPECT_TRUE(treated({"json"}, "v1/signature/flipped"));
  EXPECT_TRUE(treated({}, "v1/forged/get-sent-as-post"));
  EXPECT_TRUE(treated({"post-form"}, "v1/forged/get-sent-as-post"));
  EXPECT_FALSE(treated({"post-form", "post-query"}, "v1/forged/get-sent-as-post"));
  const std::string other_action = "v1/forged/reboot-instance-sent-as-start-instance";
  EXPECT_TRUE(treated({"ReactivateInstances"}, other_action.c_str()));
  EXPECT_FALSE(treated({"StartInstance"}, other_action.c_str()));
  EXPECT_TRUE(treated({}, "v3/forged/parameter/dry-run-changed"));
  EXPECT_FALSE(treated({"dry-run"}, "v3/forged/parameter/dry-run-changed"));
}

}  // namespace
}  // namespace hallmark::fuzz
