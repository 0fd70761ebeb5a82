// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/utf16.hpp"

#include <cstddef>

namespace hallmark::runner {
namespace {

constexpr char32_t replacement = 0xfffd;

bool begins_a_body(char c) { return c == '<' || c == '{' || c == '['; }

bool is_big_endian(std::string_view body) {
  return body.starts_with("\xfe\xff") || (body[0] == '\0' && begins_a_body(body[1]));
}

void append_utf8(std::string& text, char32_t point) {
  const auto byte = [&text](char32_t value) { text.push_back(static_cast<char>(value)); };
  const auto rest = [&](unsigned shift) { byte(0x80U | ((point >> shift) & 0x3fU)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xc0U | (point >> 6U));
    rest(0);
  } else if (point < 0x10000) {
    byte(0xe0U | (point >> 12U));
    rest(6);
    rest(0);
  } else {
    byte(0xf0U | (point >> 18U));
    rest(12);
    rest(6);
    rest(0);
  }
}

}  // namespace

bool is_utf16(std::string_view body) {
  if (body.size() < 4 || body.size() % 2 != 0) return false;
  if (body[2] == '\0' && body[3] == '\0') return false;  // UTF-32
  if (body.starts_with("\xfe\xff") || body.starts_with("\xff\xfe")) return true;
  return (body[0] == '\0' && begins_a_body(body[1])) || (begins_a_body(body[0]) && body[1] == '\0');
}

std::string from_utf16(std::string_view body) {
  const bool big = is_big_endian(body);
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(body[at]);
    const auto second = static_cast<unsigned char>(body[at + 1]);
    return big ? first * 256U + second : second * 256U + first;
  };
  const auto is_low = [&](std::size_t at) {
    return at + 1 < body.size() && unit(at) >= 0xdc00 && unit(at) < 0xe000;
  };
  std::string text;
  text.reserve(body.size() / 2);
  for (std::size_t at = unit(0) == 0xfeff ? 2 : 0; at + 1 < body.size(); at += 2) {
    char32_t point = unit(at);
    if (point >= 0xd800 && point < 0xdc00 && is_low(at + 2)) {
      at += 2;
      point = 0x10000 + ((point - 0xd800) << 10U) + (unit(at) - 0xdc00);
    } else if (point >= 0xd800 && point < 0xe000) {
      point = replacement;
    }
    append_utf8(text, point);
  }
  return text;
}

}  // namespace hallmark::runner
