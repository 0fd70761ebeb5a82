// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json/json_text.hpp"

#include <array>
#include <bit>
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

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::uint64_t highs = 0x8080808080808080U;

// Copies up to eight bytes of `text`, as many as need no escape, to `to`, which has room for eight.
// Says how many. Subtraction carries a mark for one byte into the bytes above it only, so that the
// lowest mark is always right. The bits of what was looked at are set in `seen`.
std::size_t copy_plain(std::string_view text, char* to, std::uint64_t& seen) {
  static_assert(std::endian::native == std::endian::little);
  if (text.size() < sizeof ones) {
    std::size_t n = 0;
    for (; n < text.size() && escapes[static_cast<unsigned char>(text[n])] == 0; ++n) {
      to[n] = text[n];
      seen |= static_cast<unsigned char>(text[n]);
    }
    return n;
  }
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), sizeof word);
  std::memcpy(to, &word, sizeof word);
  seen |= word;
  const std::uint64_t quotes = word ^ (ones * '"');
  const std::uint64_t slashes = word ^ (ones * '\\');
  const std::uint64_t below_blank = (word - ones * 0x20U) & ~word;
  const std::uint64_t marks = ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes);
  const std::uint64_t found = (below_blank | marks) & highs;
  return found == 0 ? sizeof word : static_cast<std::size_t>(std::countr_zero(found)) / 8;
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

bool append_string(std::string& out, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t most_at_once = 8 + 6;  // eight bytes and \u00XX
  std::array<char, 512> chunk;
  std::uint64_t seen = 0;
  char* to = chunk.data();
  char* const full = chunk.data() + chunk.size() - most_at_once;
  *to++ = '"';
  while (!text.empty()) {
    if (to > full) {
      out.append(chunk.data(), to);
      to = chunk.data();
    }
    const std::size_t plain = copy_plain(text, to, seen);
    to += plain;
    text.remove_prefix(plain);
    if (plain == 8 || text.empty()) continue;
    const auto byte = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    *to++ = '\\';
    *to++ = escapes[byte];
    if (escapes[byte] == 'u') {
      for (const char c : {'0', '0', digits[byte >> 4U], digits[byte & 0xfU]}) *to++ = c;
    }
  }
  out.append(chunk.data(), to).push_back('"');
  return (seen & highs) == 0;
}

void append_text(std::string& out, std::string_view bytes) {
  const std::size_t before = out.size();
  if (append_string(out, bytes) || is_utf8(bytes)) return;
  out.resize(before);
  out += "{\"base64\":\"";
  out += base64(bytes);
  out += "\"}";
}

void Object::bytes(std::string_view name, std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t before = out_.size();
  const char separator = separator_;
  if (append_string(member(name), bytes) || is_utf8(bytes)) return;
  out_.resize(before);
  separator_ = separator;
  member(std::string{name} + "Base64") += '"';
  out_ += base64(bytes);
  out_ += '"';
}

std::size_t end_of_value(std::string_view json, std::size_t begin) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = begin; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') {
      ++i;
      continue;
    }
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth == 0) return i + 1;
  }
  return json.size();
}

}  // namespace hallmark::reports::json_text
