// SPDX-License-Identifier: Apache-2.0
#include "reports/repetition.hpp"

#include <utility>

namespace hallmark::reports {

void Repetition::remember(const std::vector<Record>& round) {
  ++rounds_;
  for (const Record& record : round) {
    Before& before = before_[address_of(record)];
    ++before.times;
    if (record.finding.verdict == Verdict::pass) {
      ++before.passed;
    } else if (record.finding.verdict == Verdict::fail) {
      ++before.failed;
      if (!before.failure) before.failure = record;
    } else if (!before.unsettled) {
      before.unsettled = record;
    }
  }
}

Record Repetition::settled(Record last) const {
  const auto found = before_.find(address_of(last));
  const Before nothing;
  const Before& before = found == before_.end() ? nothing : found->second;
  const Verdict verdict = last.finding.verdict;
  // What is told only where it does not pass has passed in the rounds that do not tell of it.
  const unsigned passed = before.passed + (rounds_ - before.times) + (verdict == Verdict::pass);
  const unsigned failed = before.failed + (verdict == Verdict::fail);
  if (failed > 0 && verdict != Verdict::fail) last = *before.failure;
  if (failed == 0 && passed > 0 && verdict == Verdict::pass && before.unsettled) {
    last = *before.unsettled;
  }
  last.times = rounds_ + 1;
  last.times_failed = failed;
  if (failed > 0 && passed > 0) {
    last.finding.verdict = Verdict::inconclusive;
    last.finding.reason = "flaky: " + rate_of(last);
  }
  return last;
}

void Repetition::add(const Record& record) { next_.add(rounds_ == 0 ? record : settled(record)); }

}  // namespace hallmark::reports
