// SPDX-License-Identifier: Apache-2.0
//
// A line of JSON as it comes from a shim, as much of it as is worth keeping: of a text of 20 MB
// that a client hands on nobody reads more than its beginning.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hallmark::runner {

class ShimLine {
 public:
  static constexpr std::size_t text_limit = 256U << 10U;  // bytes kept of a JSON string, about
  static constexpr std::size_t limit = 8U << 20U;         // bytes kept

  // The next bytes of the line, none of which is its line feed. Of a string in it that is too long
  // the rest is left out; what is kept is JSON where the line was.
  void append(std::string_view bytes);

  [[nodiscard]] bool is_too_long() const { return text_.size() > limit; }
  [[nodiscard]] std::size_t written() const { return written_; }  // bytes, kept or not
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::size_t written_ = 0;
  std::size_t in_string_ = 0;  // bytes of the string so far, its quotation mark counted; 0: outside
  bool is_cut_ = false;        // what comes of the string is left out
  std::size_t escape_ = 0;     // bytes of an escape that are still to come
  bool in_digits_ = false;     // of a \u escape
};

}  // namespace hallmark::runner
