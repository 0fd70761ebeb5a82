// SPDX-License-Identifier: Apache-2.0
//
// Answers that came packed.
#include "runner/oracle/told.hpp"

#include <gtest/gtest.h>

#include "runner/oracle/answer_match.hpp"

namespace hallmark::runner {
namespace {

using namespace std::string_literals;

constexpr std::string_view plain = R"({"Code":"Busy"})";
const std::string packed =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56"
    "\x72\xce\x4f\x49\x55\xb2\x52\x72\x2a\x2d\xae\x54"
    "\xaa\x05\x00\xa3\xf9\x15\x96\x0f\x00\x00\x00"s;

reports::Exchange answered(std::string body, bool accepts_gzip = true) {
  return {.request = std::string{"GET / HTTP/1.1\r\nHost: a\r\n"} +
                     (accepts_gzip ? "Accept-Encoding: gzip\r\n\r\n" : "\r\n"),
          .status = 400,
          .headers = {{"content-type", "application/json"}, {"content-encoding", "GZIP"}},
          .body = std::move(body)};
}

TEST(DecodeReply, UnpacksWhatWasAskedFor) {
  const Reply reply = decode_reply(answered(packed));
  EXPECT_TRUE(reply.decoded());
  EXPECT_EQ(reply.code, "Busy");
}

TEST(DecodeReply, TakesAnAnswerThatIsNotPackedAsItIs) {
  reports::Exchange exchange = answered(std::string{plain});
  exchange.headers.pop_back();
  EXPECT_EQ(decode_reply(exchange).code, "Busy");
}

TEST(DecodeReply, TakesNothingForPackedThatIsNot) {
  for (const std::string& body : {std::string{plain}, packed.substr(0, packed.size() - 1), ""s}) {
    const Reply reply = decode_reply(answered(body));
    EXPECT_FALSE(reply.decoded());
    EXPECT_FALSE(reply.decode_error.empty());
    EXPECT_EQ(reply.http_status, 400);
  }
}

// RFC 9110, 12.5.3: a request that names no coding accepts any.
TEST(DecodeReply, UnpacksWhatWasNotRefused) {
  EXPECT_EQ(decode_reply(answered(packed, false)).code, "Busy");
  reports::Exchange refused = answered(packed, false);
  refused.request.insert(refused.request.size() - 2, "accept-encoding: identity\r\n");
  EXPECT_EQ(decode_reply(refused).decode_error, "it is gzip, which the request refuses");
}

TEST(DecodeReply, UnpacksNothingThatIsNotSaidToBePacked) {
  reports::Exchange unsaid = answered(packed, false);
  unsaid.headers.pop_back();
  EXPECT_EQ(decode_reply(unsaid).decode_error, "it is gzip, and no Content-Encoding says so");
}

}  // namespace
}  // namespace hallmark::runner
