// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/percent_encoding.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <utility>

namespace hallmark::runner {
namespace {

// How a byte is written: one character, or three. The fourth is only there to be copied at once.
struct Written {
  std::array<char, 4> text;
  unsigned size;
};

template <bool blank_is_plus>
constexpr std::array<Written, 256> written = [] {
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::array<Written, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = {{'%', digits[byte >> 4U], digits[byte & 15U]}, 3};
  }
  for (const char c : unreserved) table[static_cast<unsigned char>(c)] = {{c}, 1};
  if (blank_is_plus) table[' '] = {{'+'}, 1};
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

// Without a branch for each byte, which nothing could foretell: four bytes are copied, and one or
// three of them stay.
template <bool blank_is_plus>
char* encode_to(char* to, std::string_view raw) {
  for (const char c : raw) {
    const Written& byte = written<blank_is_plus>[static_cast<unsigned char>(c)];
    std::memcpy(to, byte.text.data(), byte.text.size());
    to += byte.size;
  }
  return to;
}

template <bool blank_is_plus>
void append_encoded(std::string& out, std::string_view raw) {
  constexpr std::size_t at_once = 128;
  std::array<char, room_to_encode(at_once)> encoded;
  while (!raw.empty()) {
    const std::string_view piece = raw.substr(0, at_once);
    out.append(encoded.data(), encode_to<blank_is_plus>(encoded.data(), piece));
    raw.remove_prefix(piece.size());
  }
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

char* percent_encode_to(char* to, std::string_view raw) { return encode_to<false>(to, raw); }

std::string form_encode(std::string_view raw) {
  std::string out;
  append_encoded<true>(out, raw);
  return out;
}

void append_form_encode(std::string& out, std::string_view raw) { append_encoded<true>(out, raw); }

char* form_encode_to(char* to, std::string_view raw) { return encode_to<true>(to, raw); }

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
