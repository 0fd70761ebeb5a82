// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes AnswerParser with the bytes of a connection.
//
// Holds for every input, however the network cuts it: the same reply, or the same fault; limits are
// kept. Whether the connection may be kept is told apart: what follows the answer in one piece
// forbids it, what is never read does not.
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/base/splice.hpp"
#include "runner/wire/http/answer_parser.hpp"

namespace {

using namespace hallmark;
using runner::AnswerParser;
using State = AnswerParser::State;

constexpr runner::AnswerLimits limits{.header = 512, .body = 4096};

struct ParseEnd {
  State state;
  std::size_t fed;
  runner::HttpReply reply;
  runner::Error error;
};

ParseEnd parse(std::string_view bytes, bool to_head, std::size_t piece) {
  AnswerParser parser{limits, to_head};
  State state = State::more;
  std::size_t fed = 0;
  while (state == State::more && fed < bytes.size()) {
    const std::string_view next = bytes.substr(fed, piece);
    state = parser.feed(next);
    fed += next.size();
  }
  if (state == State::more) state = parser.end();
  ParseEnd outcome{state, fed, parser.reply(), parser.error()};
  if (fuzz::planted("http_answer/cut-reason") && piece == 1 && outcome.reply.reason.size() > 2) {
    outcome.reply.reason.pop_back();
  }
  if (fuzz::planted("http_answer/chunk-end-in-body") && piece == 3 &&
      outcome.reply.has_header("Transfer-Encoding")) {
    outcome.reply.body += '\r';
  }
  return outcome;
}

}  // namespace

// The first byte: '~' for the answer to a HEAD; anything else belongs to the answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes = fuzz::text_of(data, size);
  const bool to_head = bytes.starts_with('~');
  if (to_head) bytes.remove_prefix(1);
  const ParseEnd whole = parse(bytes, to_head, bytes.size() + 1);
  fuzz::require(whole.state != State::more, "with the end of the connection it is settled");
  fuzz::require(whole.reply.body.size() <= limits.body, "no body passes the limit");
  for (const std::size_t piece : {1U, 3U, 64U}) {
    const ParseEnd cut = parse(bytes, to_head, piece);
    fuzz::require(cut.state == whole.state, "cut or whole, it is an answer or it is none");
    if (cut.state == State::failed) {
      fuzz::require(cut.error == whole.error, "cut or whole, the same fault");
      continue;
    }
    fuzz::require(cut.reply.status == whole.reply.status && cut.reply.body == whole.reply.body &&
                      cut.reply.reason == whole.reply.reason &&
                      cut.reply.version == whole.reply.version &&
                      cut.reply.headers == whole.reply.headers,
                  "cut or whole, the same answer");
    fuzz::require(cut.reply.keep_alive || !whole.reply.keep_alive, "a whole piece keeps no more");
    if (cut.fed == bytes.size() && piece == 1) {
      fuzz::require(cut.reply.keep_alive == whole.reply.keep_alive, "nothing follows: kept alike");
    }
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  static constexpr std::string_view pieces[] = {"\r\n",
                                                "\n",
                                                "HTTP/1.1 100 Continue\r\n\r\n",
                                                "HTTP/1.0 204 No Content\r\n",
                                                "A: b\r\n",
                                                " c\r\n",
                                                "Content-Length: 3\r\n",
                                                "Transfer-Encoding: chunked\r\n",
                                                "Connection: close\r\n",
                                                "\r\n\r\nabc",
                                                "\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                                                "0;a=b\r\n",
                                                ": ",
                                                "x",
                                                "~"};
  return hallmark::fuzz::splice({"HTTP/1.1 200 OK\r\n\r\n", " \r\n:", pieces}, data, size, max_size,
                                seed);
}
