// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

TEST(ParseUrl, TakesAnAddressApart) {
  EXPECT_EQ(parse_url("http://127.0.0.1:8080/_fixtures").value(),
            (Url{.tls = false, .host = "127.0.0.1", .port = "8080", .path = "/_fixtures"}));
  EXPECT_EQ(parse_url("HTTPS://ecs.example.com").value(),
            (Url{.tls = true, .host = "ecs.example.com", .port = "443", .path = "/"}));
  EXPECT_EQ(parse_url("http://[::1]:81/a%20b/").value(),
            (Url{.tls = false, .host = "::1", .port = "81", .path = "/a%20b/"}));
}

TEST(ParseUrl, MakesTheHostHeader) {
  EXPECT_EQ(parse_url("http://h").value().host_header(), "h");
  EXPECT_EQ(parse_url("http://h:80/").value().host_header(), "h");
  EXPECT_EQ(parse_url("http://h:443").value().host_header(), "h:443");
  EXPECT_EQ(parse_url("https://h:443").value().host_header(), "h");
  EXPECT_EQ(parse_url("https://[2001:db8::1]:8443").value().host_header(), "[2001:db8::1]:8443");
}

TEST(ParseUrl, SaysWhatIsWrong) {
  const struct {
    const char* text;
    const char* complaint;
  } wrong[] = {
      {"", "has to start with http://"},
      {"localhost:8080", "has to start with http://"},
      {"127.0.0.1:8080", "has to start with http://"},
      {"p:?", "has to start with http://"},
      {"p:?://", "has to start with http://"},
      {"ftp://h/", "has to start with http://"},
      {"http://", "names no host"},
      {"http:///path", "names no host"},
      {"http://h:0/", "from 1 to 65535"},
      {"http://h:65536/", "from 1 to 65535"},
      {"http://h:106636/", "from 1 to 65535"},
      {"http://h:4294967297/", "from 1 to 65535"},
      {"http://h:80x/", "port is not a number"},
      {"http://h:port", "port is not a number"},
      {"http://1.2.3.4:80:90/", "port is not a number"},
      {"http://h%0D%0AX-A:1/", "host holds a '%'"},
      {"http://a b/", "not a URL"},
      {"http://user:secret@h/", "must not hold a user"},
      {"http://h/?Action=x", "must not hold a query"},
      {"http://h/#x", "must not hold a fragment"},
  };
  for (const auto& [text, complaint] : wrong) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().fault, Fault::malformed) << text;
    EXPECT_THAT(url.error().what, ::testing::HasSubstr(complaint)) << text;
    EXPECT_THAT(url.error().what, ::testing::Not(::testing::HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace hallmark::runner
