// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/allowed_hosts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// What comes of `url` without a word of the user's: empty where it may be asked.
std::string refusal(const std::string& url, const Allowance& allowance = {}) {
  try {
    (void)allowed_addresses(*parse_url(url), allowance, 10s);
    return {};
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(AllowedHosts, AreThisMachineAndPrivateNetworks) {
  for (const char* host : {"127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "[::1]", "0.0.0.0",
                           "[::]", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.3.4",
                           "169.254.7.7", "100.64.0.1", "100.127.255.255", "[fc00::1]", "[fdff::1]",
                           "[fe80::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]"}) {
    EXPECT_EQ(refusal(std::string{"http://"} + host), "") << host;
  }
}

TEST(AllowedHosts, AreNoOthers) {
  for (const char* host :
       {"8.8.8.8", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "100.63.255.255",
        "100.128.0.1", "169.253.0.1", "[2001:db8::1]", "[::ffff:8.8.8.8]", "[64:ff9b::7f00:1]",
        "[fe00::1]", "255.255.255.255", "169.254.169.254", "100.100.100.200",
        "[::ffff:169.254.169.254]", "[fd00:ec2::254]"}) {
    EXPECT_THAT(refusal(std::string{"http://"} + host), HasSubstr("--allow-host")) << host;
  }
}

// An address by any other name.
TEST(AllowedHosts, AreToldByTheAddressThatResults) {
  for (const char* host : {"0x7f.1", "2130706433", "127.1", "0177.0.0.1", "017700000001"}) {
    EXPECT_EQ(refusal(std::string{"http://"} + host), "") << host;
  }
  for (const char* host : {"0x8.0x8.0x8.0x8", "134744072", "8.8.2056", "010.8.8.8"}) {
    EXPECT_THAT(refusal(std::string{"http://"} + host), HasSubstr("8.8.8.8")) << host;
  }
}

TEST(AllowedHosts, AreNotTheLiveServiceHoweverItIsSpelled) {
  for (const char* host : {"ecs.aliyuncs.com", "ECS.ALIYUNCS.COM", "ecs.aliyuncs.com.",
                           "aliyuncs.com..", "ecs-cn-hangzhou.aliyuncs.com"}) {
    EXPECT_THAT(refusal(std::string{"https://"} + host), HasSubstr("live service")) << host;
  }
}

TEST(AllowedHosts, AreThoseThatAreNamed) {
  const Allowance named{.live = false, .hosts = {"one.example", "8.8.8.8", "2001:DB8::1"}};
  EXPECT_EQ(refusal("http://8.8.8.8", named), "");
  EXPECT_EQ(refusal("http://[2001:db8::1]", named), "");
  EXPECT_NE(refusal("http://8.8.4.4", named), "");
  EXPECT_EQ(refusal("http://8.8.4.4", {.live = true, .hosts = {}}), "");
}

TEST(AllowedHosts, AreNames) {
  for (const char* name : {"ecs.aliyuncs.com", "ECS.example.", "a_b-c", "10.0.0.1", "::1"}) {
    EXPECT_TRUE(is_host_name(name)) << name;
  }
  for (const char* name : {"", "a b", "http://a", "a:80", "a/b", "a,b", "[::1]"}) {
    EXPECT_FALSE(is_host_name(name)) << name;
  }
}

TEST(AllowedHosts, AreLookedUpForNoLongerThanAllowed) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_THAT(refusal("http://no-such-host.invalid"), HasSubstr("cannot look up the host"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 11s);
}

}  // namespace
}  // namespace hallmark::runner
