// SPDX-License-Identifier: Apache-2.0
//
// broken/http/, broken/transport/: what carries an answer is wrong, late, or missing.
#include "cases/client/tables.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases::client {
namespace {

namespace envelope = specs::common::envelope;
using Outcome = Told::Outcome;
using End = Answer::End;

using enum Told::Outcome;

constexpr std::string_view html_502 = "<html><body><h1>502 Bad Gateway</h1></body></html>";

struct Made {
  std::vector<Case>& all;

  // `answer` of either format.
  template <class Answering>
  Case& add(std::string_view name, std::string_view what, Outcome outcome, Answering answer) {
    add_both(all, [&](Format format) {
      Case made{.id = "broken/" + std::string{name},
                .given = std::string{what},
                .citations = {specs::cite_clause(envelope::page, envelope::clause::error_status)},
                .needs = {std::string{speaks}}};
      if (outcome == error) made.needs.emplace_back(tells_errors);
      made.calls = {start_call()};
      made.calls[0].answers = {answer(format)};
      made.calls[0].told = {.outcome = outcome};
      return made;
    });
    return all.back();
  }

  // What was asked last, in both formats.
  template <class Change>
  void change(Change change) {
    change(all[all.size() - 1]);
    change(all[all.size() - 2]);
  }

  void keeps_code(Level level,
                  CarriedSet carried = CarriedSet{Carried::code, Carried::request_id}) {
    change([&](Case& one) {
      one.calls[0].told.carried = carried;
      one.calls[0].told.code = refused_code;
      one.level = level;
    });
  }

  // The server tries the client's timeout.
  void takes_time() {
    change([](Case& one) { one.calls[0].short_time = true; });
  }

  // The answer comes, but later: that says nothing of a client whose timeout is not known.
  void outlasts_the_timeout() {
    takes_time();
    change([](Case& one) { one.calls[0].exact_time = true; });
  }
};

std::string status_line(int status) { return "HTTP/1.1 " + std::to_string(status) + " Answer\r\n"; }

std::string content_type(Format format) {
  return "Content-Type: " + std::string{type_of(format)} + "\r\n";
}

std::string chunk(std::string_view data, std::string_view extension = {}) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string size;
  for (std::size_t rest = data.size(); rest != 0; rest /= 16) size.insert(0, 1, digits[rest % 16]);
  return (size.empty() ? "0" : size).append(extension).append("\r\n").append(data).append("\r\n");
}

void add_statuses(Made& made) {
  struct Plain {
    std::string_view name, what;
    int status;
    std::string_view headers, body;
    Outcome outcome = error;
  };
  for (const Plain& one : {
           Plain{"http/301-without-location", "301 without Location", 301, "", ""},
           Plain{"http/302-without-location", "302 without Location", 302, "", ""},
           Plain{"http/303-without-location", "303 without Location", 303, "", ""},
           Plain{"http/307-without-location", "307 without Location", 307, "", ""},
           Plain{"http/308-without-location", "308 without Location", 308, "", ""},
           Plain{"http/302-to-nowhere", "302 to an empty Location", 302, "Location: \r\n", ""},
           Plain{"http/302-to-itself", "302 to the same path, for ever", 302, "Location: /\r\n",
                 ""},
           Plain{"http/302-to-a-file", "302 to a file", 302, "Location: file:///etc/hostname\r\n",
                 ""},
           Plain{"http/401-empty", "401 with an empty body", 401,
                 "WWW-Authenticate: Basic realm=\"x\"\r\n", ""},
           Plain{"http/403-html", "403 with HTML", 403, "Content-Type: text/html\r\n", html_502},
           Plain{"http/404-html", "404 with HTML", 404, "Content-Type: text/html\r\n", html_502},
           Plain{"http/429-empty", "429 with an empty body", 429, "Retry-After: 1\r\n", ""},
           Plain{"http/500-empty", "500 with an empty body", 500, "", ""},
           Plain{"http/502-html", "502 with HTML", 502, "Content-Type: text/html\r\n", html_502},
           Plain{"http/503-html", "503 with HTML", 503, "Content-Type: text/html\r\n", html_502},
           Plain{"http/504-empty", "504 with an empty body", 504, "", ""},
           Plain{"http/599-text", "599 with text", 599, "Content-Type: text/plain\r\n", "no"},
           Plain{"http/999", "a status that HTTP does not have", 999, "", ""},
       }) {
    made.add(one.name, one.what, one.outcome,
             [&](Format) { return bytes(http(one.status, one.headers, one.body)); });
  }
  made.add("http/204", "204, which has no body", any,
           [](Format) { return bytes("HTTP/1.1 204 No Content\r\n\r\n"); });
  made.add("http/304", "304, which has no body", error,
           [](Format) { return bytes("HTTP/1.1 304 Not Modified\r\n\r\n"); });
  made.add("http/401-refusal", "a refusal with 401", error, [](Format format) {
    return bytes(http(401, content_type(format) + "WWW-Authenticate: Basic realm=\"x\"\r\n",
                      refusal_body(format)));
  });
  made.keeps_code(Level::required);
  made.add("http/429-refusal", "a refusal with 429 and Retry-After", error, [](Format format) {
    return bytes(http(429, content_type(format) + "Retry-After: 1\r\n", refusal_body(format)));
  });
  made.keeps_code(Level::required);
  made.add("http/502-refusal", "a refusal with 502", error,
           [](Format format) { return bytes(typed(502, type_of(format), refusal_body(format))); });
  made.keeps_code(Level::required);
}

void add_framing(Made& made) {
  made.add("http/continue-first", "100 Continue, unasked, then a success", success,
           [](Format format) {
             return bytes("HTTP/1.1 100 Continue\r\n\r\n" +
                          typed(200, type_of(format), success_body(format)));
           });
  made.change([](Case& one) { one.level = Level::recommended; });
  made.add("http/early-hints-first", "102 and 103, then a refusal", error, [](Format format) {
    return bytes("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" +
                 typed(403, type_of(format), refusal_body(format)));
  });
  made.add("http/two-lengths", "a refusal with two lengths that differ", error, [](Format format) {
    return bytes(http(403, content_type(format) + "Content-Length: 5\r\n", refusal_body(format)),
                 End::close);
  });
  made.add("http/length-nonsense", "a refusal whose length is no number", error, [](Format format) {
    return bytes(status_line(403) + content_type(format) + "Content-Length: many\r\n\r\n" +
                     refusal_body(format),
                 End::close);
  });
  made.add("http/length-negative", "a success whose length is negative", any, [](Format format) {
    return bytes(status_line(200) + content_type(format) + "Content-Length: -1\r\n\r\n" +
                     success_body(format),
                 End::close);
  });
  made.add("http/length-too-small", "a success whose length is too small", error,
           [](Format format) {
             return bytes(status_line(200) + content_type(format) + "Content-Length: 20\r\n\r\n" +
                              success_body(format),
                          End::close);
           });
  made.add("http/length-and-chunked", "a refusal with a length and in chunks", error,
           [](Format format) {
             return bytes(status_line(403) + content_type(format) +
                              "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" +
                              chunk(refusal_body(format)) + "0\r\n\r\n",
                          End::close);
           });
  made.add("http/chunked", "a refusal in chunks", error, [](Format format) {
    const std::string body = refusal_body(format);
    return bytes(status_line(403) + content_type(format) + "Transfer-Encoding: chunked\r\n\r\n" +
                 chunk(std::string_view{body}.substr(0, 60)) +
                 chunk(std::string_view{body}.substr(60)) + "0\r\n\r\n");
  });
  made.keeps_code(Level::required);
  made.add("http/chunks-of-one-byte", "a refusal in chunks of one byte, with extensions", error,
           [](Format format) {
             std::string text =
                 status_line(403) + content_type(format) + "Transfer-Encoding: chunked\r\n\r\n";
             for (const char c : refusal_body(format)) {
               text += chunk(std::string_view{&c, 1}, ";name=\"value\"");
             }
             return bytes(text + "0\r\n\r\n");
           });
  made.keeps_code(Level::required, CarriedSet{Carried::code});
  made.add("http/trailers", "a success in chunks, with trailers", success, [](Format format) {
    return bytes(status_line(200) + content_type(format) +
                 "Transfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n" +
                 chunk(success_body(format)) + "0\r\nX-Late: yes\r\n\r\n");
  });
  made.add("http/chunk-nonsense", "a refusal whose chunk size is no number", error,
           [](Format format) {
             return bytes(status_line(403) + content_type(format) +
                              "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + refusal_body(format) +
                              "\r\n0\r\n\r\n",
                          End::close);
           });
  made.add("http/chunks-without-end", "a success in chunks, of which the last is missing", error,
           [](Format format) {
             const std::string body = success_body(format);
             return bytes(status_line(200) + content_type(format) +
                              "Transfer-Encoding: chunked\r\n\r\n" +
                              chunk(std::string_view{body}.substr(0, 20)),
                          End::close);
           });
  made.add("http/until-it-closes", "a refusal without a length, ended by the connection", error,
           [](Format format) {
             return bytes(status_line(403) + content_type(format) + "Connection: close\r\n\r\n" +
                              refusal_body(format),
                          End::close);
           });
  made.keeps_code(Level::required);
  made.add("http/1.0", "a refusal by HTTP/1.0", error, [](Format format) {
    return bytes(
        "HTTP/1.0 403 Forbidden\r\n" + content_type(format) + "\r\n" + refusal_body(format),
        End::close);
  });
  made.keeps_code(Level::recommended);
  made.add("http/lower-case-headers", "a refusal whose headers are in lower case", error,
           [](Format format) {
             const std::string body = refusal_body(format);
             return bytes(status_line(403) + "content-type: " + std::string{type_of(format)} +
                          "\r\ncontent-length:" + std::to_string(body.size()) + "\r\n\r\n" + body);
           });
  made.keeps_code(Level::required);
  made.add("http/no-reason", "a refusal without a reason phrase", error, [](Format format) {
    const std::string body = refusal_body(format);
    return bytes("HTTP/1.1 403\r\n" + content_type(format) +
                 "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  });
  made.add("http/header-of-100-kb", "a refusal with a header of 100 KB", error, [](Format format) {
    return bytes(http(403, content_type(format) + "X-Long: " + std::string(100000, 'x') + "\r\n",
                      refusal_body(format)));
  });
  made.add("http/headers-2000", "a refusal with 2,000 headers", error, [](Format format) {
    std::string headers = content_type(format);
    for (int i = 0; i < 2000; ++i) headers += "X-" + std::to_string(i) + ": x\r\n";
    return bytes(http(403, headers, refusal_body(format)));
  });
  made.add("http/header-without-colon", "a refusal with a line that is no header", error,
           [](Format format) {
             return bytes(http(403, content_type(format) + "nonsense\r\n", refusal_body(format)),
                          End::close);
           });
  made.add("http/no-http", "bytes that are not HTTP", error,
           [](Format) { return bytes("\x16\x03\x01 this is not HTTP\r\n\r\n", End::close); });
  made.add("http/gzip-unasked-refusal", "a refusal that is said to be gzip and is not", error,
           [](Format format) {
             return bytes(http(403, content_type(format) + "Content-Encoding: gzip\r\n",
                               refusal_body(format)));
           });
  // {"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"} without its end.
  made.add("http/gzip-cut-off", "a success as gzip, unasked, and cut off", error,
           [](Format format) {
             constexpr std::string_view zipped{
                 "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x0a\x4a\x2d\x2c", 16};
             return bytes(http(200, content_type(format) + "Content-Encoding: gzip\r\n", zipped));
           });
  made.add(
      "http/unknown-coding", "a refusal in a coding that nobody knows", error, [](Format format) {
        return bytes(
            http(403, content_type(format) + "Content-Encoding: x-none\r\n", refusal_body(format)));
      });
}

void add_transport(Made& made) {
  const auto success_head = [](Format format, std::size_t length) {
    return status_line(200) + content_type(format) + "Content-Length: " + std::to_string(length) +
           "\r\n\r\n";
  };
  made.add("transport/refused", "nobody listens", error,
           [](Format) { return Answer{.kind = Answer::Kind::refused}; });
  made.add("transport/closed", "the connection is closed without an answer", error,
           [](Format) { return bytes("", End::close); });
  made.add("transport/reset", "the connection is torn down without an answer", error,
           [](Format) { return bytes("", End::reset); });
  made.add("transport/closed-in-the-head", "the connection is closed inside the head", error,
           [](Format) { return bytes("HTTP/1.1 200 OK\r\nContent-Ty", End::close); });
  made.add("transport/reset-in-the-body", "a success, torn down inside the body", error,
           [&](Format format) {
             const std::string body = success_body(format);
             return bytes(success_head(format, body.size()) + body.substr(0, 20), End::reset);
           });
  made.add("transport/short-body", "a success whose body ends too soon", error, [&](Format format) {
    const std::string body = success_body(format);
    return bytes(success_head(format, body.size()) + body.substr(0, body.size() - 1), End::close);
  });
  made.add("transport/short-whole-body", "a whole success, announced longer than it is", error,
           [&](Format format) {
             const std::string body = success_body(format);
             return bytes(success_head(format, body.size() + 10) + body, End::close);
           });
  made.change([](Case& one) { one.level = Level::recommended; });
  made.add("transport/short-refusal", "a refusal whose body ends too soon", error,
           [&](Format format) {
             const std::string body = refusal_body(format);
             return bytes(status_line(403) + content_type(format) + "Content-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body.substr(0, 60),
                          End::close);
           });
  made.add("transport/silent", "no answer at all", error,
           [](Format) { return bytes("", End::silent); });
  made.takes_time();
  made.add("transport/silent-in-the-head", "half a head, and then nothing", error,
           [](Format) { return bytes("HTTP/1.1 200 OK\r\nContent-Ty", End::silent); });
  made.takes_time();
  made.add("transport/silent-in-the-body", "half a success, and then nothing", error,
           [&](Format format) {
             const std::string body = success_body(format);
             return bytes(success_head(format, body.size()) + body.substr(0, 20), End::silent);
           });
  made.takes_time();
  made.add("transport/silent-chunks", "half a success in chunks, and then nothing", error,
           [&](Format format) {
             return bytes(status_line(200) + content_type(format) +
                              "Transfer-Encoding: chunked\r\n\r\n" +
                              chunk(success_body(format).substr(0, 20)),
                          End::silent);
           });
  made.takes_time();
  made.add("transport/late", "a success after the timeout", error, [](Format format) {
    return Answer{
        .pieces = {{.bytes = typed(200, type_of(format), success_body(format)), .after = 1700}}};
  });
  made.outlasts_the_timeout();
  // No read of it takes long; all together do.
  const auto dripping = [&](bool head) {
    return [=](Format format) {
      const std::string text = success_head(format, 1000);
      Answer answer{.end = End::close};
      if (!head) answer.pieces.push_back({.bytes = text});
      for (const char c : head ? text.substr(0, 20) : std::string(20, ' ')) {
        answer.pieces.push_back({.bytes = std::string(1, c), .after = 250});
      }
      return answer;
    };
  };
  made.add("transport/dripping-head", "a head, byte by byte for five times the timeout", error,
           dripping(true));
  made.outlasts_the_timeout();
  made.change([](Case& one) { one.level = Level::recommended; });
  made.add("transport/dripping-body", "a body, byte by byte for five times the timeout", error,
           dripping(false));
  made.outlasts_the_timeout();
  made.change([](Case& one) { one.level = Level::recommended; });
}

}  // namespace

void add_broken_http(std::vector<Case>& all) {
  Made made{all};
  add_statuses(made);
  add_framing(made);
  add_transport(made);
}

}  // namespace hallmark::cases::client
