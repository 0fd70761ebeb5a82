// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json/json_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "reports/text.hpp"

namespace hallmark::reports::json_text {
namespace {

using namespace std::string_literals;

std::string as_string(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

TEST(JsonString, EscapesWhatJsonForbidsAndNothingElse) {
  EXPECT_EQ(as_string("plain text of more than eight bytes"),
            "\"plain text of more than eight bytes\"");
  EXPECT_EQ(as_string("a\"b\\c\n\r\t\b\f\0\x1f/\x7f"s),
            "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0000\\u001f/\x7f\"");
  EXPECT_EQ(as_string("\xe4\xbb\xb7"), "\"\xe4\xbb\xb7\"");
}

TEST(JsonString, EscapesAtEveryPlaceOfAWord) {
  for (std::size_t at = 0; at < 24; ++at) {
    for (const char c : {'"', '\\', '\n', '\x1f'}) {
      std::string text(24, 'x');
      text[at] = c;
      EXPECT_EQ(boost::json::parse(as_string(text)).as_string(), text) << at;
    }
  }
}

RC_GTEST_PROP(JsonText, IsReadBackByBoostJson, (const std::string& bytes)) {
  std::string out;
  append_text(out, bytes);
  const boost::json::value value = boost::json::parse(out);
  if (value.is_string()) {
    RC_ASSERT(is_utf8(bytes));
    RC_ASSERT(std::string_view{value.get_string()} == bytes);
  } else {
    const auto decoded = from_base64(std::string_view{value.at("base64").as_string()});
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == bytes);
  }
}

// RFC 4648, section 10.
TEST(Base64, IsTheOneOfTheRfc) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
  for (const char* bad :
       {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Z*==", "Zm 9"}) {
    EXPECT_FALSE(from_base64(bad)) << bad;
  }
}

TEST(JsonText, FindsTheEndOfAValue) {
  for (const std::string value :
       {R"("")", R"("a\"]}")", R"(["[", {"a\\": "}"}, []])", R"({"a": [1, "\\\""]})"}) {
    EXPECT_EQ(end_of_value("12" + value + ",]}", 2), 2 + value.size()) << value;
  }
  EXPECT_EQ(end_of_value("[[1]", 0), 4U) << "it is cut";
}

}  // namespace
}  // namespace hallmark::reports::json_text
