// SPDX-License-Identifier: Apache-2.0
#include "reports/causes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reports/report.hpp"
#include "reports/testing/sample_campaign.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;

struct Failed {
  std::string id;
  std::vector<std::string> wanted = {};  // answers
  std::string got = {};                  // the shape of the answer
  std::string reason = {};
  std::string given = "an instance that is Running";
  std::string cause = {};
  std::string action = "StartInstance";
  cases::Level level = cases::Level::required;
};

Record record_of(const Failed& failed) {
  Record record{
      .check = std::make_shared<const Check>(Check{.id = failed.id,
                                                   .level = failed.level,
                                                   .chapter = std::string{chapter_of(failed.id)},
                                                   .given = failed.given,
                                                   .cause = failed.cause})};
  record.finding = {.verdict = Verdict::fail,
                    .reason = failed.reason,
                    .action = failed.action,
                    .answers = failed.wanted,
                    .answer = failed.got};
  return record;
}

Report report_of(std::initializer_list<Failed> all) {
  Report report;
  for (const Failed& failed : all) report.records.push_back(record_of(failed));
  return report;
}

// "2: StartInstance: wanted 403 A, got 200".
std::vector<std::string> causes_in(const Report& report) {
  std::vector<std::string> all;
  for (const Cause& cause : summarize(report).causes) {
    all.push_back(std::to_string(cause.records.size()) + ": " + cause.what);
  }
  return all;
}

TEST(Causes, GatherWhatWasWantedAndGotOverVariantsWorldsAndHistories) {
  EXPECT_THAT(
      causes_in(report_of({
          {.id = "a", .wanted = {"403 Status"}, .got = "200"},
          {.id = "b", .wanted = {"403 Status"}, .got = "200", .reason = "accepted"},
          {.id = "c", .wanted = {"403 Locked", "403 Status"}, .got = "200", .given = "locked"},
          {.id = "d", .wanted = {"403 Status"}, .got = "200", .given = "Pending"},
      })),
      ElementsAre("4: StartInstance: wanted 403 Status, got 200"));
}

// What others stand on has words for its failure; they are not those for an endpoint that refuses
// whatever it is asked.
TEST(Causes, SayOnceWhatEverythingIsAnswered) {
  const std::string all = "whatever is asked, the answer is 400 InvalidVersion";
  const auto failed = [&](std::string id, std::string cause) {
    return Failed{.id = std::move(id),
                  .got = "400 InvalidVersion",
                  .reason = all,
                  .cause = std::move(cause),
                  .action = ""};
  };
  const Report report = report_of({failed("a", "V1 signatures are not accepted"),
                                   failed("b", "StartInstance is not accepted")});
  EXPECT_THAT(causes_in(report), ElementsAre("2: " + all));
}

TEST(Causes, KeepApartWhatDiffers) {
  EXPECT_THAT(causes_in(report_of({
                  {.id = "a", .wanted = {"403 Status"}, .got = "200"},
                  {.id = "b", .wanted = {"403 Status"}, .got = "400 Status"},
                  {.id = "c", .wanted = {"403 Locked"}, .got = "200"},
                  {.id = "d", .wanted = {"403 Status"}, .got = "200", .action = "RebootInstance"},
              })),
              ElementsAre("1: StartInstance: wanted 403 Status, got 200",
                          "1: StartInstance: wanted 403 Status, got 400 Status",
                          "1: StartInstance: wanted 403 Locked, got 200",
                          "1: RebootInstance: wanted 403 Status, got 200"));
}

TEST(Causes, OfAnyRefusalJoinThoseOfTheSameWorld) {
  EXPECT_THAT(causes_in(report_of({
                  {.id = "a", .wanted = {"any 4xx with *"}, .got = "200"},
                  {.id = "b", .wanted = {"403 Status"}, .got = "200"},
                  {.id = "c", .wanted = {"any 4xx"}, .got = "200", .given = "another world"},
              })),
              ElementsAre("2: StartInstance: wanted 403 Status, got 200",
                          "1: StartInstance: wanted any 4xx, got 200"));
}

TEST(Causes, OfAnswersThatLookLikeOthersAreThoseThatWereWanted) {
  // A code that quotes what separates answers in a sentence is one answer all the same.
  EXPECT_THAT(causes_in(report_of({
                  {.id = "a", .wanted = {"403 Odd, or 403 Status"}, .got = "200"},
                  {.id = "b", .wanted = {"403 Status"}, .got = "200, and the instance (x): y"},
              })),
              ElementsAre("1: StartInstance: wanted 403 Odd, or 403 Status, got 200",
                          "1: StartInstance: wanted 403 Status, got 200, and the instance (x): y"));
}

TEST(Causes, OfManyOpenRefusalsAreFoundInTimeThatGrowsWithThem) {
  Report report;
  for (int i = 0; i < 20'000; ++i) {
    const std::string world = "world " + std::to_string(i);
    report.records.push_back(
        record_of({.id = "a", .wanted = {"403 Status"}, .got = "200", .given = world}));
    report.records.push_back(
        record_of({.id = "b", .wanted = {"any 4xx"}, .got = "200", .given = world}));
  }
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THAT(causes_in(report), ElementsAre("40000: StartInstance: wanted 403 Status, got 200"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{10});
}

TEST(Causes, OfTheFormOfAnswersAreOneWhicheverActionAnswered) {
  EXPECT_THAT(causes_in(report_of({
                  {.id = "envelope/a", .reason = "the root"},
                  {.id = "envelope/b", .reason = "the root", .action = "RebootInstance"},
              })),
              ElementsAre("2: the root"));
}

TEST(Causes, OfAServerThatBreaksAreOneWhateverWasWanted) {
  EXPECT_THAT(causes_in(report_of({
                  {.id = "a", .wanted = {"403 Status"}, .got = "500 InternalError"},
                  {.id = "b", .wanted = {"200"}, .got = "500 InternalError"},
              })),
              ElementsAre("2: StartInstance: 500 InternalError where the documents have another "
                          "answer"));
}

TEST(Causes, TakeTheWordsOfWhatOthersStandOnAndCountWhatItBlocks) {
  Report report = report_of({
      {.id = "a", .wanted = {"400 Bad"}, .got = "200", .cause = "bad signatures pass"},
      {.id = "b", .wanted = {"400 Bad"}, .got = "200"},
      {.id = "c"},
  });
  report.records.back().finding = {.verdict = Verdict::inconclusive, .blocked_by = "a"};
  const Summary summary = summarize(report);
  ASSERT_EQ(summary.causes.size(), 1U);
  EXPECT_EQ(summary.causes[0].what, "bad signatures pass");
  EXPECT_EQ(size_of(report, summary.causes[0]), "2 cases fail, 1 blocked");
}

TEST(Causes, NameTheAnswerThatAllWantedBeforeKindsOfThem) {
  EXPECT_THAT(
      causes_in(report_of({
          {.id = "a", .wanted = {"400 Throttling*", "403 Wrong", "any 4xx with *"}, .got = "200"},
          {.id = "b", .wanted = {"403 Wrong", "400 Throttling*"}, .got = "200"},
      })),
      ElementsAre("2: StartInstance: wanted 403 Wrong, got 200"));
  EXPECT_THAT(causes_in(report_of({
                  {.id = "a", .wanted = {"403 A", "400 Throttling*"}, .got = "200"},
                  {.id = "b", .wanted = {"403 B", "400 Throttling*"}, .got = "200"},
              })),
              ElementsAre("2: StartInstance: wanted 400 Throttling*, got 200"));
}

TEST(Causes, InTheSameWordsAreOne) {
  Report report = report_of({
      {.id = "a", .wanted = {"2xx"}, .got = "404", .cause = "it is not accepted"},
      {.id = "b", .wanted = {"400 Bad"}, .got = "404", .cause = "it is not accepted"},
      {.id = "c"},
  });
  report.records.back().finding = {.verdict = Verdict::inconclusive, .blocked_by = "b"};
  const Summary summary = summarize(report);
  ASSERT_EQ(summary.causes.size(), 1U);
  EXPECT_EQ(size_of(report, summary.causes[0]), "2 cases fail, 1 blocked");
}

TEST(Causes, ThatDecideComeFirstThenTheLargest) {
  EXPECT_THAT(
      causes_in(report_of({
          {.id = "a", .wanted = {"403 A"}, .got = "200", .level = cases::Level::recommended},
          {.id = "b", .wanted = {"403 A"}, .got = "200", .level = cases::Level::recommended},
          {.id = "c", .wanted = {"403 B"}, .got = "200"},
          {.id = "d", .wanted = {"403 C"}, .got = "200"},
          {.id = "e", .wanted = {"403 C"}, .got = "200"},
      })),
      ElementsAre("2: StartInstance: wanted 403 C, got 200",
                  "1: StartInstance: wanted 403 B, got 200",
                  "2: StartInstance: wanted 403 A, got 200"));
}

TEST(Causes, LoseNoFailure) {
  const Report report = report_of({
      {.id = "a", .wanted = {"403 A"}, .got = "200"},
      {.id = "b", .wanted = {"any 4xx"}, .got = "200"},
      {.id = "c", .reason = "it left"},
      {.id = "d"},
  });
  std::size_t told = 0;
  for (const Cause& cause : summarize(report).causes) told += cause.records.size();
  EXPECT_EQ(told, report.records.size());
}

TEST(Causes, OfACampaignGatherItsFindings) {
  Report campaign = testing::sample_campaign();
  std::size_t told = 0;
  const Summary summary = summarize(campaign);
  for (const Cause& cause : summary.causes) told += cause.records.size();
  EXPECT_EQ(told, campaign.records.size());
  EXPECT_EQ(size_of(campaign, summary.causes.front()), "1 finding");
}

}  // namespace
}  // namespace hallmark::reports
