// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/http.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

TEST(RawRequest, IsTheBytesAsGiven) {
  EXPECT_EQ(raw_request({.method = "bReW",
                         .target = "/?a=%20b",
                         .headers = {{"hOsT", "h"}, {"X-A", "1"}, {"x-a", "2"}},
                         .body = ""}),
            "bReW /?a=%20b HTTP/1.1\r\nhOsT: h\r\nX-A: 1\r\nx-a: 2\r\n\r\n");
}

TEST(RawRequest, AddsHostAndContentLengthOnlyWhenAbsent) {
  EXPECT_EQ(raw_request({.method = "POST", .target = "/", .headers = {}, .body = "abc"}, "h:81"),
            "POST / HTTP/1.1\r\nHost: h:81\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(raw_request({.method = "POST",
                         .target = "/",
                         .headers = {{"HOST", "other"}, {"content-length", "7"}},
                         .body = "abc"},
                        "h:81"),
            "POST / HTTP/1.1\r\nHOST: other\r\ncontent-length: 7\r\n\r\nabc");
}

TEST(RawRequest, HasWhatGoesAlongBehindItsOwnHeaders) {
  std::string out;
  append_raw_request(out, {.method = "GET", .target = "/", .headers = {{"A", "1"}}, .body = ""},
                     "h", {{"X-Tenant", "blue"}, {"X-Key", "two"}});
  EXPECT_EQ(out, "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nX-Tenant: blue\r\nX-Key: two\r\n\r\n");
}

TEST(RawRequest, SaysThatAPostHasNoBody) {
  EXPECT_EQ(raw_request({.method = "POST", .target = "/", .headers = {}, .body = ""}),
            "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(raw_request({.method = "GET", .target = "/", .headers = {}, .body = ""}),
            "GET / HTTP/1.1\r\n\r\n");
}

TEST(RawRequest, LeavesTheFramingToACallerWhoChunks) {
  EXPECT_EQ(raw_request({.method = "POST",
                         .target = "/",
                         .headers = {{"Transfer-Encoding", "chunked"}},
                         .body = "0\r\n\r\n"}),
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST(RawRequest, SaysWhichVersionItIsOf) {
  HttpRequest request;
  request.version = 10;
  EXPECT_EQ(raw_request(request, "h"), "GET / HTTP/1.0\r\nHost: h\r\n\r\n");
}

TEST(HttpReply, FindsTheFirstHeaderInAnyCase) {
  HttpReply reply;
  reply.headers = {{"A", "1"}, {"a", "2"}, {"Empty", ""}};
  EXPECT_EQ(reply.header("a"), "1");
  EXPECT_EQ(reply.header("empty"), "");
  EXPECT_TRUE(reply.has_header("EMPTY"));
  EXPECT_FALSE(reply.has_header("none"));
  EXPECT_EQ(reply.header("none"), "");
}

}  // namespace
}  // namespace hallmark::runner
