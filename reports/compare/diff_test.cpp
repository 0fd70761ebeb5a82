// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "reports/compare/diff_forms.hpp"
#include "reports/testing/approved.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/testing/saved_again.hpp"
#include "reports/testing/schema_check.hpp"

namespace hallmark::reports {
namespace {

using Kind = Change::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::record_of;
using testing::sample_campaign;
using testing::sample_report;
using testing::saved_again;

Record& record_in(Report& report, std::string_view address) {
  for (Record& record : report.records) {
    if (address_of(record) == address) return record;
  }
  throw std::logic_error{"no record is called " + std::string{address}};
}

Diff compared(const Report& before, const Report& after,
              std::span<const cases::FormerId> former_ids = {}) {
  return diff({.name = "old.json", .report = before}, {.name = "new.json", .report = after},
              former_ids);
}

std::vector<std::string> told(const Diff& diff) {
  std::vector<std::string> all;
  for (const Change& change : diff.changes) {
    all.push_back(std::string{name_of(change.kind)} + (change.decides ? "! " : " ") +
                  change.address);
  }
  return all;
}

constexpr std::string_view running = "start-instance/precondition/running@get.xml.v1";

// The old run of every form's test, and a new one in which something of each kind has changed.
Report old_run() { return sample_report(); }

Report new_run() {
  Report run = sample_report();
  run.info.selection.edition = "newest";
  run.info.commit = "ba9876543210";
  Record& passed = record_in(run, "envelope/request-id@get.xml.v1");
  passed.finding = {.verdict = Verdict::fail,
                    .reason = "",
                    .wanted = "a RequestId",
                    .got = "none <img src=x onerror=alert(1)> & \x1b[31m",
                    .answers = {"200"},
                    .answer = "500"};
  record_in(run, running).finding = {};
  record_in(run, "concurrency/start/eight@get.xml.v1").finding.got = "three were";
  Record& odd = record_in(run, "start-instance/parameter/odd-id@post.json.v3");
  odd.finding = {.verdict = Verdict::inconclusive,
                 .reason = "V3 signatures are not accepted",
                 .blocked_by = "base/signature/v3"};
  record_in(run, "start-instance/row/no-stock@get.xml.v1").finding = {};
  record_in(run, "envelope/request-id@post.json.v1").took_us += 900'000;
  std::erase_if(run.records, [](const Record& record) {
    return address_of(record) == "base/action/start-instance/variant@post.json.v3";
  });
  run.records.push_back(record_of("start-instance/row/no-stock", "post.xml.v3", Verdict::pass));
  return run;
}

TEST(Diff, OfARunAndItselfIsNothing) {
  const Diff found = compared(sample_report(), sample_report());
  EXPECT_THAT(found.changes, IsEmpty());
  EXPECT_THAT(found.settings, IsEmpty());
  EXPECT_EQ(found.compared, sample_report().records.size());
  EXPECT_FALSE(found.is_regression());
  EXPECT_EQ(headline(found), "NO REGRESSION: nothing changed");
}

TEST(Diff, TellsEachKindOfChange) {
  const Diff found = compared(old_run(), new_run());
  EXPECT_THAT(told(found),
              ElementsAre("newly-failing envelope/request-id@get.xml.v1",
                          "lost! start-instance/parameter/odd-id@post.json.v3",
                          "changed-finding concurrency/start/eight@get.xml.v1",
                          "newly-passing start-instance/precondition/running@get.xml.v1",
                          "newly-judged start-instance/row/no-stock@get.xml.v1",
                          "new start-instance/row/no-stock@post.xml.v3",
                          "vanished base/action/start-instance/variant@post.json.v3",
                          "slower envelope/request-id@post.json.v1"));
  EXPECT_EQ(headline(found),
            "REGRESSION: 1 not judged any more; in all 1 newly failing, 1 not judged any more, 1 "
            "failing otherwise, 1 newly passing, 1 newly judged, 1 new, 1 vanished, 1 slower");
  ASSERT_EQ(found.settings.size(), 2U);
  EXPECT_EQ(found.settings[0].name, "commit");
  EXPECT_EQ(found.settings[1].before + found.settings[1].after, "anynewest");
}

TEST(Diff, DecidesByTheLevelAsTheRunDoes) {
  Report after = sample_report();
  record_in(after, "envelope/request-id@get.xml.v1").finding.verdict = Verdict::fail;
  EXPECT_FALSE(compared(sample_report(), after).is_regression()) << "it is observed";
  after.info.selection.strict = true;
  EXPECT_TRUE(compared(sample_report(), after).is_regression());

  Report before = sample_report();
  record_in(before, running).finding = {};
  EXPECT_TRUE(compared(before, sample_report()).is_regression()) << "it is required";
}

TEST(Diff, WhatTheNewRunKnowsToFailDoesNotDecide) {
  Report before = sample_report();
  record_in(before, running).finding = {};
  Report after = saved_again(sample_report());
  after.info.known_failures = {
      .file = "known.txt",
      .lines = {{.line = 1,
                 .pattern = cases::Pattern{"start-instance/precondition/running"},
                 .reason = "ticket 12",
                 .covers = {std::string{running}}}}};
  after = saved_again(after);
  const Diff found = compared(before, after);
  EXPECT_THAT(told(found), ElementsAre("newly-failing " + std::string{running}));
  EXPECT_EQ(found.settings.back().after, "1 line");
  EXPECT_FALSE(found.is_regression());
}

TEST(Diff, AFailureThatNobodyCouldSeeBeforeIsNew) {
  Report before = sample_report();
  record_in(before, running).finding = {.verdict = Verdict::inconclusive};
  EXPECT_THAT(told(compared(before, sample_report())),
              ElementsAre("newly-failing! " + std::string{running}));
}

TEST(Diff, WhatIsNotAskedAnyMoreIsLostUnlessTheSuiteWithdrewIt) {
  Report after = sample_report();
  std::erase_if(after.records, [](const Record& record) { return address_of(record) == running; });
  EXPECT_THAT(told(compared(sample_report(), after)), ElementsAre("lost! " + std::string{running}));
  after.info.suite = "0000000000000000";
  EXPECT_THAT(told(compared(sample_report(), after)),
              ElementsAre("vanished " + std::string{running}));
}

TEST(Diff, ANewCaseThatFailsIsNoRegression) {
  Report before = sample_report();
  std::erase_if(before.records, [](const Record& record) { return address_of(record) == running; });
  const Diff found = compared(before, sample_report());
  EXPECT_THAT(told(found), ElementsAre("new " + std::string{running}));
  EXPECT_EQ(found.changes[0].after, Verdict::fail);
}

TEST(Diff, FindsACaseByItsFormerId) {
  Report before = sample_report();
  Record& old_one = record_in(before, running);
  Check check = *old_one.check;
  check.id = "start-instance/was/running";
  old_one.check = std::make_shared<const Check>(std::move(check));
  old_one.finding = {};
  constexpr std::array table = {
      cases::FormerId{"start-instance/was", "start-instance/precondition"}};
  const Diff found = compared(before, sample_report(), table);
  EXPECT_THAT(told(found), ElementsAre("newly-failing! " + std::string{running},
                                       "renamed " + std::string{running}));
  EXPECT_EQ(found.changes[1].former, "start-instance/was/running@get.xml.v1");
}

TEST(Diff, WordsThatDifferEachTimeAreNoOtherFinding) {
  Report after = sample_report();
  Record& eight = record_in(after, "concurrency/start/eight@get.xml.v1");
  Report before = after;
  Record& was = record_in(before, "concurrency/start/eight@get.xml.v1");
  was.finding.got = "200 of i-bp1aaaaaaaaaa1, RequestId C0003E8B-B930-4F59-ADC0-0E209A9012B0";
  eight.finding.got = "200 of i-bp1bbbbbbbbbb2, RequestId 473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";
  EXPECT_THAT(compared(before, after).changes, IsEmpty());
  eight.finding.got = "403 of i-bp1bbbbbbbbbb2, RequestId 473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";
  EXPECT_EQ(compared(before, after).count(Kind::changed_finding), 1U);
}

TEST(Diff, OfCampaignsComparesFindingsAndWhatWasExercised) {
  EXPECT_THAT(compared(sample_campaign(), sample_campaign()).changes, IsEmpty());
  Report before = sample_campaign();
  const Record gone = before.records.front();
  std::erase_if(before.records,
                [&](const Record& record) { return record.check->id == gone.check->id; });
  Diff found = compared(before, sample_campaign());
  ASSERT_EQ(found.changes.size(), 1U);
  EXPECT_EQ(found.changes[0].kind, Kind::newly_failing);
  EXPECT_THAT(found.changes[0].address, HasSubstr(gone.check->id + ": " + gone.discovery->action));
  EXPECT_TRUE(found.is_regression());
  EXPECT_FALSE(found.changes[0].again.empty());

  found = compared(sample_campaign(), before);
  EXPECT_EQ(found.count(Kind::newly_passing), 1U);
  EXPECT_FALSE(found.is_regression());

  Report idle = before;
  for (Exercised& checker : idle.campaign->checkers) {
    if (checker.check->id == "nonce-good-once") checker.checked = 0;
  }
  EXPECT_THAT(told(compared(before, idle)), ElementsAre("lost! nonce-good-once"));
}

TEST(Diff, RefusesWhatSaysNothingOfEachOther) {
  EXPECT_THROW((void)compared(sample_report(), sample_campaign()), NotComparable);
  Report client = sample_report();
  client.info.subject.kind = Subject::Kind::client;
  EXPECT_THROW((void)compared(sample_report(), client), NotComparable);
  Report other = sample_report();
  other.records = {record_of("envelope/request-id", "get.xml.v3", Verdict::pass)};
  EXPECT_THROW((void)compared(sample_report(), other), NotComparable);
}

TEST(DiffForms, AreAsApproved) {
  const Diff found = compared(old_run(), new_run());
  std::ostringstream text;
  write_diff(found, text, {});
  testing::expect_approved("diff.txt", text.str());
  std::ostringstream json;
  write_diff_json(found, json);
  testing::expect_approved("diff.json", json.str());
  std::ostringstream html;
  write_diff_html(found, html);
  const std::string page = html.str();
  testing::expect_approved("diff-body.html", page.substr(page.find("<main>")));
  // For a browser (page/checks).
  std::ofstream{HALLMARK_LOOKED_AT_DIR "/diff.html"} << page;
}

TEST(DiffForms, ShowAsMuchAsIsWanted) {
  Report before = sample_report();
  Report after = sample_report();
  for (int i = 0; i < 30; ++i) {
    const std::string variant = "v" + std::to_string(i);
    before.records.push_back(record_of("envelope/request-id", variant, Verdict::pass));
    after.records.push_back(record_of("envelope/request-id", variant, Verdict::unsupported));
  }
  const Diff found = compared(before, after);
  const auto shown = [&](Amount amount) {
    std::ostringstream text;
    Style style;
    style.amount = amount;
    write_diff(found, text, style);
    return text.str();
  };
  EXPECT_EQ(shown(Amount::little), headline(found) + "\n");
  EXPECT_THAT(shown(Amount::usual), HasSubstr("not judged any more: 30\n"));
  EXPECT_THAT(shown(Amount::usual), HasSubstr("and 10 more, which --verbose shows"));
  EXPECT_THAT(shown(Amount::usual), Not(HasSubstr("@v25")));
  EXPECT_THAT(shown(Amount::all), HasSubstr("@v25"));
}

TEST(DiffForms, JsonIsAsItsSchemaSays) {
  std::ifstream in{HALLMARK_DIFF_SCHEMA};
  const auto schema = boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  for (const auto& [before, after] : {std::pair{old_run(), new_run()},
                                      {new_run(), old_run()},
                                      {sample_campaign(), sample_campaign()}}) {
    std::ostringstream out;
    write_diff_json(compared(before, after), out);
    EXPECT_THAT(testing::violations(schema, boost::json::parse(out.str())), IsEmpty());
  }
}

}  // namespace
}  // namespace hallmark::reports
