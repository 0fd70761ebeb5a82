// SPDX-License-Identifier: Apache-2.0
#include "reports/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace hallmark::reports {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// The code point of a well-formed character of `length` bytes.
char32_t code_point(std::string_view character) {
  const std::size_t length = character.size();
  if (length == 1) return byte_at(character, 0);
  char32_t point = byte_at(character, 0) & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) point = (point << 6U) | (byte_at(character, i) & 0x3fU);
  return point;
}

bool is_shown_by_terminals(char32_t point) {
  if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return false;
  if (point >= 0x200e && point <= 0x200f) return false;  // marks of direction
  if (point >= 0x2028 && point <= 0x202e) return false;  // separators, direction
  if (point >= 0x2066 && point <= 0x2069) return false;  // direction
  return point != 0xfeff && (point & 0xfffeU) != 0xfffeU;
}

bool is_allowed_in_xml(char32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n';
  return point != 0x7f && point != 0xfffe && point != 0xffff;
}

void append_escaped(std::string& out, unsigned char byte) {
  static constexpr std::string_view digits = "0123456789abcdef";
  out += "\\x";
  out += digits[byte >> 4U];
  out += digits[byte & 0xfU];
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (const char c : bytes) append_escaped(out, static_cast<unsigned char>(c));
}

// Where the run of plain letters, digits and marks of ASCII ends that begins at `at`.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7f) ++at;
  return at;
}

// Where the run of ASCII ends that begins at `at`.
std::size_t end_of_ascii(std::string_view text, std::size_t at) {
  for (std::uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & 0x8080808080808080U) != 0) break;
  }
  while (at < text.size() && byte_at(text, at) < 0x80) ++at;
  return at;
}

// Where the first character ends that begins at or after `at`.
std::size_t next_start(std::string_view text, std::size_t at) {
  while (at < text.size() && (byte_at(text, at) & 0xc0U) == 0x80U) ++at;
  return at;
}

}  // namespace

std::size_t utf8_character_at(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.size() - at < length) return 0;
  const unsigned char second = byte_at(text, at + 1);
  // The second byte is where overlong forms, surrogates and what is beyond U+10FFFF show.
  const unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xc0U) != 0x80U) return 0;
  }
  return length;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = end_of_ascii(text, 0); at < text.size(); at = end_of_ascii(text, at)) {
    const std::size_t length = utf8_character_at(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t end = end_of_plain(text, at); end > at) {
      out.append(text, at, end - at);
      at = end;
      continue;
    }
    const std::size_t length = utf8_character_at(text, at);
    const std::string_view character = text.substr(at, length == 0 ? 1 : length);
    at += character.size();
    if (character == "\n") {
      out += "\\n";
    } else if (character == "\r") {
      out += "\\r";
    } else if (character == "\t") {
      out += "\\t";
    } else if (length == 0 || !is_shown_by_terminals(code_point(character))) {
      append_escaped(out, character);
    } else {
      out += character;
    }
  }
  return out;
}

std::string xml_characters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t end = end_of_plain(text, at); end > at) {
      out.append(text, at, end - at);
      at = end;
      continue;
    }
    const std::size_t length = utf8_character_at(text, at);
    const std::string_view character = text.substr(at, length == 0 ? 1 : length);
    at += character.size();
    if (character == "\r") {
      if (at == text.size() || text[at] != '\n') out += '\n';
    } else if (length == 0 || !is_allowed_in_xml(code_point(character))) {
      append_escaped(out, character);
    } else {
      out += character;
    }
  }
  return out;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

std::string_view beginning_of(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  constexpr std::size_t longest_character = 4;
  std::size_t end = bytes;
  const auto is_inside = [&] { return (byte_at(text, end) & 0xc0U) == 0x80U; };
  while (end > 0 && bytes - end < longest_character && is_inside()) --end;
  return text.substr(0, end);
}

std::string shortened(std::string_view text, std::size_t longest) {
  constexpr std::size_t longest_word = 48;  // bytes, those of most codes; a longer one is cut
  constexpr std::string_view gap = " ... ";
  if (text.size() <= longest || characters_in(text) <= longest) return std::string{text};
  const std::size_t kept = longest - std::min(longest, gap.size());
  std::size_t head = 0;
  for (std::size_t n = 0; n < (kept + 1) / 2; ++n) head = next_start(text, head + 1);
  std::size_t tail = text.size();
  for (std::size_t n = 0; n < kept / 2; ++n) {
    do {
      --tail;
    } while (tail > head && (byte_at(text, tail) & 0xc0U) == 0x80U);
  }
  // The words that either cut goes through are left out, too.
  const std::size_t before = text.substr(0, head + 1).rfind(' ');
  if (before != text.npos && std::min(text.find(' ', head), text.size()) - before <= longest_word) {
    head = before;
  }
  const std::size_t behind = text.find(' ', tail - 1);
  if (behind != text.npos && behind - (text.substr(0, tail).rfind(' ') + 1) <= longest_word) {
    tail = behind + 1;
  }
  std::string out{text.substr(0, head)};
  return out.append(gap).append(text.substr(tail));
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n).append(" ").append(n == 1 ? one : many);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string with_commas(std::uint64_t n) {
  constexpr std::ptrdiff_t group = 3;  // digits
  std::string text = std::to_string(n);
  for (auto at = std::ssize(text) - group; at > 0; at -= group) {
    text.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return text;
}

std::string to_lower(std::string_view text) {
  std::string small{text};
  for (char& c : small) c = to_lower(c);
  return small;
}

std::string to_upper(std::string_view text) {
  std::string big{text};
  for (char& c : big) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return big;
}

std::string shell_quoted(std::string_view word) {
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out += '\'';
}

}  // namespace hallmark::reports
