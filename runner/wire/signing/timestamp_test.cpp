// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/timestamp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace hallmark::runner {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;

TEST(Timestamp, IsUtcToTheSecond) {
  EXPECT_EQ(utc_timestamp(system_clock::from_time_t(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(utc_timestamp(system_clock::from_time_t(1456231584) + std::chrono::milliseconds{999}),
            "2016-02-23T12:46:24Z");
  EXPECT_EQ(utc_timestamp(system_clock::from_time_t(951827696)), "2000-02-29T12:34:56Z");
}

TEST(Timestamp, IsReadAgain) {
  for (long t = 0; t < 4'102'444'800; t += 86'399 * 41) {
    const auto when = system_clock::from_time_t(t);
    EXPECT_EQ(parse_timestamp(utc_timestamp(when)), when);
  }
}

TEST(Timestamp, ReachesAsFarAsTheClock) {
  for (const char* edge : {"1678-01-01T00:00:00Z", "2261-12-31T23:59:59Z"}) {
    const auto when = parse_timestamp(edge);
    ASSERT_TRUE(when) << edge;
    EXPECT_EQ(utc_timestamp(*when), edge);
  }
}

TEST(Timestamp, OfAnotherShapeIsNone) {
  for (const char* bad : {"", "2016-02-23", "2016-02-23T12:46:24", "2016-02-23T12:46:24z",
                          "2016-02-23 12:46:24Z", "2016-02-23T12:46:24.0Z", "2016-02-30T12:46:24Z",
                          "2016-13-01T12:46:24Z", "2016-02-23T24:00:00Z", "2016-02-23T12:60:24Z",
                          "2016-02-23T12:46:60Z", "0990-01-01T00:00:00Z", "1677-12-31T23:59:59Z",
                          "2262-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "20a6-02-23T12:46:24Z",
                          "2016-02-23T12:46:24Z ", "2016-00-23T12:46:24Z"}) {
    EXPECT_EQ(parse_timestamp(bad), std::nullopt) << bad;
  }
}

TEST(Nonce, LooksLikeAUuid) {
  EXPECT_THAT(nonce(), ::testing::MatchesRegex(
                           "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
}

TEST(Nonce, IsNeverTheSame) {
  NonceGenerator one{1};
  NonceGenerator other{2};
  std::set<std::string> seen;
  for (int i = 0; i < 20'000; ++i) {
    seen.insert(one.next());
    seen.insert(other.next());
    seen.insert(nonce());
  }
  EXPECT_EQ(seen.size(), 60'000U);
}

TEST(Nonce, OfOneSeedIsRepeatable) {
  EXPECT_EQ(NonceGenerator{7}.next(), NonceGenerator{7}.next());
  EXPECT_NE(NonceGenerator{}.next(), NonceGenerator{}.next());
}

TEST(Nonce, CountsInItsFirstTwelveDigits) {
  NonceGenerator one{7};
  const std::string first = one.next();
  const std::string second = one.next();
  const auto count = [](const std::string& nonce) {
    return std::stoull(nonce.substr(0, 8) + nonce.substr(9, 4), nullptr, 16);
  };
  EXPECT_EQ((count(first) + 1) % (1ULL << 48U), count(second));
  EXPECT_EQ(first.substr(13), second.substr(13));
  EXPECT_NE(first.substr(13), NonceGenerator{8}.next().substr(13));
}

}  // namespace
}  // namespace hallmark::runner
