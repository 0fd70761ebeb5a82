// SPDX-License-Identifier: Apache-2.0
//
// One row of a page's table "Error codes", and the values it is made of.
// A wrong row does not compile: the sentence after `throw` is the compiler's message.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hallmark::specs {

// The HTTP status of a documented error: 400 to 599.
class HttpStatus {
 public:
  consteval HttpStatus(int value) : value_{value} {
    if (value < 400 || value > 599) throw "an error row answers with a status from 400 to 599";
  }
  [[nodiscard]] constexpr int value() const { return value_; }
  friend constexpr bool operator==(HttpStatus, HttpStatus) = default;

 private:
  int value_;
};

// An error code as it stands on a page, for instance QuotaExceed.ElasticQuota.
class ErrorCode {
 public:
  consteval ErrorCode(const char* text) : text_{text} {
    if (text_.empty()) throw "a row names its error code";
    for (const char c : text_) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      const bool digit = c >= '0' && c <= '9';
      if (!letter && !digit && c != '.' && c != '_' && c != '-') {
        throw "an error code holds letters, digits, '.', '_' and '-' only";
      }
    }
  }
  [[nodiscard]] constexpr std::string_view text() const { return text_; }
  friend constexpr bool operator==(ErrorCode, ErrorCode) = default;

 private:
  std::string_view text_;
};

// An error code of the common protocol, where '*' stands for a name: Missing* is MissingAction,
// MissingVersion and so on.
class CodePattern {
 public:
  consteval CodePattern(const char* text) : text_{text} {
    if (text_.empty()) throw "a row names its error code";
    for (const char c : text_) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && c != '.' && c != '*')
        throw "a common error code holds letters, '.' and '*' only";
    }
  }
  [[nodiscard]] constexpr std::string_view text() const { return text_; }
  friend constexpr bool operator==(CodePattern, CodePattern) = default;

 private:
  std::string_view text_;
};

// The columns of the page in one order for all editions; the message as it goes over the wire.
struct ErrorRow {
  int row;  // place in the page's table, counted from 1
  HttpStatus status;
  ErrorCode code;
  std::string_view message;  // "%s" stands for text that the endpoint fills in
};

consteval bool in_page_order(std::span<const ErrorRow> rows) {
  for (int next = 1; const ErrorRow& row : rows) {
    if (row.row != next++) throw "rows run 1, 2, 3 ... in the order of the page";
    if (row.message.empty()) throw "a row quotes its message";
  }
  return true;
}

}  // namespace hallmark::specs
