// SPDX-License-Identifier: Apache-2.0
//
// Text of unknown origin, made fit for a terminal, an XML document or a shell; and what everybody
// does with words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hallmark::reports {

// How many bytes the UTF-8 character at `at` has, 1 to 4; 0 where there is no well-formed one.
[[nodiscard]] std::size_t utf8_character_at(std::string_view text, std::size_t at);

[[nodiscard]] bool is_utf8(std::string_view text);

// One line that a terminal shows as it is: control characters, bytes that are no UTF-8 and marks
// that turn the direction of writing become \n, \t, \r or \xNN.
[[nodiscard]] std::string printable(std::string_view text);

// For XML 1.0: what no document may hold becomes \xNN; line ends become \n.
[[nodiscard]] std::string xml_characters(std::string_view text);

// The first so many bytes of a text, or fewer: no character is cut in two.
[[nodiscard]] std::string_view beginning_of(std::string_view text, std::size_t bytes);

// At most `longest` characters: the middle is left out, at blanks where there are some near, and
// said to be. `text` is UTF-8.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t longest = 160);

// Characters, not bytes. `text` is UTF-8.
[[nodiscard]] std::size_t characters_in(std::string_view text);

// "1 case", "12 cases".
[[nodiscard]] std::string counted(std::uint64_t n, std::string_view one, std::string_view many);

// "a, b": whatever holds strings, in its order.
template <class Texts>
[[nodiscard]] std::string joined(const Texts& texts, std::string_view separator = ", ") {
  std::string all;
  for (const std::string_view text : texts) all.append(all.empty() ? "" : separator).append(text);
  return all;
}

// Without the blanks, tabs and line ends at both ends; a part of `text`.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// "2,050".
[[nodiscard]] std::string with_commas(std::uint64_t n);

// ASCII letters alone; whatever else there is stays.
[[nodiscard]] constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);

// One word of a POSIX shell, in single quotes: it's -> 'it'\''s'.
[[nodiscard]] std::string shell_quoted(std::string_view word);

}  // namespace hallmark::reports
