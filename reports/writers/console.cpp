// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/console.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <ostream>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "reports/feature.hpp"
#include "reports/secret_variables.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "reports/writers/explanation.hpp"

namespace hallmark::reports {
namespace {

using block::blanks;
using block::Cell;
using block::columns_of;
using block::paint_of_exit;
using block::seconds;
using block::write_columns;
using block::write_command;
using block::write_head;
using block::write_heading;
using block::write_line;
using block::write_wanted;

using Rows = std::vector<std::vector<Cell>>;

constexpr std::size_t reasons_shown = 8;
// A target may invent as many statuses as it likes.
constexpr std::size_t transitions_shown = 24;
constexpr std::size_t longest_name = 60;     // of what a target says, in a table
constexpr std::size_t longest_reason = 320;  // of a sentence of ours, over several lines

// Of a record that failed, or was not carried out.
Paint paint_of(const Report& report, const Record& record) {
  const bool is_below = record.finding.verdict == Verdict::fail && !counts(report, record);
  return is_below ? Paint::warning : Paint::bad;
}

// What a run says at its end.

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

// A line of a list, which goes on below where it is too long.
void write_item(std::string_view text, std::ostream& out, Style style) {
  std::string_view indent = "  ";
  for (const std::string& line : block::wrapped(text, columns_of(style) - 4)) {
    out << indent << line << '\n';
    indent = "    ";
  }
}

// "  fixture NoStock: 12 cases", those that concern most cases first. `what_to_do`: of a reason.
void write_reasons(const Reasons& reasons, std::string_view unit_one, std::string_view unit_many,
                   std::ostream& out, Style style,
                   const std::function<std::string(std::string_view)>& what_to_do = {}) {
  const auto sorted = most_frequent_first(reasons);
  const std::size_t shown =
      style.amount == Amount::all ? sorted.size() : std::min(sorted.size(), reasons_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string line = shortened(printable(sorted[i].first), longest_reason) + ": " +
                             counted(sorted[i].second, unit_one, unit_many);
    const std::string todo = what_to_do ? what_to_do(sorted[i].first) : std::string{};
    const std::string both = todo.empty() ? line : line + "; " + todo;
    const bool is_apart = characters_in(both) > columns_of(style) - 4;
    write_item(is_apart ? line : both, out, style);
    if (is_apart && !todo.empty()) out << "    " << todo << '\n';  // to be pasted: on one line
  }
  if (sorted.size() > shown) {
    std::size_t rest = 0;
    for (std::size_t i = shown; i < sorted.size(); ++i) rest += sorted[i].second;
    write_item(counted(sorted.size() - shown, "more reason", "more reasons") +
                   ", which --verbose shows: " + counted(rest, unit_one, unit_many),
               out, style);
  }
}

// "not claimed? --without ReactivateInstances", of a cause that a run can do without.
std::string way_without(const Report& report, std::string_view cause) {
  for (const Record& record : report.records) {
    const Check& check = *record.check;
    if (record.finding.verdict != Verdict::fail || check.cause.empty()) continue;
    if (cause != check.cause && cause != check.cause + " (" + record.variant + ")") continue;
    const std::string feature = feature_of(check.id, check.action);
    if (!feature.empty()) return "not claimed? --without " + feature;
  }
  return {};
}

void write_slowest(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  if (summary.slowest.empty()) return;
  write_heading("Slowest", out, style);
  for (const std::size_t index : summary.slowest) {
    const Record& record = report.records[index];
    const std::string took = seconds(record.took_us);
    out << blanks(10 - std::min<std::size_t>(10, took.size())) << took << "  " << address_of(record)
        << '\n';
  }
}

void write_cases(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  if (summary.all.total() > 0) {
    out << '\n';
    write_table(summary, out, style);
    if (style.amount == Amount::all) write_slowest(report, summary, out, style);
  }
  if (!summary.blocked.empty()) {
    write_heading("Blocked (inconclusive)", out, style);
    write_reasons(summary.blocked, "case blocked", "cases blocked", out, style,
                  [&report](std::string_view cause) { return way_without(report, cause); });
  }
  if (!summary.not_exercised.empty()) {
    write_heading("Not exercised (unsupported)", out, style);
    write_reasons(summary.not_exercised, "case", "cases", out, style);
  }
  if (!summary.unsettled.empty()) {
    write_heading("Not settled (inconclusive)", out, style);
    write_reasons(summary.unsettled, "case", "cases", out, style);
  }
  if (!summary.not_carried_out.empty()) {
    write_heading("Not carried out (error)", out, style);
    write_reasons(summary.not_carried_out, "case", "cases", out, style);
  }
  if (summary.lenient > 0) {
    const bool all = style.amount == Amount::all;
    write_heading(counted(summary.lenient, "case", "cases") +
                      " passed where the documents leave a choice" +
                      (all ? "" : "; --verbose shows which"),
                  out, style);
    if (all) write_reasons(summary.leniences, "case", "cases", out, style);
  }
}

void write_flaky(const Summary& summary, std::ostream& out, Style style) {
  if (summary.flaky.empty()) return;
  write_heading("Flaky", out, style);
  const bool all = style.amount == Amount::all;
  const std::size_t shown =
      all ? summary.flaky.size() : std::min(summary.flaky.size(), reasons_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    out << "  " << address_of(*summary.flaky[i]) << ": " << rate_of(*summary.flaky[i]) << '\n';
  }
  if (summary.flaky.size() > shown) {
    out << "  and " << summary.flaky.size() - shown << " more, which --verbose shows\n";
  }
}

// What the list of known failures excuses, and what is wrong with it.
void write_known(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  if (summary.known_failures > 0) {
    write_heading(counted(summary.known_failures, "known failure", "known failures"), out, style);
  }
  std::size_t shown = 0;
  std::size_t lines = 0;
  for (const KnownState& state : summary.known) {
    if (state.excused.empty() || state.expired) continue;
    if (++lines > reasons_shown && style.amount != Amount::all) continue;
    ++shown;
    out << "  " << place_of(report.info.known_failures, *state.line) << ": "
        << printable(state.line->pattern.text()) << ": "
        << counted(state.excused.size(), "failure", "failures") << ", "
        << shortened(printable(state.line->reason)) << '\n';
  }
  if (lines > shown) out << "  and " << lines - shown << " more lines, which --verbose shows\n";
  for (const std::string& note : summary.list_notes) {
    out << painted("  " + note, Paint::warning, style) << '\n';
  }
  if (summary.list_troubles.empty()) return;
  write_heading("Known failures that are out of date", out, style);
  for (const std::string& trouble : summary.list_troubles) {
    out << painted("  " + trouble, Paint::bad, style) << '\n';
  }
}

// What a campaign says at its end.

Cell number(std::uint64_t n, Paint zero = Paint::faint, Paint more = Paint::none) {
  return {.text = n == 0 ? "-" : std::to_string(n), .paint = n == 0 ? zero : more, .right = true};
}

Cell said(std::string_view text) { return {.text = shortened(printable(text), longest_name)}; }

void write_checkers(const Campaign& campaign, std::ostream& out, Style style) {
  if (campaign.checkers.empty()) return;
  out << '\n';
  Rows rows = {{{.text = "checker", .paint = Paint::faint},
                {.text = "level", .paint = Paint::faint},
                {.text = "checked", .paint = Paint::faint, .right = true},
                {.text = "broken", .paint = Paint::faint, .right = true}}};
  for (const Exercised& checker : campaign.checkers) {
    rows.push_back({{.text = checker.check->id},
                    {.text = std::string{cases::name_of(checker.check->level)}},
                    number(checker.checked, Paint::warning),
                    number(checker.broken, Paint::faint, Paint::bad)});
  }
  write_columns(rows, "", out, style);
}

std::vector<Cell> page_row(std::string_view action, std::string_view edition, std::size_t met,
                           std::size_t all) {
  return {{.text = std::string{action}},
          {.text = std::string{edition}},
          {.text = std::to_string(met) + " of " + std::to_string(all), .right = true}};
}

void write_coverage(const Campaign& campaign, std::ostream& out, Style style) {
  if (campaign.rows.empty()) return;
  const std::vector<PageCoverage> pages = coverage_by_page(campaign);
  const std::size_t met = rows_met(campaign);
  Rows met_rows;
  Rows unmet_rows;
  for (const PageCoverage& page : pages) {
    met_rows.push_back(page_row(page.action, page.edition, page.met, page.rows.size()));
    for (const RowCoverage* row : page.rows) {
      if (row->met > 0) continue;
      unmet_rows.push_back({{.text = row->action},
                            {.text = row->edition},
                            {.text = "row"},
                            {.text = std::to_string(row->row), .right = true},
                            {.text = std::to_string(row->status)},
                            {.text = row->code}});
    }
  }
  if (pages.size() > 1) met_rows.push_back(page_row("all", "", met, campaign.rows.size()));
  write_heading("Documented error rows met", out, style);
  write_columns(met_rows, "  ", out, style);
  if (unmet_rows.empty()) return;
  write_heading("Not met", out, style);
  write_columns(unmet_rows, "  ", out, style);
}

void write_transitions(const Campaign& campaign, std::ostream& out, Style style) {
  if (campaign.transitions.empty()) return;
  write_heading("Transitions met", out, style);
  const std::size_t all = campaign.transitions.size();
  const std::size_t shown = style.amount == Amount::all ? all : std::min(all, transitions_shown);
  Rows rows;
  for (std::size_t i = 0; i < shown; ++i) {
    const Tally& tally = campaign.transitions[i];
    rows.push_back({said(tally.what), number(tally.times)});
  }
  write_columns(rows, "  ", out, style);
  if (shown < campaign.transitions.size()) {
    out << "  and " << campaign.transitions.size() - shown << " more, which --verbose shows\n";
  }
}

void write_findings(const Report& report, std::ostream& out, Style style) {
  if (report.records.empty()) return;
  write_heading("Findings", out, style);
  Rows rows;
  for (const Record& record : report.records) {
    const Discovery discovery = record.discovery.value_or(Discovery{});
    rows.push_back({{.text = std::string{cases::name_of(record.check->level)},
                     .paint = paint_of(report, record)},
                    {.text = record.check->id},
                    {.text = discovery.action},
                    said(discovery.shape),
                    {.text = counted(discovery.seen, "time", "times"), .right = true}});
  }
  write_columns(rows, "  ", out, style);
}

std::string_view ended(const Report& report) {
  if (report.interrupted) return "interrupted";
  switch (report.campaign->end) {
    case Campaign::End::time:
    case Campaign::End::count:
      return "ended at its limit";
    case Campaign::End::finding:
      return "ended at a finding";
    case Campaign::End::target_gone:
      return "ended because the target went away";
  }
  return {};
}

void write_totals(const Report& report, std::ostream& out, Style style) {
  const Campaign& campaign = *report.campaign;
  out << "seed " << campaign.seed << ", " << ended(report);
  if (!campaign.limit.empty()) out << " (" << printable(campaign.limit) << ')';
  out << '\n' << counted(campaign.histories, "history", "histories");
  if (campaign.unstaged > 0) {
    out << " (" << counted(campaign.unstaged, "world", "worlds") << " could not be made)";
  }
  out << ", " << counted(campaign.calls, "call", "calls") << " judged";
  if (campaign.calls > 0) {
    out << ", " << campaign.accepted << " accepted (" << campaign.accepted * 100 / campaign.calls
        << " %)";
  }
  out << '\n';
  if (campaign.inputs + campaign.features > 0) {
    out << counted(campaign.inputs, "input", "inputs") << " in the corpus";
    if (!campaign.corpus.empty()) out << " (" << printable(campaign.corpus) << ')';
    out << ", " << counted(campaign.features, "feature", "features") << ", "
        << counted(campaign.answers.size(), "kind", "kinds") << " of answers\n";
  }
  if (campaign.unknown_orders > 0) {
    out << painted(counted(campaign.unknown_orders, "set", "sets") +
                       " of simultaneous calls not judged: too many orders to try",
                   Paint::warning, style)
        << '\n';
  }
  if (campaign.worlds_left > 0) {
    out << painted(counted(campaign.worlds_left, "world is", "worlds are") +
                       " left at the target: " + (campaign.worlds_left == 1 ? "it" : "they") +
                       " could not be taken down",
                   Paint::warning, style)
        << '\n';
  }
}

// What both say.

void write_cause(const Cause& cause, const std::string& size, std::string_view again,
                 std::ostream& out, Style style) {
  const std::size_t columns = columns_of(style);
  const std::size_t room = columns - std::min(columns, 4 + size.size());
  out << "  " << shortened(printable(cause.what), room) << ": "
      << painted(size, cause.decides ? Paint::bad : Paint::warning, style) << '\n';
  block::write_command(4, again, out, style);
}

// "7 causes; fix first:", then two lines a cause, three where the command is long; as many causes
// as go on twelve lines, unless all is asked for.
void write_causes(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  constexpr std::ptrdiff_t most_lines = 12;
  if (summary.causes.empty()) return;
  write_heading(counted(summary.causes.size(), "cause", "causes") + "; fix first:", out, style);
  std::ptrdiff_t lines = 2;  // this one, and what is said of the secret
  std::size_t shown = 0;
  bool secret = false;
  for (const Cause& cause : summary.causes) {
    const std::string again = again_line(report, *cause.shown);
    std::ostringstream told;
    write_cause(cause, size_of(report, cause), again, told, style);
    const std::string text = std::move(told).str();
    lines += std::ranges::count(text, '\n');
    const int line_of_more = shown + 1 < summary.causes.size() ? 1 : 0;
    if (lines + line_of_more > most_lines && style.amount != Amount::all) break;
    out << text;
    ++shown;
    secret |= needs_secret(again);
  }
  if (shown < summary.causes.size()) {
    out << "  and " << counted(summary.causes.size() - shown, "more cause", "more causes")
        << ", which --verbose shows\n";
  }
  if (secret) out << "  with " << secret_variable << " in the environment\n";
}

// But for those that have just been told as a reason.
void write_notes(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  std::vector<std::string> notes = report.notes;
  std::erase_if(notes, [&summary](const std::string& note) {
    return summary.blocked.contains(note) || summary.unsettled.contains(note) ||
           summary.not_carried_out.contains(note);
  });
  if (notes.empty()) return;
  write_heading("Notes", out, style);
  for (const std::string& note : notes) {
    if (style.terminal) {
      write_item(printable(note), out, style);
    } else {  // whoever looks for one looks for it in a line
      out << "  " << printable(note) << '\n';
    }
  }
}

void write_rate(const Report& report, std::ostream& out) {
  out << (report.campaign ? counted(report.exchanges, "request", "requests")
                          : counted(report.exchanges, "exchange", "exchanges"))
      << " in " << seconds(report.took_us) << block::a_second(report.exchanges, report.took_us)
      << '\n';
}

// All that stands above the headline.
void write_account(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  // Who looked for one finding has just been shown it, and no table says more of it.
  const bool was_shown = report.campaign && report.campaign->end == Campaign::End::finding;
  if (report.campaign && !was_shown) {
    write_checkers(*report.campaign, out, style);
    write_coverage(*report.campaign, out, style);
    write_transitions(*report.campaign, out, style);
    write_findings(report, out, style);
  } else if (!report.campaign) {
    write_cases(report, summary, out, style);
  }
  write_flaky(summary, out, style);
  write_known(report, summary, out, style);
  write_notes(report, summary, out, style);
  if (!was_shown || report.records.size() > 1) write_causes(report, summary, out, style);
  out << '\n';
  if (report.campaign) {
    write_totals(report, out, style);
  } else if (summary.failures_below > 0) {
    out << counted(summary.failures_below, "failure", "failures")
        << " of recommended or observed cases: they do not decide without --strict\n";
  }
  write_rate(report, out);
}

}  // namespace

void write_record(const Report& report, const Record& record, std::ostream& out, Style style) {
  const Explanation text = explain(report, record);
  const std::string_view word = record.finding.verdict == Verdict::error ? "ERROR"
                                : record.discovery                       ? "FIND"
                                                                         : "FAIL";
  write_head(word, paint_of(report, record), printable(record.check->id),
             printable(record.discovery ? record.discovery->action : record.variant),
             cases::name_of(record.check->level), out, style);
  for (const Line& line : text.circumstances) write_line(line.label, line.text, out, style);
  bool is_cut = false;
  for (const Line& line : text.lines) {
    if (line.text.empty()) continue;
    if (line.label == again_label) {
      if (is_cut) write_line("more", "hallmark explain " + record.check->id, out, style);
      write_command(line.label, line.text, out, style);
    } else if (line.citations.empty()) {
      write_line(line.label, line.text, out, style);
    } else {
      is_cut |= write_wanted(line.text, line.citations, out, style);
    }
  }
}

void write_failures(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  const auto write_alike = [&](const Record& first, std::span<const Record* const> all) {
    if (style.amount == Amount::all) {
      for (const Record* record : all) write_record(report, *record, out, style);
      return;
    }
    write_record(report, first, out, style);
    if (all.size() == 1) return;
    write_line(
        "also",
        counted(all.size() - 1, "more case", "more cases") + " like it, " + "which --verbose shows",
        out, style);
  };
  for (const Cause& cause : summary.causes) write_alike(*cause.shown, cause.records);
  std::map<std::string_view, std::vector<const Record*>> errors;
  for (const Record& record : report.records) {
    if (record.finding.verdict == Verdict::error) errors[record.finding.reason].push_back(&record);
  }
  for (const auto& [reason, records] : errors) write_alike(*records.front(), records);
}

void write_summary(const Report& report, const Summary& summary, std::ostream& out, Style style) {
  if (style.amount != Amount::little) write_account(report, summary, out, style);
  out << painted(printable(headline(report, summary)), paint_of_exit(exit_code(report, summary)),
                 style)
      << '\n';
}

}  // namespace hallmark::reports
