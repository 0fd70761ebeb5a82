// SPDX-License-Identifier: Apache-2.0
//
// How cases and worlds read, and what they rest on.
#include "cases/case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "specs/instance/start_instance.hpp"

namespace hallmark::cases {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

namespace page = specs::start_instance::e2020_10;

Call start_call() {
  return {.action = "StartInstance",
          .arguments = {{.name = "InstanceId", .value = this_instance()},
                        {.name = "DryRun", .value = text("true")}}};
}

TEST(Levels, AreFoundByTheirName) {
  for (const Level level : {Level::required, Level::recommended, Level::observed, Level::advice}) {
    EXPECT_EQ(level_named(name_of(level)), level);
  }
  EXPECT_FALSE(level_named("Required"));
}

TEST(DescribeCall, NamesTheActionAndItsArguments) {
  EXPECT_EQ(describe(start_call()), "StartInstance(InstanceId = <instance>, DryRun = true)");
}

TEST(DescribeCall, SaysHowItIsSent) {
  Call call = start_call();
  call.arguments.clear();
  call.copies = 8;
  EXPECT_EQ(describe(call), "StartInstance(), 8 at the same moment");
  call.copies = 1;
  call.identity = Identity::wrong_secret;
  call.edits = {{.when = Edit::When::after_signing, .op = Edit::Op::drop, .name = "Timestamp"}};
  EXPECT_EQ(describe(call),
            "StartInstance(), signed with a wrong secret, after signing Timestamp left out");
}

TEST(DescribeCall, ShowsBytesThatATerminalWouldNot) {
  Call call = start_call();
  call.arguments = {{.name = "InstanceId", .value = text(std::string{"i\0\n\xf0", 4})}};
  EXPECT_EQ(describe(call), "StartInstance(InstanceId = i\\x00\\x0a\\xf0)");
}

TEST(DescribeCall, CutsHugeValues) {
  Call call = start_call();
  call.arguments = {{.name = "InstanceId", .value = text(std::string(65536, 'i'))}};
  EXPECT_THAT(describe(call), HasSubstr("iii... (65536 bytes)"));
  EXPECT_LT(describe(call).size(), 150U);
}

TEST(DescribeFixture, NamesStatusPayTypeAndConditions) {
  EXPECT_EQ(describe(Fixture{.status = specs::InstanceStatus::running}),
            "an instance that is Running");
  EXPECT_EQ(describe(Fixture{.charge_type = ChargeType::pre_paid,
                             .conditions = ConditionSet{Condition::security_lock}}),
            "an instance that is Stopped, PrePaid, under SecurityLock");
  EXPECT_EQ(describe(Fixture{.conditions = ConditionSet{Condition::no_stock}, .settle_ms = 20}),
            "an instance that is Stopped, with NoStock, moving on after 20 ms");
}

TEST(CitationsOf, NamesEachPlaceOnceTheCasesOwnFirst) {
  const specs::Citation row = cite_row(page::page, 1);
  const specs::Citation clause = cite_clause(page::page, 1);
  Case one{.id = "a/b", .calls = {start_call(), start_call()}, .citations = {clause}};
  one.calls[0].expect.allowed = {{.citations = {row}}};
  one.calls[1].expect.allowed = {{.citations = {row, clause}}};
  EXPECT_THAT(citations_of(one), ElementsAre(clause, row));
}

TEST(ActionsOf, NamesEachActionOnce) {
  Case one{.id = "a/b", .calls = {start_call(), start_call(), {.action = "RebootInstance"}}};
  EXPECT_THAT(actions_of(one), ElementsAre("StartInstance", "RebootInstance"));
}

TEST(CaseWords, SayHowATimeIsWrittenAndWhichLetterIsAnother) {
  Call call{.action = "StartInstance",
            .edits = {{.op = Edit::Op::shift, .name = "Timestamp", .value = text("[unix]")}}};
  EXPECT_EQ(describe(call), "StartInstance(), with Timestamp written as [unix]");
  call.edits = {{.op = Edit::Op::flip, .name = "Signature", .value = text("first")}};
  EXPECT_EQ(describe(call), "StartInstance(), with Signature with another first letter");
}

}  // namespace
}  // namespace hallmark::cases
