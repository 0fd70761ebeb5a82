// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/text.hpp"

#include <algorithm>
#include <cstddef>

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The length in bytes of the well-formed UTF-8 sequence of more than one byte at the front of
// `text`, 0 if there is none (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t sequence_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) {
    return 0;
  }
  return length;
}

// Printable ASCII that means nothing to JSON or XML.
constexpr bool is_plain(char letter) {
  return letter >= 0x20 && letter < 0x7F && letter != '"' && letter != '\\' && letter != '&' &&
         letter != '<' && letter != '>';
}

// Appends `text`: plain letters as they are, the rest of ASCII through `append_ascii`, what is not
// ASCII as it is or replaced.
template <class AppendAscii>
void append_escaped(std::string& out, std::string_view text, AppendAscii append_ascii) {
  while (true) {
    const auto end_of_plain = std::find_if_not(text.begin(), text.end(), is_plain);
    const auto plain = static_cast<std::size_t>(end_of_plain - text.begin());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    if (static_cast<unsigned char>(text[0]) < 0x80) {
      append_ascii(text[0]);
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = sequence_length(text);
    // U+FFFE and U+FFFF are no characters, and XML 1.0 forbids them.
    const bool noncharacter = text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
    out += length == 0 || noncharacter ? replacement : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

char to_lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text) {
  append_escaped(out, text, [&out](char letter) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) {
      out += "\\u00";
      out += digits[static_cast<unsigned char>(letter) >> 4];
      out += digits[static_cast<unsigned char>(letter) & 0x0F];
    } else {
      out += letter;
    }
  });
}

void append_xml_escaped(std::string& out, std::string_view text) {
  append_escaped(out, text, [&out](char letter) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\t':
      case '\n':
        out += letter;
        break;
      default:
        if (static_cast<unsigned char>(letter) < 0x20) {
          out += replacement;
        } else {
          out += letter;
        }
    }
  });
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return a == b || to_lower(a) == to_lower(b); });
}

std::string lower_case(std::string_view text) {
  std::string lowered{text};
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), to_lower);
  return lowered;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const auto first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace hallmark::runner::reference
