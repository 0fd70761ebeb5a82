// SPDX-License-Identifier: Apache-2.0
//
// The chapters of what is asked of a client, one file each, and the words that they share.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/client/client_case.hpp"

namespace hallmark::cases::client {

[[nodiscard]] std::vector<Case> speaking_cases();   // speaking.cpp: what all others need
[[nodiscard]] std::vector<Case> request_cases();    // requests.cpp
[[nodiscard]] std::vector<Case> answer_cases();     // answers.cpp
[[nodiscard]] std::vector<Case> broken_cases();     // broken_answers.cpp, broken_http.cpp
[[nodiscard]] std::vector<Case> retry_cases();      // retries.cpp
[[nodiscard]] std::vector<Case> lifecycle_cases();  // lifecycle.cpp

void add_broken_shapes(std::vector<Case>& all);  // broken_shapes.cpp: what the body holds
void add_broken_http(std::vector<Case>& all);    // broken_http.cpp: what carries it

inline constexpr std::string_view speaks = "client/speaks";
inline constexpr std::string_view tells_errors = "client/tells-errors";

// StartInstance on an instance that nobody has.
[[nodiscard]] Call start_call();

// A refusal, and a success, as the documents have them, with the RequestId of the call.
inline constexpr std::string_view refused_code = "IncorrectInstanceStatus";
inline constexpr std::string_view refused_message =
    "The current status of the resource does not support this operation.";
[[nodiscard]] std::string refusal_body(Format format);
[[nodiscard]] std::string success_body(Format format, std::string_view action = "StartInstance");
[[nodiscard]] std::string_view type_of(Format format);

// The case in either format: `make` gives it, and the form is set.
template <class Make>
void add_both(std::vector<Case>& all, Make make) {
  for (const Format format : {Format::json, Format::xml}) {
    Case one = make(format);
    one.forms = format == Format::json ? Forms::json : Forms::xml;
    all.push_back(std::move(one));
  }
}

// A whole answer. `headers`: "Name: value\r\n" each, besides Content-Length.
[[nodiscard]] std::string http(int status, std::string_view headers, std::string_view body);
// With the Content-Type alone.
[[nodiscard]] std::string typed(int status, std::string_view type, std::string_view body);

[[nodiscard]] inline Answer bytes(std::string text, Answer::End end = Answer::End::open) {
  return {.pieces = {{.bytes = std::move(text)}}, .end = end};
}

}  // namespace hallmark::cases::client
