// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/shim_line.hpp"

namespace hallmark::runner {
namespace {

// The second half of a surrogate pair is kept with the first, or left out with it: nobody reads so
// far, and half a character is mended.
constexpr std::size_t unicode_digits = 4;

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

}  // namespace

void ShimLine::append(std::string_view bytes) {
  written_ += bytes.size();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (is_too_long()) return;
    const char c = bytes[at];
    if (in_string_ == 0) {
      if (c == '"') in_string_ = 1;
      text_ += c;
      continue;
    }
    const bool is_escaped = escape_ > 0;
    if (is_escaped) {
      const bool has_digits = escape_ == 1 && c == 'u' && !in_digits_;
      --escape_;
      if (has_digits) {
        escape_ = unicode_digits;
        in_digits_ = true;
      }
      if (escape_ == 0) in_digits_ = false;
    } else if (c == '"') {
      in_string_ = 0;
      is_cut_ = false;
      text_ += c;
      continue;
    } else if (!is_cut_ && in_string_ > text_limit && !continues_a_character(c)) {
      is_cut_ = true;
    }
    if (!is_escaped && c == '\\') escape_ = 1;
    if (is_cut_) continue;
    ++in_string_;
    text_ += c;
  }
}

}  // namespace hallmark::runner
