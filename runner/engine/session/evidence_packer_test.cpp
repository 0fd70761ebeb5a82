// SPDX-License-Identifier: Apache-2.0
//
// What was packed comes out as it was, whatever bytes it has, and takes less room meanwhile.
#include "runner/engine/session/evidence_packer.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace hallmark::runner {
namespace {

using reports::Evidence;
using reports::Exchange;
using std::string_literals::operator""s;

Exchange answered(std::string body) {
  return {.request = "GET /?Action=StartInstance&Version=2014-05-26 HTTP/1.1\r\n\r\n",
          .status = 200,
          .headers = {{"Date", "Sun, 29 Nov 2026 09:22:22 GMT"}, {"Date", ""}},
          .body = std::move(body)};
}

Evidence seen(std::string body) {
  Evidence evidence;
  evidence.calls = {{.exchange = answered("a\0b"s), .after = {{.exchange = answered(body)}}},
                    {.exchange = {.fault = "timeout", .fault_text = "no answer"}}};
  evidence.before = {{.status = "Stopped"}};
  evidence.after = {{.exchange = answered(body)}};
  evidence.later = {{.exchange = answered(body)}};
  return evidence;
}

TEST(EvidencePacker, PutsBackWhatItTook) {
  std::mt19937 random{7};
  std::string noise(100000, '\0');
  for (char& byte : noise) byte = static_cast<char>(random());
  EvidencePacker packer;
  for (const std::string& body : {"{}"s, ""s, noise, std::string(60000, 'x'), "{}"s}) {
    const Evidence before = seen(body);
    Evidence after = before;
    const std::string packed = packer.pack(after);
    EXPECT_EQ(after.calls.capacity(), 0U);
    EXPECT_EQ(after.later, before.later);
    packer.unpack(packed, after);
    EXPECT_EQ(after, before);
  }
}

TEST(EvidencePacker, LikensTextsToTheFirst) {
  EvidencePacker packer;
  Evidence one = seen("{}");
  (void)packer.pack(one);
  Evidence other = seen("{ }");
  EXPECT_LT(packer.pack(other).size(), 100U);
}

TEST(EvidencePacker, TakesEvidenceWithoutExchanges) {
  EvidencePacker packer;
  Evidence none;
  packer.unpack(packer.pack(none), none);
  EXPECT_EQ(none, Evidence{});
}

}  // namespace
}  // namespace hallmark::runner
