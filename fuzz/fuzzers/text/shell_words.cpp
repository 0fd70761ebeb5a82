// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes shell_word(), which writes the lines that users paste.
//
// Holds for every text without NUL: a POSIX shell reads one word out of it, and that word is the
// text (Shell Command Language, 2.2 Quoting).
#include "runner/conduct/shell_words.hpp"

#include <optional>
#include <string>

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"

namespace {

using namespace hallmark;

// The one word that `line` is to a shell; nothing where it is none, several, or calls for
// expansion.
std::optional<std::string> read_word(std::string_view line) {
  std::string word;
  bool quoted = false;
  bool any = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\'') {
      quoted = !quoted;
      any = true;
    } else if (quoted) {
      word += c;
    } else if (c == '\\') {
      if (++i == line.size() || line[i] == '\n') return std::nullopt;
      word += line[i];
      any = true;
    } else if (std::string_view{"|&;<>()$`\" \t\n*?[#~"}.find(c) != std::string_view::npos) {
      return std::nullopt;
    } else {
      word += c;
      any = true;
    }
  }
  return any && !quoted ? std::optional{word} : std::nullopt;
}

std::string under_test(std::string_view text) {
  if (fuzz::planted("shell_words/tilde-is-plain") && text.starts_with('~'))
    return std::string{text};
  if (fuzz::planted("shell_words/quote-in-quotes") && text.find('\'') != text.npos) {
    return "'" + std::string{text} + "'";
  }
  return runner::shell_word(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  if (text.find('\0') != text.npos) return 0;
  fuzz::require(read_word(under_test(text)) == text, "a shell reads the text back as one word");
  fuzz::require(read_word(reports::shell_quoted(text)) == text, "so it does in quotes");
  return 0;
}
