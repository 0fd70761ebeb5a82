// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/request_headers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/conduct/target_options.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

std::string refusal_of(const std::string& text) {
  try {
    (void)parse_header("--header", text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(RequestHeader, IsANameAndAValue) {
  EXPECT_THAT(parse_header("--header", "X-Tenant=blue"), Pair("X-Tenant", "blue"));
  EXPECT_THAT(parse_header("--header", "Cookie=a=b; c=d"), Pair("Cookie", "a=b; c=d"));
}

TEST(RequestHeader, IsNoneThatRequestsSayThemselves) {
  for (const char* name : {"Host", "authorization", "X-Acs-Action", "x-acs-anything",
                           "Content-Length", "TRANSFER-ENCODING", "Connection", "User-Agent"}) {
    EXPECT_THAT(refusal_of(std::string{name} + "=other"), HasSubstr("name another header")) << name;
  }
}

TEST(RequestHeader, IsToldFromNonsenseWithoutTellingTheValue) {
  for (const std::string& text :
       {std::string{"X-Key"}, std::string{"=tell-nobody"}, std::string{"X Key=tell-nobody"},
        std::string{"X-Key="}, std::string{"X-Key= tell-nobody"},
        std::string{"X-Key=tell-nobody\r\nHost: other"}, std::string{"X-Key=tell-nobod\xc3\xbd"},
        "X-Key=" + std::string(4097, 'a')}) {
    EXPECT_THAT(refusal_of(text), AllOf(HasSubstr("--header"), Not(HasSubstr("tell")))) << text;
  }
}

TEST(RequestHeader, IsHiddenUnlessTheDocumentsPrintIt) {
  TargetOptions options;
  options.headers = {"X-Key=tell-nobody", "X-Action=StartInstance",
                     "X-Code=IncorrectInstanceStatus", "X-Status=Running"};
  const ClientOptions client = options.client();
  EXPECT_EQ(client.headers.size(), 4U);
  ASSERT_EQ(client.hidden.size(), 1U);
  EXPECT_EQ(client.hidden.front().reveal(), "tell-nobody");
  EXPECT_EQ(
      options.again(),
      "--header 'X-Key=***' --header 'X-Action=***' --header 'X-Code=***' --header 'X-Status=***'");
}

}  // namespace
}  // namespace hallmark::runner
