// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "runner/oracle/testing_answers.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

using cases::Relation;
using reports::Evidence;
using reports::Exchange;
using reports::Finding;
using reports::Side;
using reports::Verdict;
using specs::Citation;
using testing::accepted;
using testing::answer;
using testing::error;
using ::testing::HasSubstr;
using testing::no_answer;
using testing::record;
using testing::refused;
using testing::said;
using testing::sighting;
using testing::success;

Citation row(const char* edition, int number) {
  return {specs::find("StartInstance", edition), Citation::Kind::row, number};
}

// One call of StartInstance, which the newest page refuses by its second row.
cases::Case refusal() {
  cases::Case one;
  one.id = "chapter/family/case";
  one.calls.push_back(
      {.action = "StartInstance",
       .expect = {.allowed = {refused(403, "IncorrectInstanceStatus", "", {row("2020-10", 2)})}}});
  return one;
}

Finding judged(const cases::Case& one, const Evidence& evidence, const Yardstick& yardstick = {}) {
  return judge(one, cases::Variant{}, evidence, {.yardstick = yardstick, .host = "127.0.0.1:80"});
}

Finding judged(const cases::Case& one, Exchange exchange) {
  return judged(one, said({std::move(exchange)}));
}

TEST(Judge, PassesTheRowsAnswer) {
  EXPECT_EQ(judged(refusal(), error(403, "IncorrectInstanceStatus", "any words")), Finding{});
}

TEST(Judge, NamesEachKindOfFailure) {
  cases::Case one = refusal();
  one.calls[0].expect.allowed[0].message = "The status is %s.";
  const auto reason = [&](const Exchange& exchange) {
    const Finding finding = judged(one, exchange);
    EXPECT_EQ(finding.verdict, Verdict::fail);
    EXPECT_THAT(finding.wanted, HasSubstr("403 IncorrectInstanceStatus"));
    EXPECT_EQ(finding.wanted_by, "StartInstance 2020-10, error row 2");
    return finding.reason;
  };
  EXPECT_EQ(reason(error(403, "IncorrectInstanceStatus", "Other.")),
            "another message than the row's");
  EXPECT_EQ(reason(error(404, "IncorrectInstanceStatus", "The status is x.")),
            "another HTTP status than the row's");
  EXPECT_EQ(reason(error(403, "Forbidden", "no")), "not an answer that the documents allow");
  EXPECT_EQ(reason(success("StartInstance")), "accepted, and the documents refuse it");
  EXPECT_EQ(reason(error(200, "IncorrectInstanceStatus", "x")),
            "an error with the HTTP status of a success");
  EXPECT_EQ(reason(error(500, "InternalError", "x")),
            "a server error where the documents have none");
}

// No page of ours has StopInstance: whoever refuses it is asked for nothing that takes it.
TEST(Judge, AsksForNothingWhereANeighbourIsLacking) {
  cases::Case one = refusal();
  cases::Answer any = refused(0, "");
  any.status_class = 4;
  any.bare = true;
  one.calls.insert(one.calls.begin(),
                   {.action = "StopInstance",
                    .expect = {.allowed = {accepted(), any}, .lenience = "it may be lacking"}});
  Evidence evidence = said({error(404, "InvalidAction.NotFound", "no"), success("StartInstance")});
  evidence.calls[0].action = "StopInstance";
  EXPECT_EQ(judged(one, evidence), (Finding{.lenience = "it may be lacking"}));
  evidence.calls[0].exchange = success("StopInstance");
  EXPECT_EQ(judged(one, evidence).reason, "accepted, and the documents refuse it");
  // Nor where it is there and stops at once, though the world was to hold what is on its way.
  evidence.calls[0].after = {{.status = "Stopping"}};
  EXPECT_EQ(judged(one, evidence).verdict, Verdict::fail);
  evidence.calls[0].after = {{.status = "Stopped"}};
  EXPECT_EQ(judged(one, evidence), (Finding{.lenience = "it may be lacking"}));
}

// One that only comes beside what is asked leaves the rest to be judged where it is refused, and
// not where it moved what was to stand.
TEST(Judge, GoesOnBehindANeighbourThatIsRefusedAside) {
  cases::Case one = refusal();
  cases::Answer any = refused(0, "");
  any.status_class = 4;
  one.calls.insert(one.calls.begin(),
                   {.action = "StopInstance",
                    .aside = true,
                    .expect = {.allowed = {accepted(), any}, .lenience = "it may be refused"}});
  Evidence evidence = said({error(403, "InstanceLocked", "no"), success("StartInstance")});
  evidence.calls[0].action = "StopInstance";
  EXPECT_EQ(judged(one, evidence).reason, "accepted, and the documents refuse it");
  evidence.calls[0].exchange = success("StopInstance");
  EXPECT_EQ(judged(one, evidence), (Finding{.lenience = "it may be refused"}));
}

// One that is to be refused whoever has it is judged as any other.
TEST(Judge, LooksWhetherARefusedNeighbourActedAllTheSame) {
  cases::Case one = refusal();
  one.calls[0].action = "StopInstance";
  one.calls[0].expect.lenience = "in several words";
  one.fixture.status = specs::InstanceStatus::running;
  one.effect.look = cases::Effect::Look::once;
  Evidence evidence = said({error(403, "IncorrectInstanceStatus", "any words")});
  evidence.calls[0].action = "StopInstance";
  evidence.after = {{.status = "Running"}};
  EXPECT_EQ(judged(one, evidence).verdict, Verdict::pass);
  evidence.after = {{.status = "Stopping"}};
  EXPECT_EQ(judged(one, evidence).verdict, Verdict::fail);
}

// What a newcomer meets first: the message, and where the two computations part.
TEST(Judge, LaysBothTextsOfARefusedSignatureSideBySide) {
  Exchange refusal_of_signature = error(400, "SignatureDoesNotMatch",
                                        "server string to sign is:GET&amp;%2F&amp;Action%3DStart");
  refusal_of_signature.request =
      "GET /?Action=StartInstance&Signature=*** HTTP/1.1\r\nHost: h\r\n\r\n";
  cases::Case one = refusal();
  one.relation = Relation::at_least_one_accepted;
  one.calls[0].expect.allowed = {accepted()};
  Finding finding = judged(one, refusal_of_signature);
  EXPECT_EQ(finding.said, "server string to sign is:GET&%2F&Action%3DStart");
  ASSERT_EQ(finding.signing.size(), 3U);
  EXPECT_THAT(finding.signing[0], HasSubstr("in Action"));
  EXPECT_EQ(finding.signing[1], "GET&%2F&Action%3DStartInstance");
  EXPECT_EQ(finding.signing[2], "GET&%2F&Action%3DStart");

  one.relation = Relation::none;
  EXPECT_EQ(judged(one, refusal_of_signature).signing, finding.signing);
  // Whoever forged a signature knows what it is worth.
  one.calls[0].expect.allowed = {refused(403, "SignatureDoesNotMatch")};
  finding = judged(one, refusal_of_signature);
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_TRUE(finding.signing.empty());
}

TEST(Judge, SaysWhatAnUnwantedAcceptanceDid) {
  cases::Case one = refusal();
  one.effect.look = cases::Effect::Look::once;
  Evidence evidence = said({success("StartInstance")});
  evidence.after = {sighting("Starting")};
  EXPECT_EQ(judged(one, evidence).got, "200, and the instance is Starting");
}

TEST(Judge, ARefusalThatActsFails) {
  cases::Case one = refusal();
  one.effect.look = cases::Effect::Look::once;
  Evidence evidence = said({error(403, "IncorrectInstanceStatus", "x")});
  evidence.after = {sighting("Starting")};
  EXPECT_EQ(judged(one, evidence).verdict, Verdict::fail);
  evidence.after = {sighting("")};
  EXPECT_EQ(judged(one, evidence).verdict, Verdict::inconclusive);
}

TEST(Judge, WhatComesInPlaceOfAnAnswerFails) {
  for (const char* fault : {"timeout", "closed", "truncated", "malformed", "too_large"}) {
    const Finding finding = judged(refusal(), no_answer(fault));
    EXPECT_EQ(finding.verdict, Verdict::fail) << fault;
    EXPECT_THAT(finding.got, HasSubstr("it was so")) << fault;
    EXPECT_EQ(finding.wanted, "403 IncorrectInstanceStatus") << fault;
  }
}

TEST(Judge, NoConnectionIsAnErrorOfTheRun) {
  for (const char* fault : {"connect", "tls"}) {
    const Finding finding = judged(refusal(), no_answer(fault));
    EXPECT_EQ(finding.verdict, Verdict::error) << fault;
    EXPECT_EQ(finding.side, Side::nobody) << fault;
  }
  for (const char* fault : {"cancelled", "local"}) {
    const Finding finding = judged(refusal(), no_answer(fault));
    EXPECT_EQ(finding.verdict, Verdict::error) << fault;
    EXPECT_EQ(finding.side, Side::ours) << fault;
  }
  EXPECT_EQ(judged(refusal(), no_answer("local")).reason,
            "this machine lacks something: it was so");
  Evidence trouble;
  trouble.trouble = "no fixture";
  EXPECT_EQ(judged(refusal(), trouble),
            (Finding{.verdict = Verdict::error, .reason = "no fixture", .side = Side::fixtures}));
}

TEST(Judge, ALookThatThisMachineCouldNotMakeIsAnErrorOfTheRun) {
  cases::Case one = refusal();
  one.effect.look = cases::Effect::Look::once;
  Evidence evidence = said({error(403, "IncorrectInstanceStatus", "x")});
  evidence.after = {sighting("")};
  evidence.after.front().exchange = no_answer("local");
  EXPECT_EQ(judged(one, evidence).verdict, Verdict::error);
  EXPECT_EQ(judged(one, evidence).side, Side::ours);
  one.calls.clear();
  evidence.calls.clear();
  EXPECT_EQ(judged(one, evidence).verdict, Verdict::error);
}

TEST(Judge, WhatIsRefusedForItsTimeMayBeTheFaultOfOurClock) {
  cases::Case one = refusal();
  one.relation = Relation::at_least_one_accepted;
  one.cause = "V1 signatures are not accepted";
  Exchange refused = error(400, "InvalidTimeStamp.Expired", "x");
  refused.request = "GET /?Timestamp=1994-11-06T08%3A49%3A37Z HTTP/1.1\r\n\r\n";
  const auto judged_at = [&](const char* date) {
    Exchange dated = refused;
    dated.headers.emplace_back("Date", date);
    return judged(one, dated);
  };
  const Finding behind = judged_at("Sun, 06 Nov 1994 09:09:37 GMT");
  EXPECT_EQ(behind.verdict, Verdict::error);
  EXPECT_EQ(behind.side, Side::ours);
  EXPECT_THAT(behind.reason, HasSubstr("your clock is 20 min behind the target's"));
  const Finding wrong = judged_at("Sun, 06 Nov 1994 08:49:38 GMT");
  EXPECT_EQ(wrong.verdict, Verdict::fail);
  EXPECT_EQ(wrong.reason, one.cause);
}

// Each of them fails, and the request was dated 08:49:37.
Finding judged_by_the_clock(cases::Case one, Exchange answer, const char* date) {
  answer.request = "GET /?Timestamp=1994-11-06T08%3A49%3A37Z HTTP/1.1\r\n\r\n";
  answer.headers.emplace_back("Date", date);
  return judged(one, answer);
}

TEST(Judge, WhateverIsRefusedForItsTimeMayBeTheFaultOfOurClock) {
  const Exchange refused = error(400, "InvalidTimeStamp.Expired", "x");
  const Finding behind = judged_by_the_clock(refusal(), refused, "Sun, 06 Nov 1994 09:49:37 GMT");
  EXPECT_EQ(behind.verdict, Verdict::error);
  EXPECT_EQ(behind.side, Side::ours);
  EXPECT_THAT(behind.reason, HasSubstr("your clock is 60 min behind the target's"));
  EXPECT_EQ(judged_by_the_clock(refusal(), refused, "Sun, 06 Nov 1994 08:49:38 GMT").verdict,
            Verdict::fail);
  cases::Case of_that_time = refusal();
  of_that_time.calls.front().edits = {
      {.op = cases::Edit::Op::set, .name = "Timestamp", .value = {.before = "1994-11-06"}}};
  EXPECT_EQ(judged_by_the_clock(of_that_time, refused, "Sun, 06 Nov 1994 09:49:37 GMT").verdict,
            Verdict::fail);
}

TEST(Judge, ATimeThatACaseMovesIsJudgedWhereTheClocksAgree) {
  cases::Case old = refusal();  // at 08:54:37 by our clock
  old.calls.front().edits = {{.op = cases::Edit::Op::shift, .name = "Timestamp", .seconds = -300}};
  const Exchange accepted = success("StartInstance");
  EXPECT_EQ(judged_by_the_clock(old, accepted, "Sun, 06 Nov 1994 08:54:38 GMT").verdict,
            Verdict::fail);
  const Finding ahead = judged_by_the_clock(old, accepted, "Sun, 06 Nov 1994 08:49:38 GMT");
  EXPECT_EQ(ahead.verdict, Verdict::error);
  EXPECT_EQ(ahead.side, Side::ours);
  EXPECT_THAT(ahead.reason, HasSubstr("your clock is 5 min ahead of the target's"));
  // So far away nobody would accept anything: its Date is wrong.
  EXPECT_EQ(judged_by_the_clock(old, accepted, "Sun, 06 Nov 1994 16:54:38 GMT").verdict,
            Verdict::fail);
}

TEST(Judge, WhatNobodyAnsweredIsNotCalledARefusal) {
  cases::Case one = refusal();
  one.relation = Relation::at_least_one_accepted;
  one.cause = "V1 signatures are not accepted";
  const Finding finding = judged(one, no_answer("timeout"));
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_EQ(finding.reason, "no whole answer within the time given (it was so)");
  const Finding put_off = judged(one, error(400, "Throttling", "x"));
  EXPECT_EQ(put_off.verdict, Verdict::inconclusive);
  EXPECT_EQ(put_off.side, Side::between);
}

TEST(Judge, AnswersThatAreMissingAreNoPass) {
  cases::Case two = refusal();
  two.calls.push_back(two.calls.front());
  const Finding finding = judged(two, error(403, "IncorrectInstanceStatus", "no"));
  EXPECT_EQ(finding.verdict, Verdict::error);
  EXPECT_EQ(finding.reason, "1 answers where the case has 2 calls");
}

TEST(Judge, AServerErrorNeverSatisfiesARowOfTheFourHundreds) {
  EXPECT_TRUE(rc::check("500 to 599 is never the answer to a 4xx row", [] {
    cases::Case one = refusal();
    cases::Answer& allowed = one.calls[0].expect.allowed[0];
    if (*rc::gen::arbitrary<bool>()) allowed.status = 0;
    allowed.status_class = 4;
    if (*rc::gen::arbitrary<bool>())
      allowed.code = *rc::gen::element<std::string>("", "*", "Incorrect*");
    allowed.bare = *rc::gen::arbitrary<bool>();
    const int status = *rc::gen::inRange(500, 600);
    RC_ASSERT(judged(one, error(status, "IncorrectInstanceStatus", "x")).verdict == Verdict::fail);
  }));
}

TEST(Judge, NamesALenienceOnlyWhereThereWasAChoice) {
  cases::Case one = refusal();
  one.calls[0].expect.lenience = "the editions differ";
  const Exchange given = error(403, "IncorrectInstanceStatus", "x");
  EXPECT_EQ(judged(one, given).lenience, "");
  one.calls[0].expect.allowed.push_back(refused(404, "Gone", "", {row("2019-05", 1)}));
  EXPECT_EQ(judged(one, given).lenience, "the editions differ");
  EXPECT_EQ(judged(one, said({given}), *Yardstick::parse("2020-12-31")).lenience, "");
}

TEST(Judge, ExactlyOneOfTheCallsOfAMomentIsAccepted) {
  cases::Case one;
  one.id = "chapter/family/case";
  one.calls = {{.action = "StartInstance", .copies = 2}};
  one.relation = Relation::exactly_one_accepted;
  const auto twice = [&](const Exchange& first, const Exchange& second) {
    Evidence evidence;
    evidence.calls = {record(0, "StartInstance", first), record(0, "StartInstance", second)};
    evidence.calls[1].copy = 1;
    return judged(one, evidence);
  };
  const Exchange yes = success("StartInstance");
  const Exchange no = error(403, "IncorrectInstanceStatus", "x");
  EXPECT_EQ(twice(yes, no).verdict, Verdict::pass);
  EXPECT_EQ(twice(yes, yes).got, "2 accepted");
  EXPECT_EQ(twice(no, no).got, "0 accepted");
  // Put off for each other, nobody need have come first.
  const Exchange conflict = error(409, "OperationConflict", "x");
  EXPECT_EQ(twice(no, conflict).verdict, Verdict::pass);
  EXPECT_EQ(twice(conflict, conflict).verdict, Verdict::pass);
  EXPECT_EQ(twice(error(400, "Throttling.User", "x"), no).verdict, Verdict::pass);
  // Nor where one is refused for something that has nothing to do with the other.
  const Exchange no_stock = error(403, "OperationDenied.NoStock", "x");
  EXPECT_EQ(twice(no_stock, no_stock).verdict, Verdict::pass);
  EXPECT_EQ(twice(no_stock, no).verdict, Verdict::pass);
  EXPECT_EQ(twice(yes, no_stock).verdict, Verdict::pass);
}

TEST(Judge, AListHoldsWhatWasAskedFor) {
  cases::Case one;
  one.calls.push_back(
      {.action = "DescribeInstances",
       .expect = {.allowed = {accepted(), refused(404, "InvalidInstanceId.NotFound")},
                  .listed = cases::Listed::never}});
  const auto listing = [&](const std::string& items) {
    Evidence evidence = said({answer(200, "<DescribeInstancesResponse><Instances>" + items +
                                              "</Instances></DescribeInstancesResponse>")});
    evidence.calls.front().action = "DescribeInstances";
    evidence.instance_id = "i-1";
    return judged(one, evidence);
  };
  const std::string own = "<Instance><InstanceId>i-1</InstanceId></Instance>";
  EXPECT_EQ(listing("").verdict, Verdict::pass);
  EXPECT_EQ(listing(own).reason, "a list shows an instance that was not asked for");
  one.calls.front().expect.listed = cases::Listed::once;
  EXPECT_EQ(listing("").reason, "a list lacks an instance that was asked for");
  EXPECT_EQ(listing(own).verdict, Verdict::pass);
  EXPECT_EQ(listing(own + own).verdict, Verdict::fail);
  EXPECT_EQ(judged(one, error(404, "InvalidInstanceId.NotFound", "none")).verdict, Verdict::pass);
}

TEST(Judge, AnAnswerThatTellsOfAnotherAccountsInstanceFails) {
  cases::Case one;
  one.second_world = true;
  one.calls = {{.action = "DescribeInstances"}};
  Evidence evidence =
      said({answer(200, R"({"RequestId":"id","Ids":["i-other"]})", "application/json")});
  evidence.instance_id = "i-own";
  evidence.other_instance_id = "i-other";
  const Finding finding = judged(one, evidence);
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_EQ(finding.reason, "an answer tells of another account's instance");
  EXPECT_THAT(finding.got, HasSubstr("i-other"));
}

TEST(Judge, TwoFormsOfOneAnswerSayTheSame) {
  cases::Case one;
  one.calls = {{.action = "StartInstance"}, {.action = "StartInstance"}};
  one.relation = Relation::same_answer;
  const Exchange json =
      answer(403, R"({"Message":"m","Code":"C","HostId":"127.0.0.1:80","RequestId":"other"})",
             "application/json");
  EXPECT_EQ(judged(one, said({error(403, "C", "m"), json})).verdict, Verdict::pass);
  EXPECT_EQ(judged(one, said({error(403, "C", "n"), json})).verdict, Verdict::fail);
  EXPECT_EQ(judged(one, said({error(404, "C", "m"), json})).verdict, Verdict::fail);
}

TEST(Judge, ARequestIdComesOnce) {
  cases::Case one;
  one.calls = {{.action = "StartInstance"}, {.action = "StartInstance"}};
  one.relation = Relation::distinct_request_ids;
  EXPECT_EQ(judged(one, said({success("StartInstance"), success("StartInstance")})).reason,
            "a RequestId came twice");
  const Exchange other = answer(200, R"({"RequestId":"other"})", "application/json");
  EXPECT_EQ(judged(one, said({success("StartInstance"), other})).verdict, Verdict::pass);
}

TEST(Judge, OneWayToAskIsEnough) {
  cases::Case one;
  one.id = "base/x";
  one.cause = "nothing works";
  one.calls = {{.action = "StartInstance", .expect = {.allowed = {accepted()}}},
               {.action = "StartInstance", .expect = {.allowed = {accepted()}}}};
  one.relation = Relation::at_least_one_accepted;
  EXPECT_EQ(judged(one, said({error(403, "C", "m"), success("StartInstance")})).verdict,
            Verdict::pass);
  EXPECT_EQ(judged(one, said({no_answer("timeout"), success("StartInstance")})).verdict,
            Verdict::pass);
  const Finding none = judged(one, said({error(403, "C", "m"), error(403, "D", "m")}));
  EXPECT_EQ(none.verdict, Verdict::fail);
  EXPECT_EQ(none.reason, "nothing works");
  EXPECT_THAT(none.got, HasSubstr("403 C"));
  EXPECT_EQ(judged(one, said({no_answer("connect"), no_answer("connect")})).verdict,
            Verdict::error);
  EXPECT_EQ(judged(one, said({no_answer("connect"), error(403, "C", "m")})).verdict, Verdict::fail);
  for (cases::Call& call : one.calls)
    call.expect.checks = cases::AnswerChecks{cases::AnswerCheck::requested_format};
  EXPECT_EQ(judged(one, said({answer(200, "{}", "application/json")})).reason,
            "the answer is not in the format that was asked for");
}

// The members of an error in some order; an empty text leaves a member out.
std::string json_of(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string body;
  for (const auto& [name, value] : members) {
    if (!value.empty()) body += (body.empty() ? "" : ",") + ("\"" + name + "\":\"" + value + "\"");
  }
  return "{" + body + "}";
}

TEST(Judge, TheOrderOfMembersChangesNoFinding) {
  EXPECT_TRUE(rc::check("permuting the members of an answer changes no finding", [] {
    cases::Case one = refusal();
    one.calls[0].expect.allowed[0].message = "m";
    one.calls[0].expect.checks =
        cases::AnswerChecks{cases::AnswerCheck::request_id_shape, cases::AnswerCheck::error_members,
                            cases::AnswerCheck::host_id, cases::AnswerCheck::single_members};
    std::vector<std::pair<std::string, std::string>> members = {
        {"RequestId", *rc::gen::element<std::string>("", "x", testing::request_id)},
        {"HostId", *rc::gen::element<std::string>("", "a b", "127.0.0.1")},
        {"Code", *rc::gen::element<std::string>("", "Other", "IncorrectInstanceStatus")},
        {"Message", *rc::gen::element<std::string>("", "m", "n")},
        {"Recommend", *rc::gen::element<std::string>("", "r")}};
    const int status = *rc::gen::element(200, 403, 404, 500);
    const Finding before = judged(one, answer(status, json_of(members), "application/json"));
    std::ranges::sort(members);
    do {
      RC_ASSERT(judged(one, answer(status, json_of(members), "application/json")) == before);
    } while (std::ranges::next_permutation(members).found);
  }));
}

TEST(Judge, ANarrowerEditionNeverPassesWhatAnyFails) {
  EXPECT_TRUE(rc::check("what --edition any fails, no date that asks the case passes", [] {
    cases::Case one = refusal();
    auto& allowed = one.calls[0].expect.allowed;
    allowed.clear();
    const int count = *rc::gen::inRange(1, 4);
    for (int i = 0; i < count; ++i) {
      allowed.push_back(refused(*rc::gen::element(403, 404),
                                *rc::gen::element<std::string>("A", "B", "*"), "",
                                {row(*rc::gen::element("2019-05", "2020-10"), 1)}));
    }
    const Evidence evidence = said({error(*rc::gen::element(403, 404, 500),
                                          *rc::gen::element<std::string>("A", "B", "C"), "m")});
    const auto day = Yardstick::parse(*rc::gen::element("2018-12-31", "2019-06-01", "2020-12-31"));
    if (!day || !day->asks(one)) return;
    if (judged(one, evidence).verdict == Verdict::fail) {
      RC_ASSERT(judged(one, evidence, *day).verdict == Verdict::fail);
    }
  }));
}

// Two calls of which one must be refused as documented; the page of 2019-05 knows neither.
cases::Case known_dry_run() {
  cases::Case one = refusal();
  one.tags.action = "StartInstance";
  one.cause = "StartInstance knows no dry run";
  one.calls[0].expect.allowed = {refused(400, "DryRunOperation", "", {row("2020-10", 2)})};
  one.calls.push_back(one.calls[0]);
  one.calls[1].expect.allowed = {refused(400, "Invalid*", "", {row("2020-10", 2)})};
  one.relation = Relation::at_least_one_expected;
  one.dry_run = true;
  return one;
}

TEST(Judge, PassesWhereOneOfTheCallsIsAnsweredAsExpected) {
  const Exchange dry = error(400, "DryRunOperation", "It would be done.");
  const Exchange bad = error(400, "InvalidParameter", "No.");
  const Exchange done = success("StartInstance");
  EXPECT_EQ(judged(known_dry_run(), said({dry, done})).verdict, Verdict::pass);
  EXPECT_EQ(judged(known_dry_run(), said({done, bad})).verdict, Verdict::pass);
}

TEST(Judge, LeavesOutWhatAnEditionInForceDoesNotHave) {
  const Evidence ignored =
      said({success("StartInstance"), error(403, "IncorrectInstanceStatus", "x")});
  const Finding any = judged(known_dry_run(), ignored);
  EXPECT_EQ(any.verdict, Verdict::unsupported);
  EXPECT_EQ(any.reason, "StartInstance knows no dry run, like the page of 2019-05");
  const Finding newest = judged(known_dry_run(), ignored, *Yardstick::parse("newest"));
  EXPECT_EQ(newest.verdict, Verdict::fail);
  EXPECT_EQ(newest.reason, "StartInstance knows no dry run");
  EXPECT_THAT(newest.wanted, HasSubstr("400 DryRunOperation"));
}

TEST(Judge, TakesABreakdownForNoWayOfNotKnowing) {
  const Evidence broken = said({error(500, "InternalError", "x"), success("StartInstance")});
  EXPECT_EQ(judged(known_dry_run(), broken).verdict, Verdict::fail);
}

TEST(Judge, LetsEitherOfTwoDifferentCallsComeIntoTheOthersWay) {
  cases::Case duel = refusal();
  duel.relation = Relation::exactly_one_accepted;
  const auto conflict = refused(409, "OperationConflict", "", {row("2020-10", 2)});
  duel.calls[0].expect.allowed = {accepted(), conflict};
  duel.calls.push_back(refusal().calls[0]);
  duel.calls[1].expect.allowed.push_back(conflict);
  const Exchange in_the_way = error(409, "OperationConflict", "x");
  const Exchange wrong_status = error(403, "IncorrectInstanceStatus", "x");
  EXPECT_EQ(judged(duel, said({in_the_way, wrong_status})).verdict, Verdict::pass);
  EXPECT_EQ(judged(duel, said({success("StartInstance"), in_the_way})).verdict, Verdict::pass);
  EXPECT_EQ(judged(duel, said({wrong_status, wrong_status})).verdict, Verdict::fail);
}

TEST(Judge, LetsAllOfAMomentBeRefusedWhereEachAloneMightBe) {
  cases::Case crowd = refusal();
  crowd.calls[0].expect.allowed.push_back(accepted());
  crowd.calls.push_back(crowd.calls[0]);
  const Exchange wrong_status = error(403, "IncorrectInstanceStatus", "x");
  const Evidence refused_all = said({wrong_status, wrong_status});
  const Evidence accepted_all = said({success("StartInstance"), success("StartInstance")});
  crowd.relation = Relation::exactly_one_accepted;
  EXPECT_EQ(judged(crowd, refused_all).verdict, Verdict::fail);
  crowd.relation = Relation::one_accepted_at_most;
  EXPECT_EQ(judged(crowd, refused_all).verdict, Verdict::pass);
  EXPECT_EQ(judged(crowd, accepted_all).verdict, Verdict::fail);
}

TEST(Judge, TellsOfCallsAtOnceWhichWasAcceptedByMistake) {
  cases::Case duel = refusal();
  duel.calls[0].expect.allowed = {accepted()};
  duel.calls.push_back(refusal().calls[0]);
  duel.calls[1].with_previous = true;
  const Evidence mixed_up =
      said({error(403, "IncorrectInstanceStatus", "x"), success("StartInstance")});
  EXPECT_EQ(judged(duel, mixed_up).reason, "accepted, and the documents refuse it");
  duel.calls[1].with_previous = false;
  EXPECT_THAT(judged(duel, mixed_up).got, HasSubstr("call 1 (StartInstance): 403"));
}

TEST(Judge, LearnsNothingFromAThrottledCall) {
  const Finding finding = judged(refusal(), error(400, "Throttling.User", "Slower."));
  EXPECT_EQ(finding.verdict, Verdict::inconclusive);
  EXPECT_THAT(finding.reason, HasSubstr("--rate"));
  EXPECT_EQ(judged(refusal(), error(500, "Throttling", "Slower.")).verdict, Verdict::fail);
}

}  // namespace
}  // namespace hallmark::runner
