// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/answer_match.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using testing::accepted;
using testing::answer;
using testing::error;
using testing::refused;
using testing::success;

Reply read(const reports::Exchange& exchange) { return decode_reply(exchange); }

TEST(MatchesGlob, TakesAStarForAnyRun) {
  EXPECT_TRUE(matches_glob("Missing*", "MissingParameter"));
  EXPECT_TRUE(matches_glob("Missing*", "Missing"));
  EXPECT_TRUE(matches_glob("*.NotFound", "InvalidInstanceId.NotFound"));
  EXPECT_TRUE(matches_glob("a*b*c", "a-b-b-c"));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("", ""));
}

TEST(MatchesGlob, TakesTheRestLiterally) {
  EXPECT_FALSE(matches_glob("Missing*", "missingParameter"));
  EXPECT_FALSE(matches_glob("InvalidInstanceId.NotFound", "InvalidInstanceId-NotFound"));
  EXPECT_FALSE(matches_glob("a*b", "ab-"));
  EXPECT_FALSE(matches_glob("", "x"));
  EXPECT_FALSE(matches_glob("x", ""));
  EXPECT_FALSE(matches_glob("a?c", "abc"));
}

TEST(MatchesGlob, FindsWhatWasPutTogether) {
  EXPECT_TRUE(
      rc::check("a text matches every pattern made of it by leaving a part out",
                [](const std::string& head, const std::string& middle, const std::string& tail) {
                  RC_PRE((head + tail).find('*') == std::string::npos);
                  RC_ASSERT(matches_glob(head + "*" + tail, head + middle + tail));
                }));
}

TEST(MatchesMessage, FillsTheBlanks) {
  EXPECT_TRUE(matches_message("The input parameter %s is mandatory.",
                              "The input parameter X is mandatory."));
  EXPECT_FALSE(
      matches_message("The input parameter %s is mandatory.", "The input parameter  is mandatory"));
  EXPECT_FALSE(matches_message("a %s b", "a  b"));
  EXPECT_TRUE(matches_message("%s and %s", "one and and two"));
  EXPECT_FALSE(matches_message("%s and %s", " and two"));
  EXPECT_TRUE(matches_message("as printed", "as printed"));
  EXPECT_FALSE(matches_message("as printed", "as printed."));
  EXPECT_FALSE(matches_message("%s", ""));
}

TEST(IsAccepted, WantsASuccessThatCanBeRead) {
  EXPECT_TRUE(is_accepted(read(success("StartInstance"))));
  EXPECT_TRUE(is_accepted(read(answer(204, "{}", "application/json"))));
  EXPECT_TRUE(is_accepted(read(answer(200, R"({"Code":"200"})", "application/json"))));
  EXPECT_FALSE(is_accepted(read(answer(200, "", "application/json"))));
  EXPECT_FALSE(is_accepted(read(answer(200, "<StartInstanceResponse>"))));
  EXPECT_FALSE(is_accepted(read(answer(302, "{}", "application/json"))));
  EXPECT_FALSE(is_accepted(read(answer(500, "{}", "application/json"))));
}

TEST(IsAccepted, IsNotFooledByAnErrorUnderAnotherStatus) {
  EXPECT_FALSE(is_accepted(read(error(200, "InternalError", "no"))));
  EXPECT_FALSE(is_accepted(read(answer(200, R"({"Code":"InternalError"})", "application/json"))));
  EXPECT_FALSE(is_accepted(read(answer(200, "<Error/>"))));
}

TEST(Compare, NamesHowNearARefusalComes) {
  const auto row = refused(403, "IncorrectInstanceStatus", "The status is %s.");
  EXPECT_EQ(compare(row, read(error(403, "IncorrectInstanceStatus", "The status is off."))),
            Nearness::match);
  EXPECT_EQ(compare(row, read(error(403, "IncorrectInstanceStatus", "Other words."))),
            Nearness::same_but_text);
  EXPECT_EQ(compare(row, read(error(404, "IncorrectInstanceStatus", "The status is off."))),
            Nearness::same_code);
  EXPECT_EQ(compare(row, read(error(403, "Forbidden", "The status is off."))), Nearness::same_kind);
  EXPECT_EQ(compare(row, read(success("StartInstance"))), Nearness::unlike);
  EXPECT_EQ(compare(row, read(error(200, "IncorrectInstanceStatus", "The status is off."))),
            Nearness::unlike);
  EXPECT_EQ(compare(row, read(answer(403, "no", "text/plain"))), Nearness::unlike);
}

TEST(Compare, NamesHowNearASuccessComes) {
  EXPECT_EQ(compare(accepted(), read(success("StartInstance"))), Nearness::match);
  cases::Answer exact = accepted();
  exact.status = 202;
  EXPECT_EQ(compare(exact, read(success("StartInstance"))), Nearness::same_kind);
  EXPECT_EQ(compare(accepted(), read(error(403, "Forbidden", "no"))), Nearness::unlike);
}

TEST(Compare, TakesAnyOfAClass) {
  cases::Answer any = refused(0, "Missing*");
  any.status_class = 4;
  EXPECT_EQ(compare(any, read(error(400, "MissingParameter", "m"))), Nearness::match);
  EXPECT_EQ(compare(any, read(error(404, "MissingInstanceId", "m"))), Nearness::match);
  EXPECT_EQ(compare(any, read(error(500, "MissingParameter", "m"))), Nearness::same_code);
  any.code.clear();
  EXPECT_EQ(compare(any, read(answer(405, "no", "text/plain"))), Nearness::match);
  EXPECT_EQ(compare(any, read(answer(503, "no", "text/plain"))), Nearness::same_kind);
}

TEST(Compare, LooksOnlyAtTheStatusOfTheLayerBelow) {
  cases::Answer bare = refused(414, "");
  bare.bare = true;
  EXPECT_EQ(compare(bare, read(answer(414, "<html>", "text/html"))), Nearness::match);
  EXPECT_EQ(compare(bare, read(answer(400, "<html>", "text/html"))), Nearness::unlike);
}

TEST(Describe, SaysWhatIsAllowedAndWhatCame) {
  EXPECT_EQ(describe(refused(403, "IncorrectInstanceStatus")), "403 IncorrectInstanceStatus");
  EXPECT_EQ(describe(accepted()), "success (2xx)");
  cases::Answer any = refused(0, "Missing*", "row");
  any.status_class = 4;
  EXPECT_EQ(describe(any), "any 4xx with Missing*, \"row\"");
  EXPECT_EQ(describe(read(error(403, "Forbidden", "no"))), "403 Forbidden");
  EXPECT_EQ(describe(read(success("StartInstance"))), "200");
  EXPECT_EQ(describe(read(answer(404, "gone", "text/plain"))),
            "404, and the body is neither XML nor JSON");
  EXPECT_EQ(describe(read(answer(404, "{}", "application/json"))),
            "404, and the body names no Code");
  EXPECT_TRUE(
      describe(read(answer(200, "<a>"))).starts_with("200, and the body is not well-formed XML: "));
}

}  // namespace
}  // namespace hallmark::runner
