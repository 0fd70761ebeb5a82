// SPDX-License-Identifier: Apache-2.0
#include "runner/audit/text.hpp"

#include <array>
#include <optional>
#include <utility>

#include "reports/text.hpp"

namespace hallmark::runner {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> twins = {{
    {"\uff0c", ","},
    {"\uff1a", ":"},
    {"\uff1b", ";"},
    {"\uff08", "("},
    {"\uff09", ")"},
    {"\uff01", "!"},
    {"\uff1f", "?"},
    {"\u3000", " "},
    {"\u00a0", " "},
    {"\u201c", "\""},
    {"\u201d", "\""},
    {"\u2018", "'"},
    {"\u2019", "'"},
}};

struct Link {
  std::string_view words;
  std::size_t length;  // bytes of the whole link
};

// The link [words](target) that begins at `from`.
std::optional<Link> link_at(std::string_view text, std::size_t from) {
  if (text[from] != '[') return std::nullopt;
  const std::size_t close = text.find_first_of("[]", from + 1);
  if (close == std::string_view::npos || text[close] != ']') return std::nullopt;
  if (close + 1 >= text.size() || text[close + 1] != '(') return std::nullopt;
  const std::size_t end = text.find_first_of("()", close + 2);
  if (end == std::string_view::npos || text[end] != ')') return std::nullopt;
  return Link{text.substr(from + 1, close - from - 1), end + 1 - from};
}

std::string without_links(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (const auto link = link_at(text, i)) {
      out += link->words;
      i += link->length;
    } else {
      out += text[i++];
    }
  }
  return out;
}

// What follows the list mark of a line; nothing where the line is no list item.
std::optional<std::string_view> list_item(std::string_view line) {
  const std::string_view text = reports::trimmed(line);
  for (const std::string_view mark : {"-", "*", "\u2022"}) {
    if (text.size() > mark.size() && text.starts_with(mark) &&
        blanks.find(text[mark.size()]) != std::string_view::npos) {
      return reports::trimmed(text.substr(mark.size()));
    }
  }
  return std::nullopt;
}

// Length of the mark that ends a sentence at `i`; 0 where none does.
std::size_t sentence_end(std::string_view text, std::size_t i) {
  for (const std::string_view mark : {"\u3002", "\uff01", "\uff1f"}) {
    if (text.substr(i).starts_with(mark)) return mark.size();
  }
  if (text[i] != '.' && text[i] != '!' && text[i] != '?') return 0;
  const bool last = i + 1 == text.size() || blanks.find(text[i + 1]) != std::string_view::npos;
  return last ? 1 : 0;
}

// Adds the sentences of one paragraph. What holds no visible text belongs to the sentence before.
void add_sentences(std::string_view paragraph, std::vector<std::string>& sentences) {
  const std::size_t before = sentences.size();
  std::size_t start = 0;
  const auto add = [&](std::string_view text) {
    text = reports::trimmed(text);
    if (text.empty()) return;
    if (reports::trimmed(visible_text(text)).empty() && sentences.size() > before) {
      sentences.back() += text;
    } else {
      sentences.emplace_back(text);
    }
  };
  for (std::size_t i = 0; i < paragraph.size();) {
    if (const auto link = link_at(paragraph, i)) {
      i += link->length;
      continue;
    }
    const std::size_t length = sentence_end(paragraph, i);
    i += length == 0 ? 1 : length;
    if (length != 0) {
      add(paragraph.substr(start, i - start));
      start = i;
    }
  }
  add(paragraph.substr(start));
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  while (true) {
    const std::size_t end = text.find(separator, start);
    parts.push_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines = split(text, '\n');
  for (std::string_view& line : lines) {
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return lines;
}

std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(0, end);
  text = reports::trimmed(text.substr(end));
  return word;
}

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (blanks.find(c) != std::string_view::npos) continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && is_punctuation(text[i + 1])) ++i;
    out += text[i];
  }
  return out;
}

std::string fold_punctuation(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 1;
    std::string_view shown = text.substr(i, 1);
    if ((static_cast<unsigned char>(text[i]) & 0x80U) != 0) {
      for (const auto& [wide, narrow] : twins) {
        if (text.substr(i).starts_with(wide)) {
          length = wide.size();
          shown = narrow;
          break;
        }
      }
    }
    out += shown;
    i += length;
  }
  return out;
}

std::string visible_text(std::string_view printed) {
  std::string plain;
  for (const char c : unescape(without_links(printed))) {
    if (c != '*' && c != '`') plain += c;
  }
  return fold_punctuation(plain);
}

std::string without_bullets(std::string_view text) {
  std::string out;
  for (const std::string_view line : lines_of(text)) {
    if (!out.empty()) out += '\n';
    out += list_item(line).value_or(line);
  }
  return out;
}

specs::Digest visible_digest(std::string_view printed) {
  return specs::digest_of(visible_text(without_bullets(printed)));
}

std::vector<std::string> sentences_of(std::string_view printed) {
  std::vector<std::string> sentences;
  std::string paragraph;
  const auto finish = [&] {
    add_sentences(paragraph, sentences);
    paragraph.clear();
  };
  for (const std::string_view line : lines_of(printed)) {
    const auto item = list_item(line);
    if (item || reports::trimmed(line).empty()) finish();
    if (!paragraph.empty()) paragraph += '\n';
    paragraph += item.value_or(reports::trimmed(line));
  }
  finish();
  return sentences;
}

}  // namespace hallmark::runner
