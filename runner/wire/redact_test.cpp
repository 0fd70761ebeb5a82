// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/redact.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/testing_generators.hpp"

namespace hallmark::runner {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Redact, StrikesOutCredentialsOfAQuery) {
  EXPECT_EQ(redact("GET /?AccessKeyId=LTAI5t&Action=StartInstance&Signature=a%2Bb%2Fc%3D&"
                   "SignatureMethod=HMAC-SHA1&SecurityToken=CAIS%2B&SignatureNonce=1 HTTP/1.1\r\n"),
            "GET /?AccessKeyId=***&Action=StartInstance&Signature=***&"
            "SignatureMethod=HMAC-SHA1&SecurityToken=***&SignatureNonce=1 HTTP/1.1\r\n");
}

TEST(Redact, StrikesOutCredentialsOfHeaders) {
  EXPECT_EQ(
      redact("Authorization: ACS3-HMAC-SHA256 Credential=LTAI5t,SignedHeaders=host;x-acs-date,"
             "Signature=06563a9e\r\nx-acs-signature-nonce: 1\r\nX-Acs-Security-Token: CAIS\r\n"
             "Host: h\r\n"),
      "Authorization: ACS3-HMAC-SHA256 Credential=***,SignedHeaders=host;x-acs-date,"
      "Signature=***\r\nx-acs-signature-nonce: 1\r\nX-Acs-Security-Token: ***\r\n"
      "Host: h\r\n");
}

TEST(Redact, StrikesOutWhatATargetEchoes) {
  EXPECT_EQ(redact("{\"Message\":\"Specified signature is not matched. server string to sign is:"
                   "GET&%2F&AccessKeyId%3DLTAI5t%26Action%3DStartInstance%26SecurityToken%3D"
                   "CA%252BIS%26Version%3D2014-05-26\"}"),
            "{\"Message\":\"Specified signature is not matched. server string to sign is:"
            "GET&%2F&AccessKeyId%3D***%26Action%3DStartInstance%26SecurityToken%3D"
            "***%26Version%3D2014-05-26\"}");
  EXPECT_EQ(redact("x%26AccessKeyId%253DLTAI5t%2526Action"), "x%26AccessKeyId%253D***%2526Action");
  EXPECT_EQ(redact("<Error><AccessKeyId>LTAI5t</AccessKeyId><Q>Signature=ab&amp;Action=x</Q>"),
            "<Error><AccessKeyId>***</AccessKeyId><Q>Signature=***&amp;Action=x</Q>");
}

TEST(Redact, StrikesOutCredentialsOfAFixture) {
  EXPECT_EQ(redact(R"({"id":"1","accessKeyId":"LTAI","accessKeySecret" : "s,e c","regionId":"r"})"),
            R"({"id":"1","accessKeyId":"***","accessKeySecret" : "***","regionId":"r"})");
  EXPECT_EQ(redact(R"("{\"accessKeySecret\":\"sec\",\"a\":1}")"),
            R"("{\"accessKeySecret\":\"***\",\"a\":1}")");
}

TEST(Redact, LeavesNamesWithoutAValueAlone) {
  for (const char* text :
       {"The input parameter \"AccessKeyId\" that is mandatory for processing this request is not "
        "supplied.",
        "Specified signature is not matched with our calculation.", "SecurityToken=&Signature=",
        "SignatureMethod=HMAC-SHA1", "", "Signature", "Signature=", "Signature%3D", "Signature%"}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redact, StrikesOutAGivenSecretInEveryDress) {
  const std::string secret = "s/e+c r&t<\"\\=%41";
  const std::vector<Secret> secrets{secret};
  const std::string once = percent_encode(secret);
  std::string lower_case = once;
  for (std::size_t i = 0; i < lower_case.size(); ++i) {
    if (lower_case[i] == '%') {
      lower_case[i + 1] = static_cast<char>(std::tolower(lower_case[i + 1]));
      lower_case[i + 2] = static_cast<char>(std::tolower(lower_case[i + 2]));
    }
  }
  for (const std::string& dressed :
       {secret, once, lower_case, percent_encode(once), percent_encode(percent_encode(once)),
        form_encode(secret), percent_encode(form_encode(secret)),
        std::string{"s/e+c r&amp;t&lt;&quot;\\=%41"}, std::string{"s\\/e+c r\\u0026t<\\\"\\\\=%41"},
        std::string{"s%2fe+c r&t<%22\\=%2541"}}) {
    EXPECT_EQ(redact("key is " + dressed + " ok", secrets), "key is *** ok") << dressed;
    EXPECT_EQ(redact(dressed, secrets), "***") << dressed;
  }
}

TEST(Redact, StrikesOutASecretWhoseEncodingIsEncodedByteByByte) {
  const auto encoded = [](std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
    return out;
  };
  const std::vector<Secret> secrets{"sesame-open"};
  std::string text = secrets.front().reveal();
  for (int times = 1; times <= 3; ++times) {
    text = encoded(text);
    EXPECT_EQ(redact("a=" + text + "&b", secrets), "a=***&b") << times;
  }
}

TEST(Redact, StrikesOutTheLongestOfSecretsThatStartAlike) {
  const std::vector<Secret> secrets{"abcd", "abcdefgh", "xy"};
  EXPECT_EQ(redact("abcdefgh abcdef xy", secrets), "*** ***ef xy");
}

// Read as an encoding first, each of these would be another text.
TEST(Redact, StrikesOutASecretThatLooksEncodedItself) {
  for (const std::string secret :
       {"%2B\\", "a\\\\%", "x\\u005c", "k&amp;y", "%25%2525", "\\\\\\\\", "&#x26;%26"}) {
    const std::vector<Secret> secrets{secret};
    const std::string once = percent_encode(secret);
    for (const std::string& dressed : {secret, once, percent_encode(once)}) {
      EXPECT_EQ(redact("<" + dressed + ">", secrets), "<***>") << dressed;
    }
    EXPECT_EQ(redact("\\" + secret + "\\", secrets).find(secret), std::string::npos) << secret;
  }
}

TEST(Redact, StrikesOutASecretThatBeginsWithinAName) {
  const std::vector<Secret> secrets{"nature, of"};
  EXPECT_EQ(redact("The Signature, of course", secrets), "The Sig*** course");
}

TEST(Redact, StrikesOutASecretThatStandsWithinAName) {
  const std::vector<Secret> secrets{"eySe"};
  EXPECT_EQ(redact("AccessKeySecret=abc&x=1", secrets), "AccessK***cret=***&x=1");
  EXPECT_EQ(redact("Signature=eySe1, AccessKeySecret=", secrets), "Signature=***, AccessK***cret=");
  const std::vector<Secret> across{"Secret=ab"};
  EXPECT_THAT(redact("AccessKeySecret=abc&x=1", across),
              ::testing::MatchesRegex("AccessKey[*]+&x=1"));
}

TEST(RedactLaw, NoSecretIsLeft) {
  EXPECT_TRUE(rc::check([] {
    const std::string secret = *rc::gen::suchThat(testing::any_text(), [](const std::string& text) {
      return text.size() >= 4 && text.find('*') == text.npos;
    });
    const std::string before = *testing::any_text();
    const std::string after = *testing::any_text();
    std::string dressed = secret;
    for (int times = *rc::gen::inRange(0, 4); times > 0; --times) dressed = percent_encode(dressed);
    const std::vector<Secret> secrets{secret};
    const std::string left = redact(before + dressed + after, secrets);
    RC_ASSERT(left.find(secret) == std::string::npos);
    RC_ASSERT(redact(left, secrets).find(secret) == std::string::npos);
  }));
}

TEST(RedactLaw, NothingIsLostWhereThereIsNoCredential) {
  EXPECT_TRUE(rc::check([] {
    std::string text = *testing::any_text();
    std::erase_if(text, [](char c) { return c == '=' || c == ':' || c == '>' || c == '%'; });
    RC_ASSERT(redact(text) == text);
  }));
}

TEST(RedactLaw, TheValueOfAnEncodedParameterIsGone) {
  EXPECT_TRUE(rc::check([] {
    const std::string token = *rc::gen::nonEmpty(testing::any_text());
    std::string encoded = "Action=a&SecurityToken=" + percent_encode(token) + "&Version=v";
    std::string kept = "Action=a&SecurityToken=***&Version=v";
    for (int times = *rc::gen::inRange(0, 3); times > 0; --times) {
      encoded = percent_encode(encoded);
      const std::size_t stars = kept.find("***");
      kept = percent_encode(kept.substr(0, stars)) + "***" + percent_encode(kept.substr(stars + 3));
    }
    RC_ASSERT(redact(encoded) == kept);
  }));
}

}  // namespace
}  // namespace hallmark::runner
