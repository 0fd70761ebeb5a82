// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_console.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "reports/writers/campaign_explanation.hpp"

namespace hallmark::reports {
namespace {

using block::Cell;
using block::paint_of_exit;
using block::seconds;
using block::write_columns;
using block::write_head;
using block::write_heading;
using block::write_line;
using block::write_wanted;

using Rows = std::vector<std::vector<Cell>>;

// A target may invent as many statuses as it likes.
constexpr std::size_t transitions_shown = 24;
constexpr std::size_t longest_name = 60;  // of what a target says, in a table

Cell number(std::uint64_t n, Paint zero = Paint::faint, Paint more = Paint::none) {
  return {.text = n == 0 ? "-" : std::to_string(n), .paint = n == 0 ? zero : more, .right = true};
}

Cell said(std::string_view text) { return {.text = shortened(printable(text), longest_name)}; }

Paint paint_of_finding(const CampaignFinding& finding) {
  return counts(finding) ? Paint::bad : Paint::warning;
}

void write_checkers(const Campaign& campaign, std::ostream& out, Style style) {
  if (campaign.checkers.empty()) return;
  out << '\n';
  Rows rows = {{{.text = "checker", .paint = Paint::faint},
                {.text = "level", .paint = Paint::faint},
                {.text = "checked", .paint = Paint::faint, .right = true},
                {.text = "broken", .paint = Paint::faint, .right = true}}};
  for (const CheckerRecord& checker : campaign.checkers) {
    rows.push_back({{.text = checker.name},
                    {.text = checker.level},
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
  const std::size_t shown = std::min(campaign.transitions.size(), transitions_shown);
  Rows rows;
  for (std::size_t i = 0; i < shown; ++i) {
    const Tally& tally = campaign.transitions[i];
    rows.push_back({said(tally.what), number(tally.times)});
  }
  write_columns(rows, "  ", out, style);
  if (shown < campaign.transitions.size()) {
    out << "  and " << campaign.transitions.size() - shown << " more\n";
  }
}

void write_findings(const Campaign& campaign, std::ostream& out, Style style) {
  if (campaign.findings.empty()) return;
  write_heading("Findings", out, style);
  Rows rows;
  for (const CampaignFinding& finding : campaign.findings) {
    rows.push_back({{.text = finding.level, .paint = paint_of_finding(finding)},
                    {.text = finding.checker},
                    {.text = finding.action},
                    said(finding.shape),
                    {.text = counted(finding.seen, "time", "times"), .right = true}});
  }
  write_columns(rows, "  ", out, style);
}

void write_notes(const Campaign& campaign, std::ostream& out, Style style) {
  if (campaign.notes.empty()) return;
  write_heading("Notes", out, style);
  for (const std::string& note : campaign.notes) out << "  " << printable(note) << '\n';
}

std::string ended(const Campaign& campaign) {
  switch (campaign.end) {
    case Campaign::End::time:
    case Campaign::End::count:
      return "ended at its limit";
    case Campaign::End::finding:
      return "ended at a finding";
    case Campaign::End::interrupted:
      return "interrupted";
    case Campaign::End::target_gone:
      return "ended because the target went away";
  }
  return {};
}

void write_totals(const Campaign& campaign, std::ostream& out, Style style) {
  const CampaignInfo& info = campaign.info;
  out << '\n' << "seed " << info.seed << ", " << ended(campaign);
  if (!info.limit.empty()) out << " (" << printable(info.limit) << ')';
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
    if (!info.corpus.empty()) out << " (" << printable(info.corpus) << ')';
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
  out << counted(campaign.requests, "request", "requests") << " in " << seconds(campaign.took_us)
      << block::a_second(campaign.requests, campaign.took_us) << '\n';
}

}  // namespace

void write_finding(const CampaignInfo& info, const CampaignFinding& finding, std::ostream& out,
                   Style style) {
  const FindingText text = explain(info, finding);
  write_head("FIND", paint_of_finding(finding), finding.checker, finding.action, finding.level, out,
             style);
  for (std::size_t i = 0; i < text.history.size(); ++i) {
    write_line(i == 0 ? "history" : "", text.history[i], out, style);
  }
  if (!text.wanted.empty()) write_wanted(text.wanted, text.wanted_by, out, style);
  if (!text.got.empty()) write_line("got", text.got, out, style);
  if (!text.shows.empty()) write_line("shows", text.shows, out, style);
  write_line("found", text.found, out, style);
  if (!text.saved.empty()) write_line("saved", text.saved, out, style);
  if (!text.again.empty()) write_line("again", text.again, out, style);
}

void write_campaign_summary(const Campaign& campaign, std::ostream& out, Style style) {
  write_checkers(campaign, out, style);
  write_coverage(campaign, out, style);
  write_transitions(campaign, out, style);
  write_findings(campaign, out, style);
  write_notes(campaign, out, style);
  write_totals(campaign, out, style);
  out << painted(printable(headline(campaign)), paint_of_exit(exit_code(campaign)), style) << '\n';
}

}  // namespace hallmark::reports
