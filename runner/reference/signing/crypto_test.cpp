// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/crypto.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner::reference {
namespace {

// The raw HMAC values that the vendor's SDKs test with.
TEST(Crypto, ComputesHmacSha1) {
  EXPECT_EQ(base64(hmac_sha1("secret", "source")), "Jv4yi8SobFhg5t1C7nWLbhBSFZQ=");
  EXPECT_EQ(base64(hmac_sha1("secret", "\xE4\xB8\xAD\xE6\x96\x87unicode")),
            "szlfHs3WVaO/HgY3Cg7/uyXDaRw=");
  EXPECT_EQ(base64(hmac_sha1("sk#$!~~~", "abc~!@#")), "7eV3A584uvdgKVk8Ck8r9ukg1gE=");
}

// RFC 4231, test case 2.
TEST(Crypto, ComputesHmacSha256) {
  EXPECT_EQ(lower_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Crypto, ComputesSha256) {
  EXPECT_EQ(lower_hex(sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Crypto, KeepsNothingOfTheLastKey) {
  const auto first = hmac_sha1("one", "text");
  EXPECT_NE(hmac_sha1("two", "text"), first);
  EXPECT_EQ(hmac_sha1("one", "text"), first);
  EXPECT_EQ(hmac_sha1("", "text"), hmac_sha1("", "text"));
}

TEST(Crypto, ComparesLengthsToo) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
  EXPECT_FALSE(equal_in_constant_time("", "a"));
}

}  // namespace
}  // namespace hallmark::runner::reference
