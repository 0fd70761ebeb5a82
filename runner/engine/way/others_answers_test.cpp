// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/others_answers.hpp"

#include <gtest/gtest.h>

#include "runner/engine/faults/disturbance.hpp"
#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using testing::answer;
using testing::error;
using testing::success;

bool is_foreign(const reports::Exchange& exchange) {
  return is_foreign_page(decode_reply(exchange), exchange.body);
}

TEST(ForeignPages, AreHtmlAndWordsWithoutAnyMarkOfTheApi) {
  constexpr const char* page = "<html><head><title>403 Forbidden</title></head></html>";
  for (const char* type : {"text/html", "application/json", ""}) {
    EXPECT_TRUE(is_foreign(answer(403, page, type))) << type;
  }
  EXPECT_TRUE(is_foreign(answer(502, "upstream connect error", "text/plain")));
  EXPECT_TRUE(is_foreign(answer(200, "<html><title>Are you human?</title></html>", "text/html")));
  EXPECT_TRUE(is_foreign(answer(302, "", "text/html")));
  EXPECT_TRUE(is_foreign(answer(401, R"({"message":"Unauthorized"})", "application/json")));
  EXPECT_TRUE(is_foreign(answer(200, R"({"code":403,"msg":"blocked"})", "application/json")));
}

TEST(ForeignPages, AreNoRefusalsThatAreWrittenBadly) {
  EXPECT_FALSE(is_foreign(error(403, "IncorrectInstanceStatus", "no")));
  EXPECT_FALSE(is_foreign(answer(403, "", "text/html")));
  EXPECT_FALSE(is_foreign(answer(403, R"({"code":"no")", "application/json")));
  EXPECT_FALSE(is_foreign(answer(403, "<Error><Cod>no</Cod></Error>", "text/xml")));
  EXPECT_FALSE(is_foreign(answer(403, "<Error><Code>no</Co", "text/xml")));
  EXPECT_FALSE(is_foreign(success("StartInstance")));
  EXPECT_FALSE(is_foreign(answer(200, "<StartInstanceResponse/>", "text/xml")));
  EXPECT_FALSE(is_foreign(answer(200, "done", "text/plain")));
}

TEST(MarkupBehind, BeginsWhereTheDocumentEnds) {
  EXPECT_EQ(markup_behind("application/json", R"({"a":"<b>"}<!-- edge -->)"), "<!-- edge -->");
  EXPECT_EQ(markup_behind("application/json", R"({"a":1}<script>x</script>)"),
            "<script>x</script>");
  EXPECT_EQ(markup_behind("text/xml", "<A><B>1</B></A><script>x</script>"), "<script>x</script>");
  EXPECT_EQ(markup_behind("application/json", R"({"a":"<b>"})"), "");
  EXPECT_EQ(markup_behind("text/xml", "<A><B>1</B></A>"), "");
  EXPECT_EQ(markup_behind("text/html", "<html>"), "");
}

}  // namespace
}  // namespace hallmark::runner
