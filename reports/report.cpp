// SPDX-License-Identifier: Apache-2.0
//
// What follows from the records: counts and causes.
#include "reports/report.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "reports/sides.hpp"

namespace hallmark::reports {
namespace {

constexpr std::array<std::string_view, 3> evidence_names = {"all", "failures", "none"};
constexpr std::size_t slowest_named = 5;
constexpr int deepest_prerequisite =
    16;  // a bound on following causes, should two cases need each other

// Whether it decides the exit code where it fails, or cannot be asked because another one failed.
bool counts_by_level(const Report& report, const Record& record) {
  const cases::Level level = record.check->level;
  return report.info.selection.strict ? level != cases::Level::advice
                                      : level == cases::Level::required;
}

// Finds the record that another one is blocked by: under the same variant, or without one.
class Prerequisites {
 public:
  explicit Prerequisites(const std::vector<Record>& records) {
    for (const Record& record : records) {
      if (record.finding.verdict != Verdict::pass) not_passed_.emplace(address_of(record), &record);
    }
  }

  // The failure at the bottom of what blocks `record`; null where it is not part of the run.
  [[nodiscard]] const Record* root_of(const Record& record) const {
    const Record* root = &record;
    for (int depth = 0; depth < deepest_prerequisite && !root->finding.blocked_by.empty();
         ++depth) {
      const Record* below = find(root->finding.blocked_by, record.variant);
      if (below == nullptr) break;
      root = below;
    }
    return root == &record ? nullptr : root;
  }

 private:
  [[nodiscard]] const Record* find(const std::string& id, const std::string& variant) const {
    auto found = not_passed_.find(id + '@' + variant);
    if (found == not_passed_.end()) found = not_passed_.find(id);
    return found == not_passed_.end() ? nullptr : found->second;
  }

  std::unordered_map<std::string, const Record*> not_passed_;
};

// "V3 signatures are not accepted"; of a case that runs per variant, with the variant. Where no
// answer showed it, what kept the case from passing.
std::string cause_of(const Record& root) {
  const Finding& finding = root.finding;
  if (finding.verdict != Verdict::fail || is_silent(root.evidence)) {
    return finding.reason.empty() ? address_of(root) : finding.reason;
  }
  if (says_more_than_its_check(finding)) return finding.reason;
  const std::string& cause = root.check->cause;
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

using Weights = std::unordered_map<const Record*, Weight>;

// `weights`: of the failures, on which other cases may stand.
void count_cases(const Report& report, Summary& summary, Weights& weights) {
  const Prerequisites prerequisites{report.records};
  for (const Record& record : report.records) {
    const Finding& finding = record.finding;
    ++count_of(summary.all, finding.verdict);
    ++count_of(summary.by_chapter[record.check->chapter], finding.verdict);
    if (record.check->holds.empty()) {
      ++summary.cases;
      if (finding.verdict == Verdict::pass || finding.verdict == Verdict::fail) ++summary.judged;
    }
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
    const Record* root = prerequisites.root_of(record);
    ++summary.blocked[root == nullptr ? finding.blocked_by : cause_of(*root)];
    const auto weight = weights.find(root);
    if (weight == weights.end()) continue;  // it did not fail: it was not carried out, say
    ++weight->second.blocked;
    weight->second.decides |= counts_by_level(report, record);
  }
}

void count_checkers(const Report& report, Summary& summary) {
  for (const Entry& entry : entries_of(report)) {
    ++count_of(summary.all, entry.verdict);
    ++count_of(summary.by_chapter[entry.check->chapter], entry.verdict);
    if (!entry.unsettled.empty()) ++summary.unsettled[entry.unsettled];
  }
}

void look_at_the_list(const Report& report, Summary& summary) {
  summary.known = known_states(report);
  for (const KnownState& state : summary.known) {
    std::vector<std::string>& told = state.is_wrong() ? summary.list_troubles : summary.list_notes;
    std::ranges::move(in_words(report, state), std::back_inserter(told));
  }
}

std::vector<std::size_t> slowest_of(const Report& report) {
  std::vector<std::size_t> slowest(report.records.size());
  for (std::size_t i = 0; i < slowest.size(); ++i) slowest[i] = i;
  const std::size_t named = std::min(slowest_named, slowest.size());
  std::partial_sort(slowest.begin(), slowest.begin() + static_cast<std::ptrdiff_t>(named),
                    slowest.end(), [&](std::size_t a, std::size_t b) {
                      const std::int64_t first = report.records[a].took_us;
                      const std::int64_t second = report.records[b].took_us;
                      return first != second ? first > second : a < b;
                    });
  slowest.resize(named);
  slowest.shrink_to_fit();
  return slowest;
}

}  // namespace

std::string_view name_of(EvidenceKept kept) {
  return evidence_names[static_cast<std::size_t>(kept)];
}

std::optional<EvidenceKept> evidence_kept_named(std::string_view name) {
  const auto found = std::ranges::find(evidence_names, name);
  if (found == evidence_names.end()) return std::nullopt;
  return static_cast<EvidenceKept>(found - evidence_names.begin());
}

bool is_kept(const Info& info, const Record& record) {
  const Verdict verdict = record.finding.verdict;
  return info.evidence == EvidenceKept::all ||
         (info.evidence == EvidenceKept::failures &&
          (verdict == Verdict::fail || verdict == Verdict::error || is_flaky(record)));
}

// Records are large and stay in their memory: each is moved once, round the circles in which the
// wanted order goes through the one that is there.
void sort_by_check(std::vector<Record>& records) {
  std::vector<Record*> wanted;
  wanted.reserve(records.size());
  for (Record& record : records) wanted.push_back(&record);
  std::ranges::sort(wanted, {}, [](const Record* record) {
    return std::pair<const Check*, std::string_view>{record->check.get(), record->variant};
  });
  Record* const first = records.data();
  for (Record& start : records) {
    Record* to = &start;
    Record* from = std::exchange(wanted[static_cast<std::size_t>(to - first)], to);
    if (from == to) continue;
    Record in_hand = std::move(start);
    while (from != &start) {
      *to = std::move(*from);
      to = from;
      from = std::exchange(wanted[static_cast<std::size_t>(to - first)], to);
    }
    *to = std::move(in_hand);
  }
}

std::string address_of(const Record& record) {
  if (record.variant.empty()) return record.check->id;
  std::string address;
  address.reserve(record.check->id.size() + 1 + record.variant.size());
  return address.append(record.check->id).append("@").append(record.variant);
}

std::string rate_of(const Record& repeated) {
  return "fails " + std::to_string(repeated.times_failed) + " of " + std::to_string(repeated.times);
}

std::vector<std::pair<std::string_view, std::size_t>> most_frequent_first(const Reasons& reasons) {
  std::vector<std::pair<std::string_view, std::size_t>> all(reasons.begin(), reasons.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return all;
}

bool counts(const Report& report, const Record& record) {
  return record.finding.verdict == Verdict::fail && counts_by_level(report, record) &&
         excuse_of(report, record) == nullptr;
}

Summary summarize(const Report& report) {
  Summary summary;
  Weights weights;
  for (const Record& record : report.records) {
    const bool is_known = excuse_of(report, record) != nullptr;
    if (is_known) ++summary.known_failures;
    if (is_flaky(record)) {
      const bool decides = !is_known && counts_by_level(report, record);
      const auto place = static_cast<std::ptrdiff_t>(summary.flaky_that_count);
      summary.flaky.insert(decides ? summary.flaky.begin() + place : summary.flaky.end(), &record);
      if (decides) ++summary.flaky_that_count;
    }
    if (is_known || record.finding.verdict != Verdict::fail) continue;
    weights.emplace(&record, Weight{.decides = counts_by_level(report, record)});
  }
  look_at_the_list(report, summary);
  if (report.campaign) {
    count_checkers(report, summary);
  } else {
    count_cases(report, summary, weights);
    summary.slowest = slowest_of(report);
  }
  for (const auto& [record, weight] : weights) {
    ++(weight.decides ? summary.failures_that_count : summary.failures_below);
  }
  summary.causes = causes_of(report, weights);
  return summary;
}

}  // namespace hallmark::reports
