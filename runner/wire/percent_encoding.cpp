// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/percent_encoding.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace hallmark::runner {
namespace {

constexpr std::array<bool, 256> unreserved = [] {
  std::array<bool, 256> table{};
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (const char c : {'-', '_', '.', '~'}) table[static_cast<unsigned char>(c)] = true;
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
  const std::size_t before = out.size();
  out.resize(before + 3 * raw.size());
  char* to = out.data() + before;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    if (unreserved[byte]) {
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
std::optional<std::string> decode(std::string_view encoded) {
  std::optional<std::string> out{std::in_place, encoded};
  // Nothing before the first of these is changed.
  const std::size_t first = encoded.find_first_of(plus_is_blank ? "%+" : "%");
  if (first == std::string_view::npos) return out;
  char* to = out->data() + first;
  for (std::size_t i = first; i < encoded.size(); ++i) {
    const char c = encoded[i];
    if (c == '%') {
      if (encoded.size() - i < 3) return std::nullopt;
      const int high = hex_value[static_cast<unsigned char>(encoded[i + 1])];
      const int low = hex_value[static_cast<unsigned char>(encoded[i + 2])];
      if (high < 0 || low < 0) return std::nullopt;
      *to++ = static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      *to++ = plus_is_blank && c == '+' ? ' ' : c;
    }
  }
  out->resize(static_cast<std::size_t>(to - out->data()));
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
  return decode<false>(encoded);
}

std::optional<std::string> form_decode(std::string_view encoded) { return decode<true>(encoded); }

}  // namespace hallmark::runner
