// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/console.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>
#include <string>
#include <string_view>

#include "reports/text.hpp"
#include "reports/writers/explanation.hpp"

namespace hallmark::reports {
namespace {

constexpr std::size_t right_edge = 93;  // where the level ends
constexpr std::size_t citation_column = 53;
constexpr std::size_t value_column = 14;
constexpr std::size_t reasons_shown = 8;

std::string blanks(std::size_t n) { return std::string(n, ' '); }

// Blanks from column `from` to column `to`, two at least.
std::string gap(std::size_t from, std::size_t to) { return blanks(to > from + 2 ? to - from : 2); }

void write_line(std::ostream& out, std::string_view label, std::string_view value, Style style) {
  std::string padded{label};
  padded.resize(value_column - 6, ' ');
  out << "      " << painted(padded, Paint::faint, style) << value << '\n';
}

std::string seconds(std::int64_t microseconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f s", static_cast<double>(microseconds) / 1e6);
  return text.data();
}

std::string with_noun(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n).append(" ").append(n == 1 ? one : many);
}

// The table of verdicts by chapter, numbers to the right.
void write_table(const Summary& summary, std::ostream& out, Style style) {
  constexpr std::string_view all = "all";
  std::size_t first = all.size();
  for (const auto& [chapter, counts] : summary.by_chapter) first = std::max(first, chapter.size());
  constexpr std::array<std::size_t, 5> widths = {8, 8, 14, 13, 8};

  std::string head = blanks(first);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    head += blanks(widths[i] - verdict_names[i].size());
    head += verdict_names[i];
  }
  out << painted(head, Paint::faint, style) << '\n';
  const auto write_row = [&](std::string_view name, const Counts& counts) {
    out << name << blanks(first - name.size());
    const std::array<std::size_t, 5> numbers = {counts.pass, counts.fail, counts.inconclusive,
                                                counts.unsupported, counts.error};
    constexpr std::array<Paint, 5> paints = {Paint::none, Paint::bad, Paint::warning,
                                             Paint::warning, Paint::bad};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::string number = numbers[i] == 0 && i > 0 ? "-" : std::to_string(numbers[i]);
      out << blanks(widths[i] - std::min(widths[i], number.size()))
          << painted(number, numbers[i] == 0 ? Paint::faint : paints[i], style);
    }
    out << '\n';
  };
  for (const auto& [chapter, counts] : summary.by_chapter) write_row(chapter, counts);
  if (summary.by_chapter.size() > 1) write_row(all, summary.all);
}

// "  fixture NoStock: 12 cases", those that concern most cases first.
void write_reasons(const Reasons& reasons, std::string_view unit_one, std::string_view unit_many,
                   std::ostream& out) {
  const auto sorted = most_frequent_first(reasons);
  const std::size_t shown = std::min(sorted.size(), reasons_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    out << "  " << shortened(printable(sorted[i].first)) << ": "
        << with_noun(sorted[i].second, unit_one, unit_many) << '\n';
  }
  if (sorted.size() > shown) {
    std::size_t rest = 0;
    for (std::size_t i = shown; i < sorted.size(); ++i) rest += sorted[i].second;
    out << "  " << with_noun(sorted.size() - shown, "more reason: ", "more reasons: ")
        << with_noun(rest, unit_one, unit_many) << '\n';
  }
}

void write_heading(std::string_view heading, std::ostream& out, Style style) {
  out << '\n' << painted(heading, Paint::strong, style) << '\n';
}

void write_slowest(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  if (summary.slowest.empty()) return;
  write_heading("Slowest", out, style);
  for (const std::size_t index : summary.slowest) {
    const CaseRecord& record = report.records[index];
    const std::string took = seconds(record.took_us);
    out << blanks(10 - std::min<std::size_t>(10, took.size())) << took << "  " << address_of(record)
        << '\n';
  }
}

void write_rate(const Report& report, std::ostream& out) {
  out << with_noun(static_cast<std::size_t>(report.exchanges), "exchange", "exchanges") << " in "
      << seconds(report.took_us);
  if (report.took_us > 0) {
    const double rate =
        static_cast<double>(report.exchanges) * 1e6 / static_cast<double>(report.took_us);
    out << ", " << static_cast<std::uint64_t>(rate) << " a second";
  }
  out << '\n';
}

Paint paint_of(int code) {
  return code == 0 ? Paint::good : code == 1 ? Paint::bad : Paint::warning;
}

}  // namespace

void write_failure(const RunInfo& info, const CaseRecord& record, std::ostream& out, Style style) {
  const Explanation text = explain(info, record);
  const bool failed = record.finding.verdict == Verdict::fail;
  const std::string_view word = failed ? "FAIL" : "ERROR";
  const std::string_view level = cases::name_of(record.test->level);

  std::size_t column = std::max<std::size_t>(word.size() + 1, 6);
  out << painted(word, !failed || counts(info, record) ? Paint::bad : Paint::warning, style)
      << blanks(column - word.size()) << painted(record.test->id, Paint::strong, style);
  column += record.test->id.size();
  if (!record.variant.empty()) {
    out << "  " << record.variant;
    column += 2 + record.variant.size();
  }
  const std::size_t edge =
      style.terminal ? std::min(right_edge, static_cast<std::size_t>(std::max(style.width, 1)))
                     : right_edge;
  out << gap(column, edge - std::min(edge, level.size())) << painted(level, Paint::faint, style)
      << '\n';

  write_line(out, "given", text.given, style);
  for (std::size_t i = 0; i < text.when.size(); ++i) {
    write_line(out, i == 0 ? "when" : "", text.when[i], style);
  }
  if (!text.wanted.empty()) {
    const std::size_t end = value_column + characters_in(text.wanted);
    if (end + 2 <= right_edge) {
      std::string line = text.wanted;
      if (!text.wanted_by.empty()) line += gap(end, citation_column) + text.wanted_by;
      write_line(out, "wanted", line, style);
    } else {
      write_line(out, "wanted", text.wanted, style);
      if (!text.wanted_by.empty()) write_line(out, "", text.wanted_by, style);
    }
  }
  if (!text.got.empty()) write_line(out, "got", text.got, style);
  if (!text.because.empty()) write_line(out, "because", text.because, style);
  write_line(out, "again", text.again, style);
}

void write_summary(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  if (summary.all.total() > 0) {
    out << '\n';
    write_table(summary, out, style);
    write_slowest(report, summary, out, style);
  }
  if (!summary.blocked.empty()) {
    write_heading("Blocked", out, style);
    write_reasons(summary.blocked, "case blocked", "cases blocked", out);
  }
  if (!summary.not_exercised.empty()) {
    write_heading("Not exercised", out, style);
    write_reasons(summary.not_exercised, "case", "cases", out);
  }
  if (!summary.unsettled.empty()) {
    write_heading("Not settled", out, style);
    write_reasons(summary.unsettled, "case", "cases", out);
  }
  if (!summary.not_carried_out.empty()) {
    write_heading("Not carried out", out, style);
    write_reasons(summary.not_carried_out, "case", "cases", out);
  }
  if (summary.lenient > 0) {
    write_heading(
        with_noun(summary.lenient, "case", "cases") + " passed where the documents leave a choice",
        out, style);
    write_reasons(summary.leniences, "case", "cases", out);
  }
  if (!report.notes.empty()) {
    write_heading("Notes", out, style);
    for (const std::string& note : report.notes) out << "  " << printable(note) << '\n';
  }
  out << '\n';
  if (summary.failures_below > 0) {
    out << with_noun(summary.failures_below, "failure", "failures")
        << " of recommended or observed cases: they do not decide without --strict\n";
  }
  write_rate(report, out);
  out << painted(printable(headline(report, summary)), paint_of(exit_code(report, summary)), style)
      << '\n';
}

}  // namespace hallmark::reports
