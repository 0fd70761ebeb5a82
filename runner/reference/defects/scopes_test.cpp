// SPDX-License-Identifier: Apache-2.0
//
// The product of faults and triggers leaves out what could never be seen, and nothing else.
#include "runner/reference/defects/scopes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "runner/reference/defects/watch.hpp"
#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

using testing::Arguments;

std::string why(std::string_view pair) {
  const auto armed = ArmedFault::parse(pair);
  if (!armed) return "no such pair";
  return std::string{why_senseless(armed->fault, armed->trigger)};
}

TEST(Scopes, LearnFromTheTablesOfTheActions) {
  const Scope stock = scope_of(Defect::start_ignores_no_stock);
  EXPECT_EQ(stock.action, AboutAction::start);
  EXPECT_EQ(stock.condition, Circumstance::no_stock);
  EXPECT_EQ(stock.status, Status::stopped);
  EXPECT_EQ(scope_of(Defect::start_while_running).status, Status::running);
  EXPECT_EQ(scope_of(Defect::reboot_ignores_security_lock).status, std::nullopt);
  EXPECT_EQ(scope_of(Defect::disk_error_has_another_code).condition,
            Circumstance::disk_incorrect_status);
  // Only one page gives the reason.
  EXPECT_EQ(scope_of(Defect::quota_has_another_code).action, AboutAction::start);
  EXPECT_EQ(scope_of(Defect::security_lock_has_another_code).action, AboutAction::any);
}

TEST(Product, HoldsWhatCouldBeSeen) {
  for (const char* const pair : {"start-while-running@while-pre-paid",
                                 "start-while-running@under-local-disk",
                                 "start-ignores-no-stock@by-post-form",
                                 "reboot-ignores-security-lock@with-dry-run-true",
                                 "reboot-while-stopping@with-dry-run-true",
                                 "reboot-does-nothing@under-no-stock",
                                 "refused-start-starts@later-by-200-ms",
                                 "refused-start-starts@under-no-stock",
                                 "start-falls-back@once-settled",
                                 "start-never-settles@with-init-local-disk-true",
                                 "v1-replay-accepted@after-accepted-call",
                                 "request-id-repeated@on-another-connection",
                                 "host-id-missing@by-get+in-xml+by-v1",
                                 "instance-not-found-has-another-code@of-another-account",
                                 "start-security-lock-answers-400@under-no-stock",
                                 "force-stop-always@world-said-force-stop",
                                 "dry-run-by-default@connection-said-dry-run",
                                 "dry-run-by-default@connection-said-dry-run-by-form",
                                 "foreign-instance-rebooted@with-force-stop-true",
                                 "start-dry-run-executes@with-region-id",
                                 "start-does-nothing@on-closing-connection",
                                 "host-id-missing@of-reactivate-instances",
                                 "start-expired-answers-402@under-overdue-recycling",
                                 "describe-instance-status-shows-running-as-stopped@under-no-stock",
                                 "security-lock-not-shown@under-expired",
                                 "reboot-expired-answers-400@while-running",
                                 "reactivate-pay-type-answers-403@after-dry-call"}) {
    EXPECT_EQ(why(pair), "") << pair;
  }
}

TEST(Product, SaysWhyAPairMakesNoSense) {
  EXPECT_EQ(why("v1-old-timestamp-accepted@while-pre-paid"),
            "it is decided before the instance is looked at");
  EXPECT_EQ(why("start-ignores-no-stock@under-no-stock"), "it is about that condition");
  EXPECT_EQ(why("start-ignores-no-stock@under-quota-type"),
            "the call may be refused for the other condition, too");
  EXPECT_EQ(why("start-no-stock-answers-503@under-security-lock"),
            "the call is refused for the other condition first");
  EXPECT_EQ(why("start-expired-answers-402@under-pre-paid-expired"),
            "the two conditions exclude each other");
  EXPECT_EQ(why("start-ignores-spot-price-low@while-pre-paid"),
            "its condition is about one way of paying");
  EXPECT_EQ(why("reactivate-does-nothing@while-pre-paid"), "a subscription is not reactivated");
  EXPECT_EQ(why("start-ignores-no-stock@while-running"),
            "it is about one status, or about all of them");
  EXPECT_EQ(why("start-no-stock-answers-503@while-running"), "it is about one status");
  EXPECT_EQ(why("reactivate-does-nothing@with-dry-run-false"), "ReactivateInstances has no DryRun");
  EXPECT_EQ(why("start-does-nothing@after-accepted-call"),
            "after it the instance runs, and the fault shows on one that does not");
  EXPECT_EQ(why("reboot-ignores-security-lock@after-reboot"),
            "on such an instance no call is accepted");
  EXPECT_EQ(why("refusals-answer-200@later-by-50-ms"), "it does nothing to the instance");
  EXPECT_EQ(why("refused-start-starts@once-settled"), "nothing settles after such a call");
  EXPECT_EQ(why("json-in-an-array@in-xml"), "it shows in the other format alone");
  EXPECT_EQ(why("v1-replay-accepted@by-v3"), "it is about the other way of signing");
  EXPECT_EQ(why("simultaneous-starts-accepted@with-2-in-flight"),
            "it is about simultaneous calls already");
  EXPECT_EQ(why("describe-instances-loses-what-runs@under-image-expired"),
            "what has expired is Stopped");
  EXPECT_EQ(why("start-expired-answers-402@while-running"), "what has expired is Stopped");
  EXPECT_EQ(why("security-lock-not-shown@under-service-error"),
            "where the service fails, so may looking");
  EXPECT_EQ(why("financial-lock-not-shown@under-image-expired"),
            "the two conditions exclude each other");
  EXPECT_EQ(why("status-outside-the-five@under-expired"), "no reboot is accepted then");
  EXPECT_EQ(why("reboot-accepted-during-start@under-no-stock"), "no start is accepted then");
  EXPECT_EQ(why("reactivate-does-nothing@after-dry-call"), "on such an instance no dry run passes");
  EXPECT_EQ(why("insufficient-balance-has-another-code@after-settling"),
            "after it the instance runs, and the fault shows on one that does not");
  EXPECT_EQ(why("start-ignores-no-stock@with-dry-run-true"), "a dry run need not look for it");
  EXPECT_EQ(why("reboot-ignores-kms-unauthorized@with-dry-run-true"),
            "a dry run need not look for it");
  EXPECT_EQ(why("foreign-instance-stopped@of-start-instance"), "it is about another action");
}

TEST(Product, UsesEveryTriggerAndMostFaults) {
  std::set<std::string> triggers_used;
  std::size_t faults = 0;
  std::size_t faults_used = 0;
  for (std::size_t i = 0; i < defects().size(); ++i) {
    bool used = false;
    for (const Trigger& trigger : product_triggers()) {
      if (!why_senseless(static_cast<Defect>(i), trigger).empty()) continue;
      triggers_used.insert(trigger.name());
      used = true;
    }
    // What is decided before the instance is looked up has little to wait for.
    if (scope_of(static_cast<Defect>(i)).stage < Stage::lookup) continue;
    ++faults;
    if (used) ++faults_used;
  }
  for (const Trigger& trigger : product_triggers()) {
    EXPECT_TRUE(triggers_used.contains(trigger.name())) << trigger.name();
  }
  EXPECT_GT(faults_used, faults * 3 / 4);
}

// Every world with up to two conditions, every action and flag: a fault of the product is asked for
// in one of them while its trigger holds.
TEST(Product, HoldsNothingThatNeverMeets) {
  std::vector<Trigger> of_worlds;
  for (const Trigger& trigger : product_triggers()) {
    if (trigger.has(TriggerFamily::condition) || trigger.has(TriggerFamily::status) ||
        trigger.has(TriggerFamily::charge_type) || trigger.has(TriggerFamily::flag) ||
        trigger.has(TriggerFamily::action)) {
      of_worlds.push_back(trigger);
    }
  }
  Watch watch{of_worlds};
  testing::Clock clock;
  Endpoint endpoint{{.clock = clock.reader(), .watch = &watch}};
  std::vector<Arguments> flags;
  for (const char* const dry_run : {"", "true", "false"}) {
    flags.push_back({{"DryRun", dry_run}});
    for (const char* const flag : {"ForceStop", "InitLocalDisk"}) {
      for (const char* const value : {"true", "false"}) {
        flags.push_back({{"DryRun", dry_run}, {flag, value}});
      }
    }
  }
  const auto try_all = [&](const std::string& conditions) {
    for (const Status status : all_statuses) {
      for (const ChargeType type : {ChargeType::post_paid, ChargeType::pre_paid}) {
        for (const char* const action :
             {"StartInstance", "RebootInstance", "ReactivateInstances", "DescribeInstanceStatus",
              "DescribeInstances", "DescribeInstanceAttribute"}) {
          for (const Arguments& arguments : flags) {
            // Two conditions and a flag are three things.
            const bool dry_alone = arguments.size() == 1 && arguments.at("DryRun") != "false";
            if (!dry_alone && (action[0] == 'D' || conditions.find(',') != conditions.npos)) {
              continue;
            }
            const HttpResponse made = endpoint.handle(
                {.method = "POST",
                 .target = "/_fixtures",
                 .headers = {},
                 .body = R"({"status":")" + std::string{to_text(status)} + R"(","chargeType":")" +
                         std::string{to_text(type)} + R"(","conditions":[)" + conditions + "]}"});
            if (made.status != 201) continue;
            const testing::Fixture fixture{.id = testing::member(made, "id"),
                                           .account = {testing::member(made, "accessKeyId"),
                                                       testing::member(made, "accessKeySecret")},
                                           .instance_id = testing::member(made, "instanceId")};
            Arguments all = arguments;
            all["RegionId"] = "cn-hangzhou";
            (void)testing::call(endpoint, fixture, action, all);
            all["Format"] = "XML";
            (void)testing::call(endpoint, fixture, action, all);
            (void)endpoint.handle({.method = "DELETE",
                                   .target = "/_fixtures/" + fixture.id,
                                   .headers = {},
                                   .body = {}});
          }
        }
      }
    }
  };
  const auto quoted = [](std::size_t i) {
    return '"' + std::string{to_text(static_cast<Circumstance>(i))} + '"';
  };
  try_all("");
  for (std::size_t i = 0; i < static_cast<std::size_t>(Circumstance::count); ++i) {
    try_all(quoted(i));
    for (std::size_t j = 0; j < i; ++j) try_all(quoted(j) + ',' + quoted(i));
  }
  // These are asked for where a request does not exist, is forged, or is one of several.
  const auto is_of_other_calls = [](Defect fault) {
    const Scope scope = scope_of(fault);
    return scope.stage == Stage::authentication || scope.stage == Stage::lookup ||
           scope.shows == Shows::on_forgeries ||
           defects()[static_cast<std::size_t>(fault)].family == "concurrency";
  };
  for (std::size_t i = 0; i < defects().size(); ++i) {
    const auto fault = static_cast<Defect>(i);
    if (is_of_other_calls(fault)) continue;
    for (std::size_t t = 0; t < of_worlds.size(); ++t) {
      if (!why_senseless(fault, of_worlds[t]).empty()) continue;
      EXPECT_TRUE(watch.met(fault, t)) << defects()[i].name << '@' << of_worlds[t].name();
    }
  }
}

TEST(Watch, TellsWorldsApart) {
  Watch watch{{Trigger{}}};
  testing::Clock clock;
  Endpoint endpoint{{.clock = clock.reader(), .watch = &watch}};
  std::vector<std::string> instances;
  for (const char* const status : {"Running", "Stopped"}) {
    const testing::Fixture fixture =
        testing::make_fixture(endpoint, R"({"status":")" + std::string{status} + R"("})");
    (void)testing::call(endpoint, fixture, "StartInstance");
    instances.push_back(fixture.instance_id);
  }
  const auto at = static_cast<std::size_t>(Defect::start_while_running);
  EXPECT_TRUE(watch.met(Defect::start_while_running, 0));
  EXPECT_TRUE(watch.met_by(instances[0])->front()[at]);
  EXPECT_FALSE(watch.met_by(instances[1])->front()[at]);
  EXPECT_EQ(watch.met_by("i-nobodys"), nullptr);
  EXPECT_EQ(watch.met_by(""), nullptr);
  (void)endpoint.handle({.method = "GET", .target = "/", .headers = {}, .body = {}});
  ASSERT_NE(watch.met_by(""), nullptr);
  EXPECT_TRUE(watch.met_by("")->front().any());
  EXPECT_FALSE(watch.met_by("")->front()[at]);
}

}  // namespace
}  // namespace hallmark::runner::reference
