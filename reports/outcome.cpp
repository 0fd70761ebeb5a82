// SPDX-License-Identifier: Apache-2.0
//
// What it comes to: of each check the entry, of all together the headline and the exit code.
#include <algorithm>
#include <array>
#include <string_view>

#include "reports/report.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

constexpr std::size_t reasons_in_headline = 3;
constexpr std::size_t longest_headline = 100;  // characters, where it can be said in so few

std::string cases(std::size_t n) { return counted(n, "case", "cases"); }

// " (fixture NoStock, fixture SpotPriceLow and 3 more reasons)", `most` of them by name; nothing
// where that is none.
std::string most_frequent(const Reasons& reasons, std::size_t most) {
  const auto all = most_frequent_first(reasons);
  std::string text;
  const std::size_t shown = std::min(all.size(), most);
  if (shown == 0) return text;
  for (std::size_t i = 0; i < shown; ++i) text.append(i == 0 ? "" : ", ").append(all[i].first);
  if (all.size() > shown) {
    text.append(" and ").append(counted(all.size() - shown, "more reason", "more reasons"));
  }
  return " (" + text + ")";
}

void append_part(std::string& text, const std::string& part) {
  if (!text.empty()) text += ", ";
  text += part;
}

// What makes a run partial: "12 cases not exercised (fixture NoStock), 3 inconclusive (...)".
std::string missing_parts(const Summary& summary, std::size_t reasons_named) {
  std::string text;
  if (summary.all.unsupported > 0) {
    append_part(text, cases(summary.all.unsupported) + " not exercised" +
                          most_frequent(summary.not_exercised, reasons_named));
  }
  if (summary.all.inconclusive > 0) {
    Reasons reasons = summary.unsettled;
    reasons.insert(summary.blocked.begin(), summary.blocked.end());
    append_part(text, (summary.all.unsupported > 0 ? std::to_string(summary.all.inconclusive)
                                                   : cases(summary.all.inconclusive)) +
                          " inconclusive" + most_frequent(reasons, reasons_named));
  }
  return text;
}

// Of what could not be carried out, that which is on one side.
Reasons errors_on(const Report& report, Side side) {
  Reasons reasons;
  for (const Record& record : report.records) {
    const Finding& finding = record.finding;
    if (finding.verdict == Verdict::error && finding.side == side) ++reasons[finding.reason];
  }
  return reasons;
}

// Whose fault it is comes first: what we lack ourselves, who is not there, and then the others.
// "the target was gone after 400 requests; 1,511 cases were not asked".
std::string not_carried_out(const Report& report, std::size_t reasons_named) {
  std::string text;
  for (const Side side : {Side::ours, Side::nobody, Side::fixtures, Side::between, Side::target}) {
    const Reasons reasons = errors_on(report, side);
    if (reasons.empty()) continue;
    std::size_t number = 0;
    for (const auto& [reason, n] : reasons) number += n;
    const std::string of_cases = with_commas(number) + (number == 1 ? " case " : " cases ");
    if (!text.empty()) text += "; ";
    if (side == Side::ours || side == Side::nobody) {
      text += most_frequent_first(reasons).front().first;
      text += "; " + of_cases;
      if (side == Side::ours) {
        text += "could not be carried out";
      } else {
        text += number == 1 ? "was not asked" : "were not asked";
      }
    } else {
      text += of_cases + "could not be carried out" + most_frequent(reasons, reasons_named);
    }
  }
  return text;
}

bool incomplete(const Summary& summary) {
  return summary.all.unsupported + summary.all.inconclusive > 0;
}

// "27 of 2,050 cases".
std::string judged_part(const Summary& summary) {
  return with_commas(summary.judged) + " of " + with_commas(summary.cases) +
         (summary.cases == 1 ? " case" : " cases");
}

bool judged_too_little(const Report& report, const Summary& summary) {
  return summary.judged * 100 < report.info.selection.require_judged * summary.cases;
}

// Of a campaign.

std::size_t deciding(const Report& report) {
  return static_cast<std::size_t>(
      std::count_if(report.records.begin(), report.records.end(),
                    [&](const Record& record) { return counts(report, record); }));
}

// "1200 histories with 8342 calls".
std::string asked(const Campaign& campaign) {
  return counted(campaign.histories, "history", "histories") + " with " +
         counted(campaign.calls, "call", "calls");
}

// "2 required, 1 observed, 1 advice": the levels that decide most come first.
std::string by_level(const std::vector<const Record*>& findings) {
  std::array<std::size_t, 4> numbers{};
  for (const Record* finding : findings) ++numbers[static_cast<std::size_t>(finding->check->level)];
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] == 0) continue;
    append_part(text, std::to_string(numbers[i])
                          .append(" ")
                          .append(cases::name_of(static_cast<cases::Level>(i))));
  }
  return text;
}

// How it ended, where that is less than it was asked to do.
std::string_view early_end(const Report& report) {
  if (report.interrupted) return "; interrupted";
  if (report.campaign->end == Campaign::End::target_gone) return "; the target went away";
  return {};
}

// Empty where there is one.
std::string why_no_verdict(const Report& report) {
  const Campaign& campaign = *report.campaign;
  const bool is_gone = !report.interrupted && campaign.end == Campaign::End::target_gone;
  if (is_gone && campaign.calls == 0) return "the target went away before anything was judged";
  if (is_gone && campaign.accepted > 0) return "the target went away after " + asked(campaign);
  if (campaign.accepted > 0 && campaign.cut_short * 2 <= campaign.histories) return {};
  if (campaign.accepted > 0) {
    return (std::to_string(campaign.cut_short) + " of " +
            counted(campaign.histories, "history was", "histories were") +
            " cut short by this machine")
        .append(early_end(report));
  }
  std::string text;
  if (campaign.histories == 0) {
    text = "no history was played";
  } else if (campaign.calls > 0) {
    text = "no call was accepted in " + asked(campaign);
  } else {
    text = "nothing was judged";
    if (campaign.unstaged > 0) {
      text += ", " + counted(campaign.unstaged, "world", "worlds") + " could not be made";
    }
  }
  return text.append(early_end(report));
}

std::string campaign_headline(const Report& report) {
  const Campaign& campaign = *report.campaign;
  std::vector<const Record*> findings;  // that nobody knows of
  for (const Record& record : report.records) {
    if (excuse_of(report, record) == nullptr) findings.push_back(&record);
  }
  const std::size_t all = findings.size();
  const std::size_t known = report.records.size() - all;
  const std::string and_known =
      known == 0 ? "" : "; " + counted(known, "known finding", "known findings");
  if (deciding(report) > 0) {
    std::string text = counted(all, "FINDING: ", "FINDINGS: ") + by_level(findings);
    text += campaign.accepted > 0 ? " in " : "; no call was accepted in ";
    return text.append(asked(campaign)).append(early_end(report)).append(and_known);
  }
  const bool is_advice = std::ranges::all_of(
      findings, [](const Record* record) { return record->check->level == cases::Level::advice; });
  const std::string also = (all == 0    ? ""
                            : is_advice ? "; " + counted(all, "piece", "pieces") + " of advice"
                                        : "; " + by_level(findings)) +
                           and_known;
  if (const std::string why = why_no_verdict(report); !why.empty()) {
    return "NO VERDICT: " + why + also;
  }
  const std::string_view none = known > 0   ? "NO NEW FINDING in "
                                : is_advice ? "NO FINDING in "
                                            : "NO REQUIRED FINDING in ";
  return std::string{none}.append(asked(campaign)).append(also).append(early_end(report));
}

int campaign_exit_code(const Report& report) {
  if (deciding(report) > 0) return 1;
  return why_no_verdict(report).empty() ? 0 : 2;
}

// Why a checker without a finding says nothing; empty where it holds.
std::string unsettled(const Report& report, std::uint64_t checked) {
  if (campaign_exit_code(report) == 2) return campaign_headline(report);
  if (checked > 0) return {};
  return "never exercised in " + counted(report.campaign->histories, "history", "histories");
}

// The line that excuses the first of them; null where one of them has none.
const KnownFailure* excuse_of_all(const Report& report, const std::vector<const Record*>& records) {
  const KnownFailure* first = nullptr;
  for (const Record* record : records) {
    const KnownFailure* const excuse = excuse_of(report, *record);
    if (excuse == nullptr) return nullptr;
    if (first == nullptr) first = excuse;
  }
  return first;
}

std::vector<Entry> entries_of_campaign(const Report& report) {
  std::vector<Entry> entries;
  for (const Exercised& checker : report.campaign->checkers) {
    entries.push_back(
        {.check = checker.check.get(), .unsettled = unsettled(report, checker.checked)});
    if (entries.back().unsettled.empty()) entries.back().verdict = Verdict::pass;
  }
  for (const Record& record : report.records) {
    auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.check->id == record.check->id;
    });
    if (found == entries.end()) found = entries.insert(found, {.check = record.check.get()});
    found->records.push_back(&record);
    found->verdict = Verdict::fail;
    found->unsettled.clear();
  }
  for (Entry& entry : entries) entry.known = excuse_of_all(report, entry.records);
  return entries;
}

// "; 3 known failures".
std::string and_known(const Summary& summary) {
  if (summary.known_failures == 0) return {};
  return "; " + counted(summary.known_failures, "known failure", "known failures");
}

std::string flaky_part(const Summary& summary) {
  const Record& first = *summary.flaky.front();
  std::string text = address_of(first) + " is flaky: " + rate_of(first);
  if (const std::size_t more = summary.flaky.size() - 1; more > 0) {
    text += "; and " + counted(more, "more case is", "more cases are") + " flaky";
  }
  return text;
}

std::string run_headline(const Report& report, const Summary& summary, std::size_t reasons_named) {
  const bool nothing_missing_allowed = report.info.selection.require_all && incomplete(summary);
  if (summary.failures_that_count > 0 || nothing_missing_allowed) {
    std::string text;
    if (summary.failures_that_count > 0) {
      text = report.info.selection.strict
                 ? cases(summary.failures_that_count)
                 : counted(summary.failures_that_count, "required case", "required cases");
      text += " failed";
    }
    if (incomplete(summary)) {
      if (!text.empty()) text += report.info.selection.require_all ? ", " : "; partial: ";
      text += missing_parts(summary, reasons_named);
    }
    if (summary.all.error > 0) text += "; " + not_carried_out(report, reasons_named);
    if (!is_whole(report)) text += "; " + interruption(report, summary);
    return "NOT CONFORMANT: " + text + and_known(summary);
  }
  if (!is_whole(report)) return "NO VERDICT: " + interruption(report, summary);
  // Why there is none is what there is to mend: it is said however long the line becomes.
  const std::size_t at_least_one = std::max<std::size_t>(1, reasons_named);
  if (summary.all.error > 0) {
    return "NO VERDICT: " + not_carried_out(report, at_least_one);
  }
  if (summary.flaky_that_count > 0) return "NO VERDICT: " + flaky_part(summary);
  if (summary.judged == 0) {
    return incomplete(summary)
               ? "NO VERDICT: nothing was judged, " + missing_parts(summary, at_least_one)
               : "NO VERDICT: nothing was executed";
  }
  if (judged_too_little(report, summary)) {
    return "NO VERDICT: only " + judged_part(summary) + " could be asked, less than the " +
           std::to_string(report.info.selection.require_judged) + " % of --require-judged" +
           (reasons_named == 0 ? "" : ": " + missing_parts(summary, reasons_named));
  }
  std::string text = "CONFORMANT";
  if (summary.known_failures > 0) {
    text += " but for " + counted(summary.known_failures, "known failure", "known failures");
  }
  if (!incomplete(summary)) return text;
  const bool asked_little = summary.judged * 2 < summary.cases;
  return text +
         (asked_little ? " in the " + judged_part(summary) + " that could be asked: "
                       : ", partial: ") +
         missing_parts(summary, reasons_named);
}

// With as many reasons as a line has room for.
std::string run_headline(const Report& report, const Summary& summary) {
  for (std::size_t reasons_named = reasons_in_headline; reasons_named > 0; --reasons_named) {
    std::string text = run_headline(report, summary, reasons_named);
    if (characters_in(text) <= longest_headline) return text;
  }
  return run_headline(report, summary, 0);
}

int code_of_records(const Report& report, const Summary& summary) {
  if (report.campaign) return campaign_exit_code(report);
  if (summary.failures_that_count > 0) return 1;
  if (report.info.selection.require_all && incomplete(summary)) return 1;
  if (summary.all.error > 0 || !is_whole(report)) return 2;
  if (summary.judged == 0 || judged_too_little(report, summary)) return 2;
  return summary.flaky_that_count > 0 ? 2 : 0;
}

}  // namespace

std::vector<Entry> entries_of(const Report& report) {
  if (report.campaign) return entries_of_campaign(report);
  std::vector<Entry> entries;
  entries.reserve(report.records.size());
  for (const Record& record : report.records) {
    entries.push_back({.check = record.check.get(),
                       .records = {&record},
                       .verdict = record.finding.verdict,
                       .known = excuse_of(report, record)});
  }
  return entries;
}

std::string_view end_of(const Report& campaign) {
  if (campaign.interrupted) return "interrupted";
  switch (campaign.campaign->end) {
    case Campaign::End::time:
      return "time";
    case Campaign::End::count:
      return "count";
    case Campaign::End::finding:
      return "finding";
    case Campaign::End::target_gone:
      return "target-gone";
  }
  return {};
}

std::string headline(const Report& report, const Summary& summary) {
  const std::string text =
      report.campaign ? campaign_headline(report) : run_headline(report, summary);
  const auto wrong = std::ranges::count_if(summary.known, &KnownState::is_wrong);
  if (wrong == 0) return text;
  const std::string out_of_date = printable(report.info.known_failures.file) + " must change in " +
                                  counted(static_cast<std::size_t>(wrong), "line", "lines");
  return code_of_records(report, summary) == 1
             ? text + "; " + out_of_date
             : "KNOWN FAILURES OUT OF DATE: " + out_of_date + "; " + text;
}

void note_breaking_off(Report& report, const std::exception& error) {
  report.notes.push_back(std::string{"it broke off in the middle: "} + error.what());
}

std::string interruption(const Report& report, const Summary& summary) {
  if (is_whole(report)) return {};
  constexpr std::string_view after = "interrupted after ";
  if (report.campaign) {
    return std::string{after} + counted(report.campaign->histories, "history", "histories");
  }
  const std::size_t told = summary.all.total();
  std::string part = cases(told);
  if (report.planned >= told) {
    part = with_commas(told) + " of " + with_commas(report.planned) +
           (report.planned == 1 ? " case" : " cases");
  }
  if (!report.cut_short) return std::string{after} + part;
  const unsigned most = report.info.selection.max_failures;
  return "ended by --max-failures " + std::to_string(most) + " after " + part;
}

int exit_code(const Report& report, const Summary& summary) {
  constexpr int after_a_signal = 130;
  return report.interrupted ? after_a_signal : verdict_code(report, summary);
}

int verdict_code(const Report& report, const Summary& summary) {
  return summary.list_troubles.empty() ? code_of_records(report, summary) : 1;
}

}  // namespace hallmark::reports
