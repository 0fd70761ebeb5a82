// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/echoes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/wire/redact.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

std::string each(std::string_view text, const std::function<std::string(char)>& written) {
  std::string out;
  for (const char c : text) out += written(c);
  return out;
}

std::string formatted(const char* format, char c) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), format,
                static_cast<unsigned>(static_cast<unsigned char>(c)));
  return text.data();
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Every character that is no letter and no digit.
std::function<std::string(std::string_view)> specials(const char* format) {
  return [format](std::string_view text) {
    return each(text,
                [format](char c) { return is_word(c) ? std::string{c} : formatted(format, c); });
  };
}

std::function<std::string(std::string_view)> all(const char* format) {
  return [format](std::string_view text) {
    return each(text, [format](char c) { return formatted(format, c); });
  };
}

std::string php_json(std::string_view text) {
  return each(text, [](char c) {
    return c == '/' || c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  });
}

std::string in_case(std::string_view text, int (*change)(int)) {
  return each(text, [change](char c) { return std::string(1, static_cast<char>(change(c))); });
}

std::string base64(std::string_view text, bool for_urls = false, std::size_t line = 0) {
  const std::string alphabet =
      std::string{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"} +
      (for_urls ? "-_" : "+/");
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    unsigned bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const bool said = at + i <= text.size();
      if (said) out += alphabet[bits >> (18 - 6 * i) & 63U];
      if (!said && !for_urls) out += '=';
      if (line > 0 && out.size() % (line + 1) == line) out += '\n';
    }
  }
  return out;
}

using Dress = std::pair<const char*, std::function<std::string(std::string_view)>>;

const std::vector<Dress>& dresses() {
  static const std::vector<Dress> all_of_them = {
      {"JSON as PHP writes it", php_json},
      {"JSON, \\u00XX", specials("\\u%04x")},
      {"JSON, \\u00XX of all", all("\\u%04X")},
      {"C", all("\\x%02x")},
      {"XML, &#xXX;", specials("&#x%X;")},
      {"XML, &#xXX; in lower case and with zeros", all("&#x00%02x;")},
      {"HTML, &#DD;", all("&#%u;")},
      {"percent", specials("%%%02X")},
      {"percent in lower case", specials("%%%02x")},
      {"percent twice", [](std::string_view text) { return specials("%%25%02X")(text); }},
      {"percent thrice", [](std::string_view text) { return all("%%2525%02x")(text); }},
      {"JSON in a query", [](std::string_view text) { return percent_encode(php_json(text)); }},
      {"a query in XML in JSON",
       [](std::string_view text) { return php_json(specials("&#x%X;")(percent_encode(text))); }},
      {"lower case", [](std::string_view text) { return in_case(text, std::tolower); }},
      {"upper case", [](std::string_view text) { return in_case(text, std::toupper); }},
      {"Base64", [](std::string_view text) { return base64(text); }},
      {"Base64 of a header",
       [](std::string_view text) { return base64("Authorization: " + std::string{text} + ",x"); }},
      {"Base64 for URLs",
       [](std::string_view text) { return base64("AB" + std::string{text} + "?>", true); }},
      {"Base64 in lines", [](std::string_view text) { return base64(text, false, 16); }},
      {"Base64 in JSON",
       [](std::string_view text) { return php_json(base64("~" + std::string{text} + "~")); }},
  };
  return all_of_them;
}

// As signatures are: of V1 in Base64, of V3 in hexadecimal; and as people choose secrets.
rc::Gen<std::string> any_secret() {
  const auto made_of = [](const std::string& alphabet, std::size_t size) {
    return rc::gen::container<std::string>(size, rc::gen::elementOf(alphabet));
  };
  return rc::gen::oneOf(rc::gen::map(made_of("ABCDEFGHIJKLmnopqrstuvwxyz0123456789+/", 26),
                                     [](std::string text) { return "a/" + text.substr(1) + "="; }),
                        made_of("0123456789abcdef", 64),
                        made_of("QWERTYasdfgh12345!#$%&()+,-./:;<=>?@[]^_{|}~", 30));
}

// Letters, digits and marks; neither an encoding nor Base64 of any length.
rc::Gen<std::string> any_surroundings() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
          std::vector<std::string>{"<Message>", "The instance", ", ", " is ", "Running", "\n",
                                   "{\"Code\":\"", "\"}", "12", "i-bp1", "; "})),
      [](const std::vector<std::string>& words) {
        std::string text;
        for (const std::string& word : words) text += word;
        return text;
      });
}

TEST(EchoesLaw, NoneIsLeftHoweverItIsDressed) {
  for (const auto& [name, dress] : dresses()) {
    EXPECT_TRUE(rc::check(name, [dress = dress] {
      const std::string secret = *any_secret();
      const std::string before = *any_surroundings();
      const std::string after = *any_surroundings();
      const std::string dressed = dress(secret);
      const std::vector<Secret> secrets{secret};
      const std::string left = redact(before + " " + dressed + " " + after, secrets);
      RC_ASSERT(find_echoes(left, secrets).empty());
      RC_ASSERT(left.find(dressed) == std::string::npos);
      RC_ASSERT(left.starts_with(before + " "));
      RC_ASSERT(left.ends_with(" " + after));
      // Nearly all of what it said is gone, too: of Base64 some characters are the neighbours'.
      RC_ASSERT(left.size() <= before.size() + after.size() + 2 + 36);
    }));
  }
}

TEST(EchoesLaw, TextWithoutAnyStaysAsItIs) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Secret> secrets{*any_secret(), *any_secret()};
    const std::string other = *any_secret();
    const std::string before = *any_surroundings();
    for (const auto& [name, dress] : dresses()) {
      const std::string text = before + dress(other);
      RC_ASSERT(redact(text, secrets) == text);
    }
  }));
}

TEST(Echoes, AreToldByTheirPlaces) {
  const std::vector<Secret> secrets{"sesame/open"};
  EXPECT_EQ(find_echoes("a sesame/open b", secrets), (std::vector<Stretch>{{2, 13}}));
  EXPECT_EQ(find_echoes("a sesame\\/open b", secrets), (std::vector<Stretch>{{2, 14}}));
  EXPECT_EQ(find_echoes("SESAME%2fOPENsesame&#47;open", secrets),
            (std::vector<Stretch>{{0, 13}, {13, 28}}));
  EXPECT_TRUE(find_echoes("sesame open", secrets).empty());
}

// Where all that can be decoded is, these are gone.
TEST(Echoes, AreFoundOfSecretsThatLookEncodedThemselves) {
  for (const std::string secret : {"sesame%14/open", "sesame\\u0041/open", "sesame&amp;/open"}) {
    const std::vector<Secret> secrets{secret};
    for (const auto& [name, dress] : dresses()) {
      const std::string text = "<" + dress(secret) + ">";
      EXPECT_EQ(find_echoes(text, secrets).size(), 1U) << name << " " << text;
    }
  }
}

TEST(Echoes, OfWhatIsShortAreToldByTheirCase) {
  const std::vector<Secret> secrets{"aKey1", "abc"};
  EXPECT_EQ(find_echoes("akey1 aKey1 abc", secrets), (std::vector<Stretch>{{6, 11}}));
}

TEST(Echoes, AreFoundWhereALongTextIsCut) {
  const std::vector<Secret> secrets{"sesame/open"};
  constexpr std::size_t window = 128U << 10U;
  for (const std::size_t at : {window - 20, window - 5, window, window + (16U << 10U) - 7}) {
    std::string text(3 * window, 'x');
    text.replace(at, 13, "%73esame/open");
    EXPECT_EQ(find_echoes(text, secrets), (std::vector<Stretch>{{at, at + 13}})) << at;
  }
}

TEST(Echoes, AreLookedForInTimeThatGrowsWithTheText) {
  const std::vector<Secret> secrets{"sesame/open"};
  const auto began = std::chrono::steady_clock::now();
  for (const std::string_view piece : {"%25", "\\\\", "&amp;", "QUJD", "sesame"}) {
    std::string text;
    while (text.size() < (2U << 20U)) text += piece;
    EXPECT_TRUE(find_echoes(text, secrets).empty());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{10});
}

}  // namespace
}  // namespace hallmark::runner
