// SPDX-License-Identifier: Apache-2.0
#include "fuzz/properties/generators.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "fuzz/properties/law.hpp"
#include "reports/text.hpp"
#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::fuzz {
namespace {

using ::testing::IsSupersetOf;

// What a generator yields in some hundred cases.
template <class T>
std::vector<T> yield(const rc::Gen<T>& gen, int count = 400) {
  std::vector<T> values;
  const LawResult result = check_law("yield", [&] { values.push_back(*gen); }, {.count = count});
  EXPECT_EQ(result.verdict, LawVerdict::holds) << result.reason;
  return values;
}

bool has(const std::vector<std::string>& texts, std::string_view piece) {
  return std::ranges::any_of(
      texts, [&](const std::string& text) { return text.find(piece) != text.npos; });
}

TEST(Generators, YieldTheBytesThatAreEasilyForgotten) {
  const auto texts = yield(any_bytes());
  using namespace std::string_view_literals;
  for (const auto piece : {"\0"sv, "%"sv, "%00"sv, "+"sv, " "sv, "\xf0\x9f\x94\xa8"sv}) {
    EXPECT_TRUE(has(texts, piece)) << piece;
  }
}

TEST(Generators, YieldUnicodeOfEveryLength) {
  const auto texts = yield(unicode_text());
  using namespace std::string_view_literals;
  for (const auto piece : {"\0"sv, "\xc2\x80"sv, "\xed\x9f\xbf"sv, "\xf4\x8f\xbf\xbf"sv}) {
    EXPECT_TRUE(has(texts, piece)) << piece;
  }
  EXPECT_TRUE(std::ranges::all_of(texts, [](const auto& text) { return reports::is_utf8(text); }));
  EXPECT_TRUE(std::ranges::none_of(yield(broken_utf8()),
                                   [](const auto& text) { return reports::is_utf8(text); }));
  const auto for_xml = yield(xml_text());
  EXPECT_FALSE(has(for_xml, "\0"sv));
  EXPECT_FALSE(has(for_xml, "\xef\xbf\xbf"sv));
  EXPECT_TRUE(has(for_xml, "\r"sv));
}

TEST(Generators, YieldOddBooleans) {
  EXPECT_THAT(yield(boolean_spelling()), IsSupersetOf({"true", "false", "", "TRUE", "true ", "1"}));
}

TEST(Generators, YieldInstantsBesideTheEdges) {
  const auto instants = yield(instant());
  const auto count = [&](auto&& holds) { return std::ranges::count_if(instants, holds); };
  using namespace std::chrono;
  EXPECT_GT(count([](auto t) { return t.time_since_epoch().count() < 0; }), 20);
  EXPECT_GT(count([](auto t) { return floor<days>(t + seconds{1}) != floor<days>(t); }), 5);
  EXPECT_GT(count([](auto t) { return floor<seconds>(t) != t; }), 100);
}

TEST(Generators, YieldTimestampsOfWhichSomeAreNone) {
  const auto texts = yield(timestamp_text());
  const auto right = std::ranges::count_if(
      texts, [](const auto& text) { return runner::parse_timestamp(text).has_value(); });
  EXPECT_GT(right, 50);
  EXPECT_LT(right, 300);
}

TEST(Generators, YieldParametersThatRepeatAndThoseThatDoNot) {
  const auto repeats = [](const runner::Parameters& parameters) {
    std::set<std::string> names;
    return !std::ranges::all_of(parameters,
                                [&](const auto& one) { return names.insert(one.first).second; });
  };
  EXPECT_GT(std::ranges::count_if(yield(parameter_list(), 100), repeats), 20);
  EXPECT_EQ(std::ranges::count_if(yield(distinct_parameters(), 100), repeats), 0);
}

TEST(Generators, YieldNamesOfHeaders) {
  for (const std::string& name : yield(header_name(), 50)) {
    EXPECT_FALSE(name.empty());
    EXPECT_EQ(name.find_first_of(" :\r\n\t\"(),/;<=>?@[\\]{}"), name.npos) << name;
  }
}

TEST(Generators, SpellOneTextInManyWays) {
  std::set<char> seen;
  for (const SpelledText& both : yield(spelled_text(true), 100)) {
    EXPECT_EQ(runner::form_decode(both.spelled), both.text) << both.spelled;
    seen.insert(both.spelled.begin(), both.spelled.end());
  }
  EXPECT_THAT(seen, IsSupersetOf({'+', '%', 'F', 'f', 'z'}));
  std::string plain;
  append_spelled(plain, "a /~", 0, true);
  EXPECT_EQ(plain, "a+%2F~");
}

}  // namespace
}  // namespace hallmark::fuzz
