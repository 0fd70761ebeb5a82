// SPDX-License-Identifier: Apache-2.0
#include "reports/repetition.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using testing::record_of;

Record shown(Verdict verdict, std::string what) {
  Record record = record_of("start-instance/precondition/running", "get.xml.v1", verdict);
  if (verdict == Verdict::pass) record.finding = {};
  record.evidence.trouble = std::move(what);
  return record;
}

class Kept final : public Listener {
 public:
  void add(const Record& record) override { records.push_back(record); }
  std::vector<Record> records;
};

// What comes of rounds that showed this, one after the other.
Record after(const std::vector<Verdict>& rounds) {
  Kept kept;
  Repetition repetition{kept};
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    const Record record = shown(rounds[i], "round " + std::to_string(i + 1));
    if (i + 1 < rounds.size()) {
      repetition.remember({record});
    } else {
      repetition.add(record);
    }
  }
  return kept.records.at(0);
}

TEST(Repetition, OfOneRoundChangesNothing) {
  EXPECT_EQ(after({Verdict::fail}), shown(Verdict::fail, "round 1"));
}

TEST(Repetition, PassesWhereEveryRoundPassed) {
  const Record record = after({Verdict::pass, Verdict::pass, Verdict::pass});
  EXPECT_EQ(record.finding.verdict, Verdict::pass);
  EXPECT_EQ(record.times, 3U);
  EXPECT_EQ(record.times_failed, 0U);
}

TEST(Repetition, FailsWhereEveryRoundFailed) {
  const Record record = after({Verdict::fail, Verdict::fail});
  EXPECT_EQ(record.finding.verdict, Verdict::fail);
  EXPECT_EQ(record.times_failed, 2U);
  EXPECT_FALSE(is_flaky(record));
}

TEST(Repetition, CallsFlakyWhatDisagreesWithItselfAndKeepsHowItFailed) {
  for (const std::vector<Verdict>& rounds :
       {std::vector{Verdict::pass, Verdict::fail, Verdict::fail, Verdict::pass},
        std::vector{Verdict::pass, Verdict::fail, Verdict::pass, Verdict::fail}}) {
    const Record record = after(rounds);
    EXPECT_TRUE(is_flaky(record));
    EXPECT_EQ(record.finding.verdict, Verdict::inconclusive);
    EXPECT_EQ(record.finding.reason, "flaky: fails 2 of 4");
    EXPECT_EQ(record.evidence.trouble.substr(0, 6), "round ");
    EXPECT_NE(record.evidence.trouble, "round 1");
    EXPECT_EQ(rate_of(record), "fails 2 of 4");
  }
}

TEST(Repetition, DoesNotPassWhatOnceSaidNothing) {
  const Record record = after({Verdict::pass, Verdict::error, Verdict::pass});
  EXPECT_EQ(record.finding.verdict, Verdict::error);
  EXPECT_EQ(record.evidence.trouble, "round 2");
  EXPECT_FALSE(is_flaky(record));
  EXPECT_EQ(after({Verdict::inconclusive, Verdict::fail}).finding.verdict, Verdict::fail);
}

// A prerequisite that nobody selected is told only where it explains something.
TEST(Repetition, TakesForPassedWhatARoundDoesNotTell) {
  Kept kept;
  Repetition repetition{kept};
  repetition.remember({});
  repetition.add(shown(Verdict::fail, ""));
  EXPECT_EQ(kept.records.at(0).finding.reason, "flaky: fails 1 of 2");
}

}  // namespace
}  // namespace hallmark::reports
