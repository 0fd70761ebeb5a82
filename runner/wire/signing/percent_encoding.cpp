// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/percent_encoding.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace hallmark::runner {
namespace {

constexpr std::array<bool, 256> is_unreserved = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-_.~"}) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

constexpr std::array<signed char, 256> hex_value = [] {
  std::array<signed char, 256> table{};
  for (auto& value : table) value = -1;
  for (int c = 0; c < 10; ++c) {
    table[static_cast<std::size_t>('0' + c)] = static_cast<signed char>(c);
  }
  for (int c = 0; c < 6; ++c) {
    table[static_cast<std::size_t>('A' + c)] = static_cast<signed char>(10 + c);
    table[static_cast<std::size_t>('a' + c)] = static_cast<signed char>(10 + c);
  }
  return table;
}();

template <bool blank_is_plus>
void append_encoded(std::string& out, std::string_view raw) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const std::size_t begin = out.size();
  out.resize(begin + 3 * raw.size());
  char* to = out.data() + begin;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved[byte]) {
      *to++ = c;
    } else if (blank_is_plus && c == ' ') {
      *to++ = '+';
    } else {
      *to++ = '%';
      *to++ = digits[byte >> 4U];
      *to++ = digits[byte & 15U];
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

template <bool plus_is_blank>
bool decode_to(std::string& out, std::string_view encoded) {
  out = encoded;
  // Nothing before the first of these is changed. find_first_of() would go letter by letter.
  std::size_t first = encoded.find('%');
  if (plus_is_blank) first = std::min(first, encoded.find('+'));
  if (first == std::string_view::npos) return true;
  char* to = out.data() + first;
  for (std::size_t i = first; i < encoded.size(); ++i) {
    const char c = encoded[i];
    if (c == '%') {
      if (encoded.size() - i < 3) return false;
      const int high = hex_value[static_cast<unsigned char>(encoded[i + 1])];
      const int low = hex_value[static_cast<unsigned char>(encoded[i + 2])];
      if (high < 0 || low < 0) return false;
      *to++ = static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      *to++ = plus_is_blank && c == '+' ? ' ' : c;
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return true;
}

template <bool plus_is_blank>
std::optional<std::string> decoded(std::string_view encoded) {
  std::optional<std::string> out{std::in_place};
  if (!decode_to<plus_is_blank>(*out, encoded)) out.reset();
  return out;
}

}  // namespace

std::string percent_encode(std::string_view raw) {
  std::string out;
  append_encoded<false>(out, raw);
  return out;
}

void append_percent_encode(std::string& out, std::string_view raw) {
  append_encoded<false>(out, raw);
}

std::string form_encode(std::string_view raw) {
  std::string out;
  append_encoded<true>(out, raw);
  return out;
}

void append_form_encode(std::string& out, std::string_view raw) { append_encoded<true>(out, raw); }

std::optional<std::string> percent_decode(std::string_view encoded) {
  return decoded<false>(encoded);
}

bool percent_decode_to(std::string& out, std::string_view encoded) {
  return decode_to<false>(out, encoded);
}

std::optional<std::string> form_decode(std::string_view encoded) { return decoded<true>(encoded); }

bool form_decode_to(std::string& out, std::string_view encoded) {
  return decode_to<true>(out, encoded);
}

}  // namespace hallmark::runner
