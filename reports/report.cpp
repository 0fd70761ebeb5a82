// SPDX-License-Identifier: Apache-2.0
//
// What follows from the records: counts, causes, the headline and the exit code.
#include "reports/report.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

constexpr std::size_t slowest_named = 5;
constexpr std::size_t reasons_in_headline = 3;
constexpr int deepest_prerequisite =
    16;  // a bound on following causes, should two cases need each other

// Finds the record that another one is blocked by: under the same variant, or without one.
class Prerequisites {
 public:
  explicit Prerequisites(const std::vector<CaseRecord>& records) {
    for (const CaseRecord& record : records) {
      if (record.finding.verdict != Verdict::pass) not_passed_.emplace(address_of(record), &record);
    }
  }

  // The failure at the bottom of what blocks `record`; null where it is not part of the run.
  [[nodiscard]] const CaseRecord* root_of(const CaseRecord& record) const {
    const CaseRecord* root = &record;
    for (int depth = 0; depth < deepest_prerequisite && !root->finding.blocked_by.empty();
         ++depth) {
      const CaseRecord* below = find(root->finding.blocked_by, record.variant);
      if (below == nullptr) break;
      root = below;
    }
    return root == &record ? nullptr : root;
  }

 private:
  [[nodiscard]] const CaseRecord* find(const std::string& id, const std::string& variant) const {
    auto found = not_passed_.find(id + '@' + variant);
    if (found == not_passed_.end()) found = not_passed_.find(id);
    return found == not_passed_.end() ? nullptr : found->second;
  }

  std::unordered_map<std::string, const CaseRecord*> not_passed_;
};

// "V3 signatures are not accepted"; of a case that runs per variant, with the variant.
std::string cause_of(const CaseRecord& root) {
  const std::string& cause = root.test->cause;
  if (cause.empty()) return address_of(root);
  return root.variant.empty() ? cause : cause + " (" + root.variant + ")";
}

std::size_t& count_of(Counts& counts, Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return counts.pass;
    case Verdict::fail:
      return counts.fail;
    case Verdict::inconclusive:
      return counts.inconclusive;
    case Verdict::unsupported:
      return counts.unsupported;
    case Verdict::error:
      break;
  }
  return counts.error;
}

std::string cases(std::size_t n) { return counted(n, "case", "cases"); }

// "fixture NoStock, fixture SpotPriceLow and 3 more reasons".
std::string most_frequent(const Reasons& reasons) {
  const auto all = most_frequent_first(reasons);
  std::string text;
  const std::size_t shown = std::min(all.size(), reasons_in_headline);
  for (std::size_t i = 0; i < shown; ++i) text.append(i == 0 ? "" : ", ").append(all[i].first);
  if (all.size() > shown) {
    text.append(" and ").append(counted(all.size() - shown, "more reason", "more reasons"));
  }
  return text;
}

void append_part(std::string& text, const std::string& part) {
  if (!text.empty()) text += ", ";
  text += part;
}

// What makes a run partial: "12 cases not exercised (fixture NoStock), 3 inconclusive (...)".
std::string missing_parts(const Summary& summary) {
  std::string text;
  if (summary.all.unsupported > 0) {
    append_part(text, cases(summary.all.unsupported) + " not exercised (" +
                          most_frequent(summary.not_exercised) + ")");
  }
  if (summary.all.inconclusive > 0) {
    Reasons reasons = summary.unsettled;
    reasons.insert(summary.blocked.begin(), summary.blocked.end());
    append_part(text, (summary.all.unsupported > 0 ? std::to_string(summary.all.inconclusive)
                                                   : cases(summary.all.inconclusive)) +
                          " inconclusive (" + most_frequent(reasons) + ")");
  }
  return text;
}

std::string not_carried_out(const Summary& summary) {
  return cases(summary.all.error) + " could not be carried out (" +
         most_frequent(summary.not_carried_out) + ")";
}

bool incomplete(const Summary& summary) {
  return summary.all.unsupported + summary.all.inconclusive > 0;
}

}  // namespace

std::string address_of(const CaseRecord& record) {
  if (record.variant.empty()) return record.test->id;
  std::string address;
  address.reserve(record.test->id.size() + 1 + record.variant.size());
  return address.append(record.test->id).append("@").append(record.variant);
}

std::string_view chapter_of(std::string_view id) { return id.substr(0, id.find('/')); }

std::vector<std::pair<std::string_view, std::size_t>> most_frequent_first(const Reasons& reasons) {
  std::vector<std::pair<std::string_view, std::size_t>> all(reasons.begin(), reasons.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return all;
}

bool counts(const RunInfo& info, const CaseRecord& record) {
  return record.finding.verdict == Verdict::fail &&
         (info.strict || record.test->level == cases::Level::required);
}

Summary summarize(const Report& report) {
  Summary summary;
  const Prerequisites prerequisites{report.records};
  std::unordered_set<const CaseRecord*> blockers;
  for (const CaseRecord& record : report.records) {
    const Finding& finding = record.finding;
    ++count_of(summary.all, finding.verdict);
    ++count_of(summary.by_chapter[std::string{chapter_of(record.test->id)}], finding.verdict);
    if (finding.verdict == Verdict::unsupported) ++summary.not_exercised[finding.reason];
    if (finding.verdict == Verdict::error) ++summary.not_carried_out[finding.reason];
    if (finding.verdict == Verdict::pass && !finding.lenience.empty()) {
      ++summary.lenient;
      ++summary.leniences[finding.lenience];
    }
    if (finding.verdict != Verdict::inconclusive) continue;
    if (finding.blocked_by.empty()) {
      ++summary.unsettled[finding.reason];
      continue;
    }
    const CaseRecord* root = prerequisites.root_of(record);
    ++summary.blocked[root == nullptr ? finding.blocked_by : cause_of(*root)];
    if (root != nullptr) blockers.insert(root);
  }
  for (const CaseRecord& record : report.records) {
    if (record.finding.verdict != Verdict::fail) continue;
    const bool decides = counts(report.info, record) || blockers.contains(&record);
    ++(decides ? summary.failures_that_count : summary.failures_below);
  }

  summary.slowest.resize(report.records.size());
  for (std::size_t i = 0; i < summary.slowest.size(); ++i) summary.slowest[i] = i;
  const std::size_t named = std::min(slowest_named, summary.slowest.size());
  std::partial_sort(summary.slowest.begin(),
                    summary.slowest.begin() + static_cast<std::ptrdiff_t>(named),
                    summary.slowest.end(), [&](std::size_t a, std::size_t b) {
                      const std::int64_t first = report.records[a].took_us;
                      const std::int64_t second = report.records[b].took_us;
                      return first != second ? first > second : a < b;
                    });
  summary.slowest.resize(named);
  summary.slowest.shrink_to_fit();
  return summary;
}

std::string headline(const Report& report, const Summary& summary) {
  const bool nothing_missing_allowed = report.info.require_all && incomplete(summary);
  if (summary.failures_that_count > 0 || nothing_missing_allowed) {
    std::string text;
    if (summary.failures_that_count > 0) {
      text = report.info.strict
                 ? cases(summary.failures_that_count)
                 : counted(summary.failures_that_count, "required case", "required cases");
      text += " failed";
    }
    if (incomplete(summary)) {
      if (!text.empty()) text += report.info.require_all ? ", " : "; partial: ";
      text += missing_parts(summary);
    }
    if (summary.all.error > 0) text += "; " + not_carried_out(summary);
    return "NOT CONFORMANT: " + text;
  }
  if (summary.all.error > 0) {
    return "NO VERDICT: " + not_carried_out(summary);
  }
  if (report.interrupted) {
    return "NO VERDICT: interrupted after " + cases(summary.all.total());
  }
  if (summary.all.pass + summary.all.fail == 0) {
    return incomplete(summary) ? "NO VERDICT: nothing was judged, " + missing_parts(summary)
                               : "NO VERDICT: nothing was executed";
  }
  return incomplete(summary) ? "CONFORMANT, partial: " + missing_parts(summary) : "CONFORMANT";
}

int exit_code(const Report& report, const Summary& summary) {
  if (summary.failures_that_count > 0) return 1;
  if (report.info.require_all && incomplete(summary)) return 1;
  if (summary.all.error > 0 || report.interrupted) return 2;
  if (summary.all.pass + summary.all.fail == 0) return 2;
  return 0;
}

}  // namespace hallmark::reports
