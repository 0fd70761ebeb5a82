// SPDX-License-Identifier: Apache-2.0
#include "runner/audit/audit.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "reports/text.hpp"
#include "runner/audit/compare.hpp"
#include "runner/audit/published_page.hpp"
#include "runner/audit/text.hpp"
#include "specs/digests/catalog.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t most_rows = 1000;  // of one table
constexpr std::size_t most_lines = 20000;
constexpr std::size_t most_names = 500;          // of actions, read before one is chosen
constexpr std::size_t longest_shown_text = 240;  // bytes

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The word of letters that begins at `from`.
std::string_view letters_at(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_letter(text[end])) ++end;
  return text.substr(from, end - from);
}

// Adds the words that stand behind `mark`.
void add_behind(std::string_view text, std::string_view mark, std::vector<std::string>& names) {
  for (std::size_t i = text.find(mark); i != std::string_view::npos && names.size() < most_names;
       i = text.find(mark, i + 1)) {
    std::size_t start = i + mark.size();
    while (start < text.size() && (text[start] == ' ' || text[start] == '`')) ++start;
    const std::string_view word = letters_at(text, start);
    if (word.size() > 4 && word[0] >= 'A' && word[0] <= 'Z') names.emplace_back(word);
  }
}

// What the page calls its action, in its title, its table and its samples.
std::vector<std::string> actions_named(std::string_view text) {
  std::vector<std::string> names;
  if (text.starts_with("# ")) add_behind(text.substr(0, text.find('\n')), "# ", names);
  const std::string folded = fold_punctuation(text);
  add_behind(folded, "\u53d6\u503c:", names);  // "Value:"
  add_behind(folded, "Value:", names);
  add_behind(folded, "?Action=", names);
  std::vector<std::string> elements;
  add_behind(folded, "<", elements);
  for (const std::string& name : elements) {
    constexpr std::string_view ending = "Response";
    if (name.size() > ending.size() && name.ends_with(ending)) {
      names.push_back(name.substr(0, name.size() - ending.size()));
    }
  }
  return names;
}

bool same_action(std::string_view one, std::string_view other) {
  return squeezed(one) == squeezed(other);
}

// The name given most often; the first of them where several are.
std::string most_frequent(const std::vector<std::string>& names) {
  std::string winner;
  std::ptrdiff_t most = 0;
  for (const std::string& name : names) {
    const auto count = std::ranges::count_if(
        names, [&](const std::string& other) { return same_action(name, other); });
    if (count > most) {
      most = count;
      winner = name;
    }
  }
  return winner;
}

bool is_edition(const specs::Page& page, std::string_view wanted) {
  if (wanted.empty() || page.edition == wanted) return true;
  return page.edition.starts_with(wanted) && page.edition[wanted.size()] == ' ';
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20U || c == 0x7f;
    if (control && (out.empty() || out.ends_with(' '))) continue;
    out += control ? ' ' : c;
  }
  if (out.size() <= longest_shown_text) return out;
  return std::string{reports::beginning_of(out, longest_shown_text)} + "...";
}

AuditResult problem(std::string what) {
  AuditResult result;
  result.problem = std::move(what);
  return result;
}

}  // namespace

AuditResult audit(std::string_view page_text,
                  std::span<const specs::digests::PageDigests* const> tables,
                  std::string_view only_edition) {
  if (page_text.starts_with("\xef\xbb\xbf")) page_text.remove_prefix(3);  // byte order mark
  if (page_text.size() > largest_audited_page) return problem("the page is larger than 4 MiB");
  if (reports::trimmed(page_text).empty()) return problem("the page is empty");
  if (!reports::is_utf8(page_text)) return problem("the page is not UTF-8 text");
  if (lines_of(page_text).size() > most_lines) return problem("the page has more than 20000 lines");

  const std::vector<std::string> names = actions_named(page_text);
  const std::string named = most_frequent(names);
  const bool known = std::ranges::any_of(tables, [&](const specs::digests::PageDigests* table) {
    return same_action(table->page->action, named);
  });
  if (!known && names.size() >= 2) return problem("no table holds the action " + named);

  AuditResult best;
  bool any_edition = false;
  for (const specs::digests::PageDigests* table : tables) {
    const specs::Page* const page = table->page;
    if (known && !same_action(page->action, named)) continue;
    if (!is_edition(*page, only_edition)) continue;
    any_edition = true;
    const PublishedPage read = read_page(page_text, *table);
    const std::size_t rows = read.errors.size();
    const std::size_t parameters = read.parameters.size();
    if (rows == 0 && parameters == 0) continue;
    if (std::max({rows, parameters, read.responses.size(), read.samples.size()}) > most_rows) {
      return problem("a table of the page has more than 1000 rows");
    }
    Comparison comparison = compare(read, *table);
    if (!known && 2 * comparison.equal_rows < page->errors.size()) continue;
    if (best.page == nullptr || comparison.differences.size() < best.differences.size()) {
      best = {page, std::move(comparison.differences), rows, parameters, ""};
    }
  }
  if (best.page != nullptr) return best;
  if (!any_edition) {
    return problem(known
                       ? "no table holds " + named + " in the edition " + std::string{only_edition}
                       : "no table holds the edition " + std::string{only_edition});
  }
  return problem(known ? "the page holds no table of parameters and none of errors"
                       : "this is not the page of an action that the suite knows");
}

AuditResult audit(std::string_view page_text, std::string_view only_edition) {
  return audit(page_text, specs::digests::tables(), only_edition);
}

std::string render(const AuditResult& result, std::string_view name) {
  std::string out{name};
  if (result.page == nullptr) return out + ": " + result.problem + '\n';
  out += ": " + std::string{result.page->action} + ' ' + std::string{result.page->edition} + ", " +
         reports::counted(result.rows_read, "error row", "error rows") + ", " +
         reports::counted(result.parameters_read, "parameter", "parameters") + ": " +
         (result.differences.empty()
              ? "no difference"
              : reports::counted(result.differences.size(), "difference", "differences")) +
         '\n';
  for (const AuditDifference& difference : result.differences) {
    out += "  " + one_line(difference.where) + '\n';
    out += "    ours    " + one_line(difference.ours) + '\n';
    out += "    theirs  " + one_line(difference.theirs) + '\n';
  }
  return out;
}

}  // namespace hallmark::runner
