// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/answer_match.hpp"

#include "runner/oracle/foreign_json.hpp"

namespace hallmark::runner {

bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (in < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = in;
    } else if (at < pattern.size() && pattern[at] == text[in]) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

bool matches_message(std::string_view row, std::string_view message) {
  const std::size_t blank = row.find("%s");
  if (blank == std::string_view::npos) return row == message;
  const std::string_view head = row.substr(0, blank);
  const std::string_view tail = row.substr(blank + 2);
  if (!message.starts_with(head)) return false;
  for (std::size_t taken = 1; head.size() + taken <= message.size(); ++taken) {
    if (matches_message(tail, message.substr(head.size() + taken))) return true;
  }
  return false;
}

bool is_accepted(const Reply& reply) {
  if (reply.http_status < 200 || reply.http_status >= 300) return false;
  if (!reply.decoded() || reply.root == "Error" || is_foreign_json(reply)) return false;
  // A Code on a success is a fault of the envelope, found there; an error's name says that it is
  // none.
  return !reply.code || *reply.code == "200" || *reply.code == "OK" || *reply.code == "Success";
}

Nearness compare(const cases::Answer& allowed, const Reply& reply) {
  if (allowed.bare) {
    const bool status = allowed.status != 0 ? allowed.status == reply.http_status
                                            : allowed.status_class == reply.http_status / 100;
    return status ? Nearness::match : Nearness::unlike;
  }
  if (allowed.kind == cases::Answer::Kind::accepted) {
    if (!is_accepted(reply)) return Nearness::unlike;
    const bool status = allowed.status == 0 || allowed.status == reply.http_status;
    return status ? Nearness::match : Nearness::same_kind;
  }
  if (reply.http_status < 400) return Nearness::unlike;
  const bool status = allowed.status != 0 ? allowed.status == reply.http_status
                                          : allowed.status_class == reply.http_status / 100;
  // Where any code will do, so does an answer of the HTTP layer, which has none.
  if (allowed.code.empty()) return status ? Nearness::match : Nearness::same_kind;
  if (!reply.decoded() || !reply.code) return Nearness::unlike;
  const bool code = matches_glob(allowed.code, *reply.code);
  if (!code) return Nearness::same_kind;
  if (!status) return Nearness::same_code;
  if (allowed.message.empty()) return Nearness::match;
  return matches_message(allowed.message, text_of(reply.message)) ? Nearness::match
                                                                  : Nearness::same_but_text;
}

std::string shape_of(const cases::Answer& answer) {
  std::string text;
  if (answer.status != 0) {
    text = std::to_string(answer.status);
  } else if (answer.kind == cases::Answer::Kind::accepted) {
    text = "success (2xx)";
  } else {
    text = "any " + std::to_string(answer.status_class) + "xx";
  }
  if (!answer.code.empty()) text += (answer.status != 0 ? " " : " with ") + answer.code;
  return text;
}

std::string describe(const cases::Answer& answer) {
  std::string text = shape_of(answer);
  if (!answer.message.empty()) text += ", \"" + answer.message + "\"";
  return text;
}

std::string shape_of(const Reply& reply) {
  std::string text = std::to_string(reply.http_status);
  if (reply.format == BodyFormat::neither) {
    text += ", and the body is neither XML nor JSON";
  } else if (!reply.decode_error.empty()) {
    text += ", and the body is not well-formed " + std::string{name_of(reply.format)};
  } else if (reply.invalid_utf8) {
    text += ", and the body is not UTF-8";
  } else if (reply.code) {
    text += " " + *reply.code;
  } else if (reply.http_status >= 400 || reply.root == "Error") {
    text += ", and the body names no Code";
  }
  return text;
}

std::string describe(const Reply& reply) {
  std::string text = shape_of(reply);
  if (reply.format != BodyFormat::neither && !reply.decode_error.empty()) {
    text += ": " + reply.decode_error;
  }
  return text;
}

}  // namespace hallmark::runner
