// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/request_reader.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hallmark::runner {
namespace {

using State = RequestReader::State;

// Each byte on its own; the state behind the last one.
State read_slowly(RequestReader& reader, std::string_view bytes) {
  State state = State::unfinished;
  for (const char byte : bytes) {
    EXPECT_EQ(state, State::unfinished);
    reader.add({&byte, 1});
    state = reader.look();
  }
  return state;
}

TEST(RequestReader, ReadsAGetByteByByte) {
  RequestReader reader;
  const std::string bytes = "GET /?A=b%20c HTTP/1.1\r\nHost: h:1\r\nX-Odd:  two  blanks \r\n\r\n";
  ASSERT_EQ(read_slowly(reader, bytes), State::whole);
  const ReadRequest read = reader.take();
  EXPECT_EQ(read.raw, bytes);
  EXPECT_EQ(read.http.method, "GET");
  EXPECT_EQ(read.http.target, "/?A=b%20c");
  EXPECT_EQ(read.http.headers.back(),
            (std::pair<std::string, std::string>{"X-Odd", "two  blanks"}));
  EXPECT_EQ(reader.look(), State::unfinished);
}

TEST(RequestReader, KnowsWhetherTheClientWantsAnotherAnswer) {
  const auto last = [](std::string_view bytes) {
    RequestReader reader;
    EXPECT_EQ(read_slowly(reader, bytes), State::whole);
    return reader.take().last;
  };
  EXPECT_FALSE(last("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(last("GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n"));
  EXPECT_FALSE(last("GET / HTTP/1.0\r\nconnection: Keep-Alive\r\n\r\n"));
  EXPECT_TRUE(last("GET / HTTP/1.1\r\nconnection: Close\r\n\r\n"));
  EXPECT_TRUE(last("GET / HTTP/1.0\r\n\r\n"));
}

TEST(RequestReader, ReadsABodyByItsLengthAndLeavesWhatFollows) {
  RequestReader reader;
  ASSERT_EQ(read_slowly(reader, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na=b"), State::whole);
  reader.add("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(reader.take().http.body, "a=b");
  ASSERT_EQ(reader.look(), State::whole);
  EXPECT_EQ(reader.take().http.method, "GET");
}

TEST(RequestReader, ReadsChunksWithExtensionsAndTrailers) {
  RequestReader reader;
  const std::string bytes =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2;x=y\r\nab\r\n1\r\nc\r\n0\r\nLate: yes\r\n\r\n";
  ASSERT_EQ(read_slowly(reader, bytes), State::whole);
  const ReadRequest read = reader.take();
  EXPECT_EQ(read.http.body, "abc");
  EXPECT_EQ(read.raw, bytes);
}

TEST(RequestReader, TakesAPostWithoutALengthForOneWithoutABody) {
  RequestReader reader;
  EXPECT_EQ(read_slowly(reader, "POST /?a=b HTTP/1.1\r\nHost: h\r\n\r\n"), State::whole);
}

TEST(RequestReader, InvitesOnceWhoAsksForIt) {
  RequestReader reader;
  EXPECT_FALSE(reader.awaits_invitation());
  reader.add("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
  EXPECT_EQ(reader.look(), State::unfinished);
  EXPECT_TRUE(reader.awaits_invitation());
  EXPECT_FALSE(reader.awaits_invitation());
}

TEST(RequestReader, IsNotMisledByWhatIsNoRequestOrTooLong) {
  for (const char* bytes : {"nonsense\r\n\r\n", "GET / FTP/1.0\r\n\r\n", "GET /\r\n\r\n",
                            "GET / HTTP/1.1\r\nno header\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
                            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    RequestReader reader;
    reader.add(bytes);
    EXPECT_EQ(reader.look(), State::broken) << bytes;
  }
  RequestReader reader;
  reader.add(std::string(RequestReader::limit + 1, 'x'));
  EXPECT_EQ(reader.look(), State::broken);
}

}  // namespace
}  // namespace hallmark::runner
