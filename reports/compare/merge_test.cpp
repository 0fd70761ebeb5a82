// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/merge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/testing/saved_again.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using testing::record_of;
using testing::sample_report;
using testing::saved_again;

// A check of every answer, told in each part.
Record promise(Verdict verdict, std::string got) {
  Check check{.id = "envelope/every-answer/charset",
              .chapter = "envelope",
              .holds = "every answer is UTF-8"};
  Record record{.check = std::make_shared<const Check>(std::move(check))};
  record.finding.verdict = verdict;
  if (verdict == Verdict::fail) record.finding.got = std::move(got);
  return record;
}

// The sample, its records dealt out to `total` parts.
std::vector<Saved> parts_of(const Report& whole, unsigned total) {
  std::vector<Saved> parts;
  for (unsigned index = 1; index <= total; ++index) {
    Report part = whole;
    part.info.selection.shard_index = index;
    part.info.selection.shard_total = total;
    part.records.clear();
    part.exchanges = 0;
    for (std::size_t i = index - 1; i < whole.records.size(); i += total) {
      part.records.push_back(whole.records[i]);
      part.exchanges += whole.records[i].exchanges;
    }
    part.records.push_back(promise(index == 2 ? Verdict::fail : Verdict::pass, "\xff"));
    part.planned = part.records.size();
    part.took_us = 1000;
    parts.push_back(
        {.name = "part-" + std::to_string(index) + ".json", .report = saved_again(part)});
  }
  return parts;
}

std::string refusal(std::vector<Saved> parts) {
  try {
    (void)merge(std::move(parts));
  } catch (const NoOneRun& problem) {
    return problem.what();
  }
  return "merged";
}

std::string refusal_of(const std::function<void(Report&)>& change) {
  std::vector<Saved> parts = parts_of(sample_report(), 3);
  change(parts[1].report);
  return refusal(std::move(parts));
}

TEST(Merge, MakesTheRunOfItsShards) {
  Report whole = sample_report();
  std::vector<Saved> parts = parts_of(whole, 3);
  std::ranges::reverse(parts);
  Report merged = merge(std::move(parts));
  whole.records.push_back(promise(Verdict::fail, "\xff"));
  EXPECT_EQ(merged.info, whole.info);
  EXPECT_EQ(merged.planned, whole.records.size());
  EXPECT_EQ(merged.exchanges, whole.exchanges);
  EXPECT_EQ(merged.took_us, 3000);
  EXPECT_EQ(merged.notes, whole.notes);
  EXPECT_FALSE(merged.interrupted);
  EXPECT_EQ(headline(merged, summarize(merged)), headline(whole, summarize(whole)));
  const auto by_address = [](const Record& record) { return address_of(record); };
  std::ranges::sort(merged.records, {}, by_address);
  std::ranges::sort(whole.records, {}, by_address);
  EXPECT_EQ(merged.records, whole.records);
}

TEST(Merge, PutsCasesIntoTheOrderOfTheRun) {
  Report whole = sample_report();
  whole.records.clear();
  for (const char* id : {"concurrency/start/eight", "start-instance/precondition/running",
                         "start-instance/parameter/odd-id", "base/signature/v3"}) {
    whole.records.push_back(record_of(id, "", Verdict::pass));
  }
  std::vector<Saved> parts = parts_of(whole, 2);
  std::vector<std::string> ids;
  for (const Record& record : merge(std::move(parts)).records) ids.push_back(record.check->id);
  // What the library does not know follows what it followed; nothing did precede the first.
  EXPECT_THAT(ids, ElementsAre("concurrency/start/eight", "start-instance/parameter/odd-id",
                               "base/signature/v3", "start-instance/precondition/running",
                               "envelope/every-answer/charset"));
}

TEST(Merge, OfOneWholeRunIsThatRun) {
  const Report whole = saved_again(sample_report());
  const Report merged = merge({{.name = "whole.json", .report = whole}});
  EXPECT_EQ(merged.info, whole.info);
  EXPECT_EQ(merged.records.size(), whole.records.size());
}

TEST(Merge, NamesWhatIsMissingOrTwice) {
  std::vector<Saved> parts = parts_of(sample_report(), 3);
  EXPECT_EQ(refusal({parts[0], parts[2]}), "shard 2/3 is missing");
  EXPECT_EQ(refusal({parts[1]}), "shard 1/3, shard 3/3 are missing");
  EXPECT_EQ(refusal({parts[0], parts[1], parts[0], parts[2]}),
            "shard 1/3 is there twice: part-1.json and part-1.json");
  EXPECT_EQ(refusal({parts[0], parts_of(sample_report(), 2)[1]}),
            "part-2.json is shard 2/2, and part-1.json one of 3");
  EXPECT_EQ(refusal({}), "nothing is to be merged");
}

// However many a hostile file says that there are.
TEST(Merge, NamesTheFirstOfMany) {
  std::vector<Saved> parts = parts_of(sample_report(), 3);
  parts[1].report.info.selection.shard_total = 4294967295;
  EXPECT_THAT(refusal({parts[1]}), EndsWith("/4294967295 and 4294967284 more are missing"));
}

TEST(Merge, RefusesPartsOfOtherRuns) {
  EXPECT_EQ(refusal_of([](Report& part) { part.info.suite = "0000000000000000"; }),
            "part-2.json is no part of the run of part-1.json: its suite is 0000000000000000, not "
            "ffeeddccbbaa9988");
  EXPECT_EQ(refusal_of([](Report& part) { part.info.tables.clear(); }),
            "part-2.json is no part of the run of part-1.json: its tables is nothing, not "
            "0011223344556677");
  EXPECT_EQ(refusal_of([](Report& part) { part.info.subject.name = "http://127.0.0.1:8081"; }),
            "part-2.json is no part of the run of part-1.json: its target is "
            "http://127.0.0.1:8081, not http://127.0.0.1:8080");
  EXPECT_EQ(refusal_of([](Report& part) { part.info.selection.edition = "newest"; }),
            "part-2.json is no part of the run of part-1.json: its edition is newest, not any");
  EXPECT_EQ(refusal_of([](Report& part) { part.info.selection.without.clear(); }),
            "part-2.json is no part of the run of part-1.json: its without is nothing, not "
            "post-form");
  EXPECT_EQ(refusal_of([](Report& part) { part = testing::sample_campaign(); }),
            "part-2.json is a campaign, which has no shards");
}

TEST(Merge, JudgesTheListOfKnownFailuresByTheWholeRun) {
  Report whole = sample_report();
  whole.info.known_failures = {
      .file = "known.txt",
      .lines = {{.line = 1,
                 .pattern = cases::Pattern{"start-instance/precondition/running"},
                 .reason = "ticket 12",
                 .covers = {"start-instance/precondition/running@get.xml.v1"}},
                {.line = 2,
                 .pattern = cases::Pattern{"envelope/request-id"},
                 .reason = "ticket 13",
                 .covers = {"envelope/request-id@get.xml.v1"}}}};
  std::vector<Saved> parts = parts_of(whole, 3);
  const Report merged = merge(parts);
  EXPECT_EQ(merged.info.known_failures, whole.info.known_failures);
  const Summary summary = summarize(merged);
  EXPECT_EQ(summary.known_failures, 1U);
  ASSERT_EQ(summary.known.size(), 2U);
  EXPECT_FALSE(summary.known[0].is_wrong());
  EXPECT_TRUE(summary.known[1].is_wrong()) << "it passes";
  parts[2].report.info.known_failures.lines.pop_back();
  EXPECT_THAT(refusal(std::move(parts)), ::testing::HasSubstr("known-failures is 1 line, not 2 "));
}

TEST(Merge, RefusesACaseThatComesTwice) {
  EXPECT_EQ(refusal_of([](Report& part) {
              part.records.push_back(record_of("base/signature/v3", "", Verdict::pass));
              part.records.back().check = saved_again(sample_report()).records[0].check;
            }),
            "base/signature/v3 is there twice: in part-1.json and in part-2.json");
}

TEST(Merge, OfAPartThatWasInterruptedIs) {
  std::vector<Saved> parts = parts_of(sample_report(), 3);
  parts[1].report.interrupted = true;
  parts[1].report.planned = 100;
  parts[1].report.records.pop_back();  // the promise is told at the end
  const Report merged = merge(std::move(parts));
  const Summary summary = summarize(merged);
  EXPECT_EQ(exit_code(merged, summary), 130);
  EXPECT_EQ(interruption(merged, summary), "interrupted after 12 of 107 cases");
}

TEST(Merge, OfAPartThatEndedAtItsFailuresHas) {
  std::vector<Saved> parts = parts_of(sample_report(), 3);
  parts[1].report.cut_short = true;
  const Report merged = merge(std::move(parts));
  EXPECT_TRUE(merged.cut_short);
  EXPECT_EQ(exit_code(merged, summarize(merged)), 1);
}

TEST(Merge, OfAClientToldTwiceWhatOthersStandOn) {
  Report whole = sample_report();
  whole.info.subject.kind = Subject::Kind::client;
  std::vector<Saved> parts = parts_of(whole, 3);
  // Part 2 holds a case that stands on it.
  parts[2].report.records.push_back(parts[0].report.records[0]);
  parts[2].report.records.back().finding = {};
  const Report merged = merge(std::move(parts));
  const auto found = std::ranges::find_if(
      merged.records, [](const Record& record) { return record.check->id == "base/signature/v3"; });
  ASSERT_NE(found, merged.records.end());
  EXPECT_EQ(found->finding.verdict, Verdict::fail) << "the worst";
}

}  // namespace
}  // namespace hallmark::reports
