// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json_text.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include "reports/text.hpp"

namespace hallmark::reports::json_text {
namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// What stands after the backslash; 'u' for \u00XX, 0 for a byte that stands for itself.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = 'u';
  table['\b'] = 'b';
  table['\t'] = 't';
  table['\n'] = 'n';
  table['\f'] = 'f';
  table['\r'] = 'r';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  for (auto& value : table) value = 64;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    table[static_cast<unsigned char>(letters[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

// Whether one of eight bytes needs an escape. May say so of bytes that need none, never the
// reverse.
bool may_need_escape(const char* eight) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = 0x8080808080808080U;
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  const std::uint64_t quotes = word ^ (ones * '"');
  const std::uint64_t slashes = word ^ (ones * '\\');
  const std::uint64_t below_blank = (word - ones * 0x20U) & ~word;
  const std::uint64_t marks = ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes);
  return ((below_blank | marks) & highs) != 0;
}

// Where the next byte stands that needs an escape, or the end.
std::size_t next_escape(std::string_view text, std::size_t at) {
  while (text.size() - at >= 8 && !may_need_escape(text.data() + at)) at += 8;
  while (at < text.size() && escapes[static_cast<unsigned char>(text[at])] == 0) ++at;
  return at;
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  const auto byte = [&](std::size_t at) -> std::uint32_t {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
  };
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::uint32_t three = byte(at) << 16U | byte(at + 1) << 8U | byte(at + 2);
    out += letters[three >> 18U];
    out += letters[three >> 12U & 63U];
    out += at + 1 < bytes.size() ? letters[three >> 6U & 63U] : '=';
    out += at + 2 < bytes.size() ? letters[three & 63U] : '=';
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    const std::string_view four = text.substr(at, 4);
    std::size_t padding = 0;
    if (at + 4 == text.size())
      padding = four[2] == '=' && four[3] == '=' ? 2 : four[3] == '=' ? 1 : 0;
    std::uint32_t three = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const bool pad = i >= 4 - padding;
      const std::uint8_t value =
          pad ? std::uint8_t{0} : values[static_cast<unsigned char>(four[i])];
      if (value == 64) return std::nullopt;
      three = three << 6U | value;
    }
    // Bits that no byte takes must be zero, or two texts would stand for the same bytes.
    if ((padding == 1 && (three & 0xffU) != 0) || (padding == 2 && (three & 0xffffU) != 0)) {
      return std::nullopt;
    }
    out += static_cast<char>(three >> 16U);
    if (padding < 2) out += static_cast<char>(three >> 8U & 0xffU);
    if (padding < 1) out += static_cast<char>(three & 0xffU);
  }
  return out;
}

void append_string(std::string& out, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (std::size_t at = 0;;) {
    const std::size_t end = next_escape(text, at);
    out.append(text.substr(at, end - at));
    if (end == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[end]);
    out += '\\';
    out += escapes[byte];
    if (escapes[byte] == 'u') {
      out += "00";
      out += digits[byte >> 4U];
      out += digits[byte & 0xfU];
    }
    at = end + 1;
  }
  out += '"';
}

void append_text(std::string& out, std::string_view bytes) {
  if (is_utf8(bytes)) return append_string(out, bytes);
  out += "{\"base64\":\"";
  out += base64(bytes);
  out += "\"}";
}

void Object::bytes(std::string_view name, std::string_view bytes) {
  if (bytes.empty()) return;
  if (is_utf8(bytes)) return append_string(member(name), bytes);
  member(std::string{name} + "Base64") += '"';
  out_ += base64(bytes);
  out_ += '"';
}

}  // namespace hallmark::reports::json_text
