// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/shim_line.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>

namespace hallmark::runner {
namespace {

std::string kept_of(const std::string& line, std::size_t piece) {
  ShimLine kept;
  for (std::size_t at = 0; at < line.size(); at += piece) {
    kept.append(std::string_view{line}.substr(at, piece));
  }
  EXPECT_EQ(kept.written(), line.size());
  return kept.text();
}

TEST(ShimLine, IsKeptAsItIs) {
  const std::string line = R"({"a":"\\\"x\u00e9","b":["",{"c\n":1.5}]} and what is no JSON "\)";
  for (const std::size_t piece : {1U, 3U, 1000U}) EXPECT_EQ(kept_of(line, piece), line);
}

TEST(ShimLine, LeavesOutWhatIsTooLongOfAString) {
  std::string fill(ShimLine::text_limit - 4, 'x');
  for (const std::string_view unit : {"y", "\\\\", "\\\"", "\\u00e9", "\xe2\x82\xac"}) {
    std::string text = fill;
    while (text.size() < 3 * ShimLine::text_limit) text += unit;
    const std::string line = R"({"a":")" + text + R"(","b":")" + text + R"(","id":7})";
    const std::string kept = kept_of(line, 4093);
    EXPECT_LT(kept.size(), 2 * ShimLine::text_limit + 100);
    boost::system::error_code error;
    const auto value = boost::json::parse(kept, error);
    ASSERT_FALSE(error) << unit << ": " << error.message();
    EXPECT_EQ(value.at("id").as_int64(), 7) << unit;
    EXPECT_GE(value.at("b").as_string().size(), ShimLine::text_limit / 7) << unit;
    EXPECT_EQ(kept, kept_of(line, 1)) << unit;
  }
}

TEST(ShimLine, HasALimitBesidesItsStrings) {
  ShimLine line;
  const std::string zeros(1U << 20U, '0');
  for (int i = 0; i < 100; ++i) line.append(zeros);
  EXPECT_TRUE(line.is_too_long());
  EXPECT_LE(line.text().size(), ShimLine::limit + 1);
  EXPECT_EQ(line.written(), 100 * zeros.size());
}

}  // namespace
}  // namespace hallmark::runner
