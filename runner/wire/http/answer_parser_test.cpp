// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/answer_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <optional>
#include <string>
#include <vector>

namespace hallmark::runner {
namespace {

using ::testing::HasSubstr;
using State = AnswerParser::State;

constexpr AnswerLimits limits{.header = 1024, .body = 2048};

// What a parser makes of the bytes of one connection. Exactly one of the two is there.
struct Outcome {
  std::optional<HttpReply> reply;
  std::optional<Error> error;
};

// The bytes come in pieces of the sizes given, the last one repeated; then the connection ends,
// unless `ends` is false.
Outcome parse(std::string_view bytes, const std::vector<std::size_t>& sizes, bool ends = true,
              bool to_head = false) {
  AnswerParser parser{limits, to_head};
  State state = State::more;
  for (std::size_t piece = 0; !bytes.empty() && state == State::more; ++piece) {
    const std::size_t size = sizes[std::min(piece, sizes.size() - 1)];
    state = parser.feed(bytes.substr(0, size));
    bytes.remove_prefix(std::min(size, bytes.size()));
  }
  if (state == State::more && ends) state = parser.end();
  if (state == State::done) return {.reply = parser.reply(), .error = std::nullopt};
  if (state == State::failed) return {.reply = std::nullopt, .error = parser.error()};
  return {};
}

Outcome parse_at_once(std::string_view bytes) { return parse(bytes, {bytes.size() + 1}); }
Outcome parse_dripped(std::string_view bytes) { return parse(bytes, {1}); }

struct Good {
  const char* name;
  std::string bytes;
  int status;
  std::string body;
  bool keep_alive;
};

std::vector<Good> good_answers() {
  return {
      {"counted", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, "abc", true},
      {"counted, close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na", 200,
       "a", false},
      {"counted, empty", "HTTP/1.1 403 \r\nContent-Length: 0\r\n\r\n", 403, "", true},
      {"to the end", "HTTP/1.1 200 OK\r\n\r\nabc", 200, "abc", false},
      {"to the end, empty", "HTTP/1.1 200 OK\r\n\r\n", 200, "", false},
      {"HTTP/1.0", "HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nno", 404, "no", false},
      {"HTTP/1.0, counted", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nno", 200, "no", false},
      {"HTTP/1.0, kept", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nno",
       200, "no", true},
      {"chunked",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789"
       "\r\n0\r\n\r\n",
       200, "abc0123456789", true},
      {"chunked, empty", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, "",
       true},
      {"chunked, empty, long zero",
       "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n0000\r\n\r\n", 200, "", true},
      {"chunked, extensions and trailers",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b;c=\"d\"\r\nab\r\n1 ; x\r\nc\r\n"
       "000;last\r\nX-Sum: 1\r\nY: 2\r\n\r\n",
       200, "abc", true},
      {"after interim answers",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz",
       200, "z", true},
      {"204 with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, "", true},
      {"304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "",
       true},
      {"101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", 101, "", false},
      {"folded header", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n", 200, "",
       true},
      {"counted twice", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 200,
       "a", true},
      {"just within the body limit",
       "HTTP/1.1 200 OK\r\nContent-Length: 2048\r\n\r\n" + std::string(2048, 'x'), 200,
       std::string(2048, 'x'), true},
  };
}

TEST(AnswerParser, ReadsWhatIsLegalAtOnceAndByteByByte) {
  for (const Good& good : good_answers()) {
    for (const Outcome& outcome : {parse_at_once(good.bytes), parse_dripped(good.bytes)}) {
      ASSERT_TRUE(outcome.reply) << good.name << ": "
                                 << (outcome.error ? outcome.error->what : "more");
      EXPECT_EQ(outcome.reply->status, good.status) << good.name;
      EXPECT_EQ(outcome.reply->body, good.body) << good.name;
      EXPECT_EQ(outcome.reply->keep_alive, good.keep_alive) << good.name;
    }
  }
}

TEST(AnswerParser, KeepsTheHeadersAsTheyCame) {
  const auto outcome = parse_dripped(
      "HTTP/1.0 418 I am  odd \r\nb-B: 2\r\nA:1 \r\nb-b:\t3\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(outcome.reply);
  EXPECT_EQ(outcome.reply->version, 10);
  EXPECT_EQ(outcome.reply->reason, "I am  odd ");
  EXPECT_EQ(outcome.reply->headers,
            (Headers{{"b-B", "2"}, {"A", "1"}, {"b-b", "3"}, {"Content-Length", "0"}}));
}

TEST(AnswerParser, DropsTheHeadersOfInterimAnswers) {
  const auto outcome = parse_at_once(
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(outcome.reply);
  EXPECT_EQ(outcome.reply->headers, (Headers{{"Content-Length", "0"}}));
}

TEST(AnswerParser, ExpectsNoBodyOfTheAnswerToAHead) {
  for (const std::size_t size : {1U, 100U}) {
    const auto outcome =
        parse("HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\n", {size}, false, true);
    ASSERT_TRUE(outcome.reply);
    EXPECT_TRUE(outcome.reply->keep_alive);
    EXPECT_EQ(outcome.reply->body, "");
  }
}

TEST(AnswerParser, IsDoneWithoutTheEndOfTheConnection) {
  EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", {1}, false).reply);
  EXPECT_TRUE(
      parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {1}, false).reply);
}

TEST(AnswerParser, DoesNotKeepAConnectionThatSaysMoreThanItsAnswer) {
  const auto outcome = parse_at_once("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc");
  ASSERT_TRUE(outcome.reply);
  EXPECT_EQ(outcome.reply->body, "a");
  EXPECT_FALSE(outcome.reply->keep_alive);
}

struct Taken {
  std::string bytes;
  const char* tolerated;
  bool keep_alive = true;
  std::string body = "ok";
};

// What RFC 9112 forbids to send, and curl 7.88 takes.
std::vector<Taken> tolerated_answers() {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string counted = "Content-Length: 2\r\n\r\nok";
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  const std::string in_chunks = "\r\n2\r\nok\r\n0\r\n\r\n";
  const char* const lone = "lines of the head that end in LF alone";
  const char* const lone_in_body = "lines of the chunked framing that end in LF alone";
  return {
      {"HTTP/1.1 200\r\n" + counted, "no space behind the status code"},
      {"HTTP/1.0 200\r\n\r\nok", "no space behind the status code", false},
      {"HTTP/1.1 200OK\r\n" + counted, "no space behind the status code"},
      {"http/1.1 200 OK\r\n" + counted, "HTTP in lower case"},
      {"HTTP/1.1  200 OK\r\n" + counted, "other blanks than one space before the status code"},
      {"HTTP/1.1 200 O\x01K\r\n" + counted, "a control character in the head"},
      {"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", lone},
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nok", lone},
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\nok", lone},
      {"HTTP/1.1 200 OK\n\nok", lone, false},
      {"HTTP/1.1 100 Continue\n\n" + ok + counted, lone},
      {ok + "X: a\n b\n" + counted, lone},
      {ok + "Content-Length : 2\r\n\r\nok", "blanks between a header's name and its colon"},
      {ok + ": v\r\n" + counted, "a header whose name is no token"},
      {ok + "X Y: v\r\n" + counted, "a header whose name is no token"},
      {ok + "X@\xe5: v\r\n" + counted, "a header whose name is no token"},
      {ok + "X: a\x01\x7f\r\n" + counted, "a control character in the head"},
      {ok + "X: a\rb\r\n" + counted, "a control character in the head"},
      {"HTTP/1.1 200\r\nContent-Length: 2\r\n" + counted, "no space behind the status code"},
      {"HTTP/1.1 200\r\nContent-Length: 2,2 ,\t2\r\n\r\nok", "no space behind the status code"},
      {ok + "Content-Length: 9\r\n" + chunked + in_chunks,
       "Content-Length beside Transfer-Encoding", false},
      {ok + chunked + "Content-Length: 9\r\n" + in_chunks,
       "Content-Length beside Transfer-Encoding", false},
      {ok + chunked + chunked + in_chunks, "chunked more than once", false},
      {ok + chunked + "\r\n2\nok\r\n0\r\n\r\n", lone_in_body},
      {ok + chunked + "\r\n2\r\nok\n0\r\n\r\n", lone_in_body},
      {ok + chunked + "\r\n2\r\nok\r\n0\nX: y\n\n", lone_in_body},
  };
}

TEST(AnswerParser, TakesWhatCommonClientsTakeAndNamesIt) {
  for (const Taken& taken : tolerated_answers()) {
    for (const Outcome& outcome : {parse_at_once(taken.bytes), parse_dripped(taken.bytes)}) {
      ASSERT_TRUE(outcome.reply) << taken.bytes << ": "
                                 << (outcome.error ? outcome.error->what : "more");
      EXPECT_EQ(outcome.reply->status, 200) << taken.bytes;
      EXPECT_EQ(outcome.reply->body, taken.body) << taken.bytes;
      EXPECT_EQ(outcome.reply->keep_alive, taken.keep_alive) << taken.bytes;
      EXPECT_EQ(outcome.reply->tolerated, taken.tolerated) << taken.bytes;
    }
  }
  for (const Good& good : good_answers()) {
    EXPECT_EQ(parse_at_once(good.bytes).reply->tolerated, "") << good.name;
  }
}

TEST(AnswerParser, KeepsWhatItTakesInItsPlace) {
  const auto outcome = parse_dripped(
      "HTTP/1.1 418\nA: 1\nB C : 2\nd@: \x02 3\nContent-Length: 0\nContent-Length:0\nE:\n\n");
  ASSERT_TRUE(outcome.reply);
  EXPECT_EQ(outcome.reply->status, 418);
  EXPECT_EQ(outcome.reply->reason, "");
  EXPECT_EQ(outcome.reply->headers, (Headers{{"A", "1"},
                                             {"B C", "2"},
                                             {"d@", "3"},
                                             {"Content-Length", "0"},
                                             {"Content-Length", "0"},
                                             {"E", ""}}));
}

struct Bad {
  std::string bytes;
  Fault fault;
  const char* what;
};

std::vector<Bad> bad_answers() {
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string many_extensions;
  for (int i = 0; i < 60; ++i) many_extensions += "1;" + std::string(100, 'e') + "\r\nx\r\n";
  std::string interim;
  for (int i = 0; i < 100; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  return {
      {"", Fault::closed, "before an answer"},
      {"H", Fault::truncated, "middle"},
      {"HTTP/1.1 200 OK\r\n", Fault::truncated, "middle"},
      {"HTTP/1.1 100 Continue\r\n\r\n", Fault::truncated, "middle"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", Fault::truncated, "middle"},
      {chunked, Fault::truncated, "middle"},
      {chunked + "0\r\n", Fault::truncated, "middle"},
      {chunked + "4\r\nabc", Fault::truncated, "middle"},
      {"SSH-2.0-OpenSSH_9.2\r\n", Fault::malformed, "does not start with"},
      {"HTTP/2 200 OK\r\n\r\n", Fault::malformed, "does not start with"},
      {"HTTQ", Fault::malformed, "does not start with"},
      {"\r\nHTTP/1.1 200 OK\r\n\r\n", Fault::malformed, "does not start with"},
      {std::string(5, '\0'), Fault::malformed, "does not start with"},
      {"HTTP/1.2 200 OK\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 20 OK\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 2000 OK\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 099 Low\r\n\r\n", Fault::malformed, "under 100"},
      {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 200\nno colon\n\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 200 OK\r\n folded: first\r\n\r\n", Fault::malformed, "not HTTP"},
      {std::string{"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 28}, Fault::malformed, "not HTTP"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\na", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 200 OK\nContent-Length: 2x\n\nab", Fault::malformed, "not HTTP"},
      {"HTTP/1.1200 OK\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 2OO OK\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n", Fault::malformed, "not HTTP"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", Fault::malformed,
       "not HTTP"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n", Fault::malformed,
       "not HTTP"},
      {chunked + "zz\r\n", Fault::malformed, "does not start with its size"},
      {chunked + "\r\n", Fault::malformed, "does not start with its size"},
      {chunked + "-1\r\n", Fault::malformed, "does not start with its size"},
      {chunked + "0x3\r\n", Fault::malformed, "hexadecimal"},
      {chunked + "3\r\nabcd", Fault::malformed, "longer than its size"},
      {chunked + "3\r\nabc\rX", Fault::malformed, "longer than its size"},
      {chunked + "fffffffffffffffff\r\n", Fault::too_large, "limit"},
      {chunked + "801\r\n", Fault::too_large, "limit"},
      {chunked + "800\r\n" + std::string(0x800, 'x') + "\r\n1\r\n", Fault::too_large, "limit"},
      {chunked + "1;" + std::string(5000, 'e'), Fault::too_large, "limit"},
      {chunked + "0\r\n" + std::string(600, 't') + "\r\n" + std::string(600, 't') + "\r\n",
       Fault::too_large, "limit"},
      {chunked + many_extensions, Fault::too_large, "framing"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 2049\r\n\r\n", Fault::too_large, "limit"},
      {"HTTP/1.1 200 OK\r\n\r\n" + std::string(2049, 'x'), Fault::too_large, "limit"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x'), Fault::too_large, "limit"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", Fault::too_large, "limit"},
      {interim, Fault::too_large, "limit"},
  };
}

TEST(AnswerParser, NamesWhatIsWrongAtOnceAndByteByByte) {
  for (const Bad& bad : bad_answers()) {
    for (const Outcome& outcome : {parse_at_once(bad.bytes), parse_dripped(bad.bytes)}) {
      ASSERT_TRUE(outcome.error) << bad.bytes.substr(0, 80);
      EXPECT_EQ(name_of(outcome.error->fault), name_of(bad.fault))
          << bad.bytes.substr(0, 80) << " : " << outcome.error->what;
      EXPECT_THAT(outcome.error->what, HasSubstr(bad.what)) << bad.bytes.substr(0, 80);
    }
  }
}

TEST(AnswerParser, DoesNotLookBeyondTheLimitOfTheHead) {
  const std::string head = "HTTP/1.1 200 OK\r\nA: " + std::string(limits.header, 'x');
  for (const char* beyond : {"\n", "\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n"}) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{64}, std::size_t{100'000}}) {
      const Outcome outcome = parse(head + beyond, {piece});
      ASSERT_TRUE(outcome.error);
      EXPECT_EQ(outcome.error->fault, Fault::too_large) << piece;
    }
  }
}

TEST(AnswerParser, CountsInterimAnswersToTheLimitOfTheHead) {
  const std::string line = "HTTP/1.1 104 x\r\nA: ";
  const std::string interim = line + std::string(limits.header - line.size() - 4, 'x') + "\r\n\r\n";
  ASSERT_EQ(interim.size(), limits.header);
  for (const char* beyond : {"HTTP/1.1 200 OK\r\n\r\n", "no answer"}) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{64}, std::size_t{100'000}}) {
      const Outcome outcome = parse(interim + beyond, {piece});
      ASSERT_TRUE(outcome.error);
      EXPECT_EQ(outcome.error->fault, Fault::too_large) << beyond << piece;
    }
  }
}

TEST(AnswerParser, SeesGarbageBeforeItsEnd) {
  // The connection stays open: nobody has to wait for a deadline to know.
  for (const char* bytes : {"SSH-2.0", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx"}) {
    const auto outcome = parse(bytes, {1}, false);
    ASSERT_TRUE(outcome.error) << bytes;
    EXPECT_EQ(outcome.error->fault, Fault::malformed) << bytes;
  }
}

void assert_same(const Outcome& one, const Outcome& other) {
  RC_ASSERT(one.reply.has_value() == other.reply.has_value());
  RC_ASSERT(one.error.has_value() == other.error.has_value());
  if (one.error) {
    RC_ASSERT(*one.error == *other.error);
  }
  if (one.reply) {
    RC_ASSERT(one.reply->status == other.reply->status);
    RC_ASSERT(one.reply->reason == other.reply->reason);
    RC_ASSERT(one.reply->headers == other.reply->headers);
    RC_ASSERT(one.reply->body == other.reply->body);
  }
}

TEST(AnswerParserLaw, TheSplitDoesNotMatter) {
  std::vector<std::string> answers;
  for (const Good& good : good_answers()) answers.push_back(good.bytes);
  for (const Bad& bad : bad_answers()) answers.push_back(bad.bytes);
  for (const Taken& taken : tolerated_answers()) answers.push_back(taken.bytes);
  EXPECT_TRUE(rc::check([&answers] {
    const std::string bytes = *rc::gen::elementOf(answers);
    const auto sizes =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange(1, 40)));
    assert_same(parse(bytes, sizes), parse_dripped(bytes));
  }));
}

TEST(AnswerParserLaw, DamagedBytesEndInAReplyOrAnErrorWhateverTheSplit) {
  std::vector<std::string> answers;
  for (const Good& good : good_answers()) answers.push_back(good.bytes);
  for (const Taken& taken : tolerated_answers()) answers.push_back(taken.bytes);
  EXPECT_TRUE(rc::check([&answers] {
    std::string bytes = *rc::gen::elementOf(answers);
    const auto damage = *rc::gen::container<std::vector<std::pair<std::size_t, int>>>(
        rc::gen::pair(rc::gen::inRange<std::size_t>(0, 4096), rc::gen::inRange(-1, 256)));
    for (const auto& [where, byte] : damage) {
      if (bytes.empty()) break;
      if (byte < 0) {
        bytes.erase(where % bytes.size(), 1);
      } else {
        bytes[where % bytes.size()] = static_cast<char>(static_cast<unsigned char>(byte));
      }
    }
    const auto outcome = parse_at_once(bytes);
    RC_ASSERT(outcome.reply.has_value() != outcome.error.has_value());
    // At once, the fault that is noticed first may be another one; that there is one is the same.
    RC_ASSERT(parse_dripped(bytes).reply.has_value() == outcome.reply.has_value());
  }));
}

}  // namespace
}  // namespace hallmark::runner
