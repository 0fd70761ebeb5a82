// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/console.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "reports/writers/explanation.hpp"

namespace hallmark::reports {
namespace {

using block::blanks;
using block::paint_of_exit;
using block::seconds;
using block::write_head;
using block::write_heading;
using block::write_line;
using block::write_wanted;

constexpr std::size_t reasons_shown = 8;

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
        << counted(sorted[i].second, unit_one, unit_many) << '\n';
  }
  if (sorted.size() > shown) {
    std::size_t rest = 0;
    for (std::size_t i = shown; i < sorted.size(); ++i) rest += sorted[i].second;
    out << "  " << counted(sorted.size() - shown, "more reason: ", "more reasons: ")
        << counted(rest, unit_one, unit_many) << '\n';
  }
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
  out << counted(report.exchanges, "exchange", "exchanges") << " in " << seconds(report.took_us)
      << block::a_second(report.exchanges, report.took_us) << '\n';
}

}  // namespace

void write_failure(const RunInfo& info, const CaseRecord& record, std::ostream& out, Style style) {
  const Explanation text = explain(info, record);
  const bool failed = record.finding.verdict == Verdict::fail;
  const std::string_view word = failed ? "FAIL" : "ERROR";
  const std::string_view level = cases::name_of(record.test->level);

  write_head(word, !failed || counts(info, record) ? Paint::bad : Paint::warning, record.test->id,
             record.variant, level, out, style);
  write_line("given", text.given, out, style);
  for (std::size_t i = 0; i < text.when.size(); ++i) {
    write_line(i == 0 ? "when" : "", text.when[i], out, style);
  }
  if (!text.wanted.empty()) write_wanted(text.wanted, text.wanted_by, out, style);
  if (!text.got.empty()) write_line("got", text.got, out, style);
  if (!text.because.empty()) write_line("because", text.because, out, style);
  write_line("again", text.again, out, style);
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
        counted(summary.lenient, "case", "cases") + " passed where the documents leave a choice",
        out, style);
    write_reasons(summary.leniences, "case", "cases", out);
  }
  if (!report.notes.empty()) {
    write_heading("Notes", out, style);
    for (const std::string& note : report.notes) out << "  " << printable(note) << '\n';
  }
  out << '\n';
  if (summary.failures_below > 0) {
    out << counted(summary.failures_below, "failure", "failures")
        << " of recommended or observed cases: they do not decide without --strict\n";
  }
  write_rate(report, out);
  out << painted(printable(headline(report, summary)), paint_of_exit(exit_code(report, summary)),
                 style)
      << '\n';
}

}  // namespace hallmark::reports
