// SPDX-License-Identifier: Apache-2.0
//
// Markdown for the summary of a job in a pipeline: the verdict, the causes, the failures, and no
// more than such a summary takes.
#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include "reports/text.hpp"
#include "reports/writers/explanation.hpp"
#include "reports/writers/markdown_text.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using markdown::as_code;
using markdown::as_text;

constexpr std::size_t largest = 1000U * 1024U;  // bytes; GitHub refuses a summary of 1 MiB
constexpr std::size_t most_causes = 50;

void append_count(std::string& out, std::string_view what, std::size_t n) {
  if (n > 0) out.append("| ").append(what).append(" | ").append(with_commas(n)).append(" |\n");
}

std::string table_of(const Report& report, const Summary& summary) {
  std::string out = "| ";
  out += report.campaign ? "checkers" : "cases";
  out += " | |\n|---|---:|\n";
  append_count(out, "passed", summary.all.pass - std::min(summary.all.pass, summary.lenient));
  append_count(out, "passed where the documents leave a choice", summary.lenient);
  std::size_t known = 0;  // failed as they are known to
  for (const Entry& entry : entries_of(report)) {
    if (entry.known != nullptr && entry.verdict == Verdict::fail) ++known;
  }
  append_count(out, "**failed**", summary.all.fail - known);
  append_count(out, "failed, as known", known);
  append_count(out, "blocked or inconclusive", summary.all.inconclusive);
  append_count(out, "not exercised", summary.all.unsupported);
  append_count(out, "could not be carried out", summary.all.error);
  return out;
}

// The list of known failures: what is wrong with it, and what it excuses; and what is flaky.
std::string known_and_flaky(const Report& report, const Summary& summary) {
  std::string text;
  if (!summary.list_troubles.empty()) text += "\n### Known failures that are out of date\n\n";
  for (const std::string& trouble : summary.list_troubles) text += "- " + as_text(trouble) + "\n";
  if (summary.known_failures > 0) text += "\n### Known failures\n\n";
  for (const KnownState& state : summary.known) {
    if (state.excused.empty() || state.expired) continue;
    text += "- " + as_code(state.line->pattern.text()) + ": " +
            counted(state.excused.size(), "failure", "failures") + ", " +
            as_text(in_words(report.info.known_failures, *state.line)) + "\n";
  }
  for (const std::string& note : summary.list_notes) text += "- " + as_text(note) + "\n";
  if (!summary.flaky.empty()) text += "\n### Flaky\n\n";
  for (const Record* record : summary.flaky) {
    text += "- " + as_code(address_of(*record)) + " " + rate_of(*record) + "\n";
  }
  return text;
}

void append_fact(std::string& out, std::string_view name, const std::string& value) {
  if (!value.empty())
    out.append("- ").append(name).append(": ").append(as_text(value)).append("\n");
}

}  // namespace

void write_markdown(const Report& report, const Summary& summary, std::ostream& out) {
  const Info& info = report.info;
  std::string text = "## " + as_text(headline(report, summary)) + "\n\n";
  append_fact(text, "target", info.subject.name);
  if (!report.campaign) append_fact(text, "edition", info.selection.edition);
  append_fact(text, "hallmark", info.hallmark_version);
  append_fact(text, "suite", info.suite);
  append_fact(text, "tables", info.tables);
  text += "\n" + table_of(report, summary);
  if (!summary.causes.empty()) text += "\n### Fix first\n\n";
  for (std::size_t i = 0; i < std::min(most_causes, summary.causes.size()); ++i) {
    const Cause& cause = summary.causes[i];
    text += std::to_string(i + 1) + ". **" + as_text(size_of(report, cause)) +
            "**: " + as_text(cause.what) + "<br>" + as_code(again_line(report, *cause.shown)) +
            "\n";
  }
  text += known_and_flaky(report, summary);
  if (!report.notes.empty()) text += "\n### Notes\n\n";
  for (const std::string& note : report.notes) text += "- " + as_text(note) + "\n";
  std::size_t left_out = 0;
  bool is_first = true;
  for (const Record& record : report.records) {
    const Verdict verdict = record.finding.verdict;
    if (verdict != Verdict::fail && verdict != Verdict::error) continue;
    if (excuse_of(report, record) != nullptr) continue;
    std::string line = std::string{is_first ? "\n### Failures\n\n" : ""} + "- " +
                       std::string{name_of(verdict)} + " " + as_code(address_of(record)) + " (" +
                       std::string{cases::name_of(record.check->level)} +
                       "): " + as_text(in_short(record)) + "\n";
    is_first = false;
    if (text.size() + line.size() > largest) {
      ++left_out;
    } else {
      text += line;
    }
  }
  if (left_out > 0) text += "\nand " + with_commas(left_out) + " more\n";
  out << text;
}

}  // namespace hallmark::reports
