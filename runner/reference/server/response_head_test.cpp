// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/server/response_head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::runner::reference {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string printed(Delivery delivery, Framing framing = {}) {
  std::string out;
  append_response(
      out, {.status = 403, .headers = {{"X", "y"}}, .body = "body", .delivery = delivery}, framing);
  return out;
}

TEST(ResponseHead, AnnouncesTheLengthOfTheBody) {
  EXPECT_THAT(printed({}), StartsWith("HTTP/1.1 403 Forbidden\r\nDate: "));
  EXPECT_THAT(printed({}), EndsWith("\r\nX: y\r\nContent-Length: 4\r\n\r\nbody"));
}

TEST(ResponseHead, SaysWhetherTheConnectionStays) {
  EXPECT_THAT(printed({}), Not(HasSubstr("Connection")));
  EXPECT_THAT(printed({}, {.keep_alive = false}), HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(printed({}, {.http_1_0 = true}), HasSubstr("Connection: keep-alive\r\n"));
}

TEST(ResponseHead, LeavesOutTheBodyForHead) {
  EXPECT_THAT(printed({}, {.head_only = true}), EndsWith("Content-Length: 4\r\n\r\n"));
}

TEST(ResponseHead, HasNoLengthWithoutContent) {
  std::string out;
  append_response(out, {.status = 204}, {});
  EXPECT_THAT(out, Not(HasSubstr("Content-Length")));
}

TEST(ResponseHead, FramesChunks) {
  const std::string chunked = printed({.chunked = true});
  EXPECT_THAT(chunked, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(chunked, EndsWith("\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n"));
  EXPECT_THAT(printed({.chunked = true}, {.http_1_0 = true}), EndsWith("\r\n\r\nbody"));
}

TEST(ResponseHead, FloodsAndLiesWhenTold) {
  EXPECT_THAT(printed({.flood = 1000}),
              EndsWith("Content-Length: 1000\r\n\r\n" + std::string(1000, ' ')));
  EXPECT_THAT(printed({.content_length_error = -3}), EndsWith("Content-Length: 1\r\n\r\nbody"));
}

}  // namespace
}  // namespace hallmark::runner::reference
