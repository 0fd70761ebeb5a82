// SPDX-License-Identifier: Apache-2.0
//
// JSON, appended to a string. For what is written twenty thousand times a second; what is read is
// read with Boost.JSON.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::reports::json_text {

[[nodiscard]] std::string base64(std::string_view bytes);

// Nothing where `text` is not the base64 of anything (RFC 4648, with padding).
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

// A JSON string. `text` is UTF-8. True where it is ASCII even.
bool append_string(std::string& out, std::string_view text);

// A JSON string, or {"base64": "..."} where the bytes are not UTF-8.
void append_text(std::string& out, std::string_view bytes);

// The shortest digits that are read as the same number. `number` is finite.
template <class Number>
requires std::integral<Number> || std::floating_point<Number>
void append_number(std::string& out, Number number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

// Behind the string, array or object that begins at `begin` of JSON.
[[nodiscard]] std::size_t end_of_value(std::string_view json, std::size_t begin);

// An object that is being written: begins with '{', and with close() ends with '}'. What says
// nothing is left out: empty text, false.
class Object {
 public:
  explicit Object(std::string& out) : out_{out} {}

  // What follows is the member's value.
  std::string& member(std::string_view name) {
    out_ += separator_;
    separator_ = ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
  }
  void text(std::string_view name, std::string_view bytes) {
    if (!bytes.empty()) append_text(member(name), bytes);
  }
  // `name` with a string, or `name`Base64.
  void bytes(std::string_view name, std::string_view bytes);
  void flag(std::string_view name, bool value) {
    if (value) member(name) += "true";
  }
  template <std::integral Number>
  void number(std::string_view name, Number value) {
    append_number(member(name), value);
  }
  void close() { out_ += separator_ == '{' ? "{}" : "}"; }

 private:
  std::string& out_;
  char separator_ = '{';
};

// [one, two]: `append` writes an element.
template <class Range, class Append>
void append_array(std::string& out, const Range& range, Append append) {
  out += '[';
  bool first = true;
  for (const auto& element : range) {
    if (!first) out += ',';
    first = false;
    append(out, element);
  }
  out += ']';
}

}  // namespace hallmark::reports::json_text
