// SPDX-License-Identifier: Apache-2.0
//
// Each kind of trigger: its fault shows where it holds, and not otherwise.
#include "runner/reference/defects/triggers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>

#include "runner/reference/defects/watch.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

using std::chrono::milliseconds;
using testing::Arguments;
using testing::described_status;
using testing::Fixture;
using testing::gist;
using ::testing::HasSubstr;

constexpr const char* refused = "403 IncorrectInstanceStatus";
constexpr const char* dry = "400 DryRunOperation";

class Triggers : public ::testing::Test {
 protected:
  void serve(std::vector<std::string> defects) {
    endpoint = std::make_unique<Endpoint>(
        Endpoint::Options{.defects = std::move(defects), .clock = clock.reader()});
  }
  Fixture fixture(const std::string& status, const std::string& conditions = "",
                  const std::string& charge_type = "PostPaid") {
    return testing::make_fixture(*endpoint, R"({"status":")" + status + R"(","chargeType":")" +
                                                charge_type + R"(","settleMs":20,"conditions":[)" +
                                                conditions + "]}");
  }
  std::string call(const Fixture& fixture, std::string_view action, Arguments arguments = {}) {
    return gist(testing::call(*endpoint, fixture, action, std::move(arguments)));
  }
  std::string send(HttpRequest request, Past* connection = nullptr) {
    request.connection = connection;
    return gist(endpoint->handle(request));
  }
  HttpRequest start(const Fixture& fixture, Arguments arguments = {}) {
    arguments.merge(Arguments{{"Action", "StartInstance"}, {"InstanceId", fixture.instance_id}});
    return testing::get_v1(fixture.account, std::move(arguments));
  }
  std::string status_of(const Fixture& fixture) { return described_status(*endpoint, fixture); }

  testing::Clock clock;
  std::unique_ptr<Endpoint> endpoint;
};

TEST_F(Triggers, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const TriggerInfo& trigger : triggers()) {
    EXPECT_TRUE(names.insert(trigger.name).second) << trigger.name;
    EXPECT_THAT(std::string{trigger.name}, ::testing::MatchesRegex("[a-z0-9]+(-[a-z0-9]+)+"));
    EXPECT_FALSE(trigger.when.empty()) << trigger.name;
    EXPECT_FALSE(to_text(trigger.family).empty()) << trigger.name;
    // A trigger that waits has a delay, and no other has.
    const auto alone = Trigger::parse(trigger.name);
    ASSERT_TRUE(alone) << trigger.name;
    EXPECT_EQ(alone->name(), trigger.name);
    EXPECT_EQ(alone->delay().has_value(), trigger.family == TriggerFamily::later) << trigger.name;
  }
}

TEST_F(Triggers, AreReadWithTheirFaults) {
  const auto plain = ArmedFault::parse("start-while-running");
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->trigger.is_always());
  const auto two = ArmedFault::parse("start-while-running@under-no-stock+by-get");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->fault, Defect::start_while_running);
  EXPECT_EQ(two->trigger.name(), "under-no-stock+by-get");
  for (const char* const wrong :
       {"", "@", "start-while-running@", "start-while-running@nothing", "nothing@by-get",
        "start-while-running@by-get+", "start-while-running@by-get@by-get"}) {
    EXPECT_FALSE(ArmedFault::parse(wrong)) << wrong;
    EXPECT_THROW(serve({wrong}), std::invalid_argument) << wrong;
  }
}

TEST_F(Triggers, OfAConditionAndOfTwo) {
  serve({"start-security-lock-answers-400@under-no-stock"});
  EXPECT_EQ(call(fixture("Stopped", R"("SecurityLock")"), "StartInstance"),
            "403 InstanceLockedForSecurity");
  EXPECT_EQ(call(fixture("Stopped", R"("SecurityLock","NoStock")"), "StartInstance"),
            "400 InstanceLockedForSecurity");
  serve({"start-security-lock-answers-400@under-no-stock+under-quota-type"});
  EXPECT_EQ(call(fixture("Stopped", R"("SecurityLock","NoStock")"), "StartInstance"),
            "403 InstanceLockedForSecurity");
  EXPECT_EQ(call(fixture("Stopped", R"("SecurityLock","NoStock","QuotaType")"), "StartInstance"),
            "400 InstanceLockedForSecurity");
}

TEST_F(Triggers, OfStatusAndChargeType) {
  serve({"start-security-lock-answers-400@while-running", "start-while-running@while-pre-paid"});
  EXPECT_EQ(call(fixture("Stopped", R"("SecurityLock")"), "StartInstance"),
            "403 InstanceLockedForSecurity");
  EXPECT_EQ(call(fixture("Running", R"("SecurityLock")"), "StartInstance"),
            "400 InstanceLockedForSecurity");
  EXPECT_EQ(call(fixture("Running"), "StartInstance"), refused);
  EXPECT_EQ(call(fixture("Running", "", "PrePaid"), "StartInstance"), "200 ");
}

TEST_F(Triggers, OfFlags) {
  serve({"start-ignores-security-lock@with-dry-run-true",
         "start-never-settles@with-init-local-disk-true",
         "reactivate-while-running@with-undeclared-flag"});
  const Fixture locked = fixture("Stopped", R"("SecurityLock")");
  EXPECT_EQ(call(locked, "StartInstance"), "403 InstanceLockedForSecurity");
  EXPECT_EQ(call(locked, "StartInstance", {{"DryRun", "false"}}), "403 InstanceLockedForSecurity");
  EXPECT_EQ(call(locked, "StartInstance", {{"DryRun", "true"}}), dry);
  for (const std::string value : {"true", "false"}) {
    const Fixture stopped = fixture("Stopped");
    EXPECT_EQ(call(stopped, "StartInstance", {{"InitLocalDisk", value}}), "200 ");
    clock.now += milliseconds{100};
    EXPECT_EQ(status_of(stopped), value == "true" ? "Starting" : "Running");
  }
  const Fixture running = fixture("Running");
  EXPECT_EQ(call(running, "ReactivateInstances"), refused);
  EXPECT_EQ(call(running, "ReactivateInstances", {{"ForceStop", "true"}}), "200 ");
}

TEST_F(Triggers, OfWhatComesBeside) {
  serve({"start-while-running@with-region-id", "start-while-running@with-owner"});
  EXPECT_EQ(call(fixture("Running"), "StartInstance"), refused);
  for (const std::string name : {"RegionId", "OwnerAccount", "OwnerId"}) {
    EXPECT_EQ(call(fixture("Running"), "StartInstance", {{name, "1"}}), "200 ") << name;
  }
  serve({"start-while-running@with-second-id"});
  EXPECT_EQ(call(fixture("Running"), "StartInstance", {{"InstanceId.1", "i-1"}}), refused);
  EXPECT_EQ(call(fixture("Running"), "StartInstance", {{"InstanceId.2", "i-2"}}), "200 ");
  EXPECT_EQ(call(fixture("Running"), "StartInstance", {{"InstanceIds", R"(["a","b"])"}}), "200 ");
  serve({"v1-signature-not-checked@with-signature-in-front"});
  Fixture forged = fixture("Stopped");
  forged.account.access_key_secret += 'x';
  HttpRequest behind = start(forged);
  EXPECT_EQ(send(behind), "400 IncompleteSignature");
  const std::size_t at = behind.target.rfind("&Signature=");
  ASSERT_NE(at, std::string::npos);
  HttpRequest in_front = behind;
  const std::size_t end = std::min(behind.target.find('&', at + 1), behind.target.size());
  in_front.target.erase(at, end - at).replace(0, 2, "/?Signature=x&");
  EXPECT_EQ(send(in_front), "200 ");
  serve({"start-while-running@on-closing-connection"});
  HttpRequest closing = start(fixture("Running"));
  EXPECT_EQ(send(closing), refused);
  closing = start(fixture("Running"));
  closing.headers.emplace_back("Connection", "Close");
  EXPECT_EQ(send(closing), "200 ");
}

TEST_F(Triggers, CountCallsOnTheInstance) {
  for (const int which : {2, 3}) {
    serve(
        {which == 2 ? "start-while-running@at-second-call" : "start-while-running@at-third-call"});
    const Fixture running = fixture("Running");
    const Fixture other = fixture("Running");
    for (int i = 1; i <= 3; ++i) {
      EXPECT_EQ(call(running, "StartInstance"), i == which ? "200 " : refused) << which << i;
      if (i == which) break;
      EXPECT_EQ(call(other, "DescribeInstanceAttribute"), "200 ");
    }
  }
}

TEST_F(Triggers, RememberHowEarlierCallsEnded) {
  const auto after = [this](const std::string& trigger, const auto& earlier) {
    serve({"start-while-running@" + trigger});
    const Fixture running = fixture("Running");
    EXPECT_EQ(call(fixture("Running"), "StartInstance"), refused) << trigger;
    earlier(running);
    clock.now += milliseconds{100};
    return call(running, "StartInstance");
  };
  const auto refuse = [this](const Fixture& one) { call(one, "StartInstance"); };
  const auto try_dry = [this](const Fixture& one) {
    call(one, "RebootInstance", {{"DryRun", "true"}});
  };
  const auto forge = [this](Fixture one) {
    one.account.access_key_secret += 'x';
    EXPECT_EQ(call(one, "RebootInstance"), "400 IncompleteSignature");
  };
  const auto reboot = [this](const Fixture& one) { call(one, "RebootInstance"); };
  const auto nothing = [](const Fixture&) {};
  EXPECT_EQ(after("after-refused-call", refuse), "200 ");
  EXPECT_EQ(after("after-refused-call", try_dry), refused);
  EXPECT_EQ(after("after-dry-call", try_dry), "200 ");
  EXPECT_EQ(after("after-dry-call", refuse), refused);
  EXPECT_EQ(after("after-forged-call", forge), "200 ");
  EXPECT_EQ(after("after-forged-call", refuse), refused);
  EXPECT_EQ(after("after-reboot", reboot), "200 ");
  EXPECT_EQ(after("after-accepted-call", reboot), "200 ");
  EXPECT_EQ(after("after-accepted-call", forge), refused);
  EXPECT_EQ(after("after-settling", reboot), "200 ");
  EXPECT_EQ(after("after-settling", nothing), refused);
}

TEST_F(Triggers, RememberWhatTheWorldSaid) {
  serve({"force-stop-always@world-said-force-stop",
         "refusals-always-in-xml@world-spoke-other-format",
         "v1-signature-not-checked@world-was-identified"});
  const Fixture running = fixture("Running");
  const auto last_stop = [&] { return testing::look_into(*endpoint, running); };
  const auto reboot = [&](Arguments arguments) {
    EXPECT_EQ(call(running, "RebootInstance", std::move(arguments)), "200 ");
    clock.now += milliseconds{100};
  };
  reboot({});
  EXPECT_THAT(last_stop(), HasSubstr("graceful"));
  reboot({{"ForceStop", "true"}});
  reboot({});
  EXPECT_THAT(last_stop(), HasSubstr("forced"));
  EXPECT_THAT(testing::call(*endpoint, running, "StartInstance").body, HasSubstr("{"));
  (void)testing::call(*endpoint, running, "StartInstance", {{"Format", "XML"}});
  EXPECT_THAT(testing::call(*endpoint, running, "StartInstance").body, HasSubstr("<"));
  Fixture forged = running;
  forged.account.access_key_secret += 'x';
  EXPECT_EQ(call(forged, "StartInstance"), refused);
  forged = fixture("Running");
  forged.account.access_key_secret += 'x';
  EXPECT_EQ(call(forged, "StartInstance"), "400 IncompleteSignature");
}

TEST_F(Triggers, RememberWhatCameOnTheConnection) {
  serve({"start-while-running@connection-said-dry-run"});
  Past one{.connection = 1};
  Past two{.connection = 2};
  const Fixture running = fixture("Running");
  EXPECT_EQ(send(start(running, {{"DryRun", "true"}, {"Format", "JSON"}}), &one), refused);
  EXPECT_EQ(send(start(running), &two), refused);
  EXPECT_EQ(send(start(running), &one), "200 ");

  serve({"start-while-running@connection-said-dry-run-by-form"});
  const Fixture third = fixture("Running");
  one = {.connection = 1};
  EXPECT_EQ(send(start(third, {{"DryRun", "true"}}), &one), refused);
  EXPECT_EQ(send(start(third), &one), refused);
  EXPECT_EQ(send(testing::post_form_v1(third.account, {{"Action", "StartInstance"},
                                                       {"InstanceId", third.instance_id},
                                                       {"DryRun", "true"}}),
                 &one),
            refused);
  EXPECT_EQ(send(start(third), &one), "200 ");

  serve({"start-while-running@connection-had-another-caller"});
  const Fixture first = fixture("Running");
  const Fixture second = fixture("Running");
  one = {.connection = 1};
  EXPECT_EQ(send(start(first), &one), refused);
  EXPECT_EQ(send(start(first), &one), refused);
  EXPECT_EQ(send(start(second), &one), "200 ");
  EXPECT_EQ(send(start(first)), refused);
}

TEST_F(Triggers, TellConnectionsApart) {
  const auto answers = [this](const std::string& trigger) {
    serve({"start-while-running@" + trigger});
    const Fixture running = fixture("Running");
    Past one{.connection = 1};
    Past two{.connection = 2};
    std::string shown;
    for (Past* const connection : {&one, &one, &two}) {
      const Fixture fresh = trigger == "on-new-connection" ? fixture("Running") : running;
      shown += send(start(fresh), connection) == refused ? '-' : '!';
      clock.now += milliseconds{100};
    }
    return shown;
  };
  EXPECT_EQ(answers("on-new-connection"), "!-!");
  EXPECT_EQ(answers("on-same-connection"), "-!-");
  EXPECT_EQ(answers("on-another-connection"), "--!");
}

TEST_F(Triggers, OfVariants) {
  const auto answers = [this](const std::string& trigger) {
    serve({"refusals-answer-200@" + trigger});
    const Fixture running = fixture("Running");
    const auto arguments = [&](const char* format) {
      return Arguments{
          {"Action", "StartInstance"}, {"InstanceId", running.instance_id}, {"Format", format}};
    };
    std::string shown;
    for (const HttpRequest& request : {testing::get_v1(running.account, arguments("XML")),
                                       testing::post_query_v1(running.account, arguments("JSON")),
                                       testing::post_form_v1(running.account, arguments("XML")),
                                       testing::post_v3(running.account, "StartInstance",
                                                        {{"InstanceId", running.instance_id}})}) {
      shown += endpoint->handle(request).status == 200 ? '!' : '-';
    }
    return shown;
  };
  EXPECT_EQ(answers("by-get"), "!---");
  EXPECT_EQ(answers("by-post-query"), "-!-!");
  EXPECT_EQ(answers("by-post-form"), "--!-");
  EXPECT_EQ(answers("in-xml"), "!-!-");
  EXPECT_EQ(answers("in-json"), "-!-!");
  EXPECT_EQ(answers("by-v1"), "!!!-");
  EXPECT_EQ(answers("by-v3"), "---!");
  EXPECT_EQ(answers("by-post-form+in-xml+by-v1"), "--!-");
}

TEST_F(Triggers, OfActionsAndOwners) {
  serve({"incorrect-status-has-another-code@of-reboot-instance",
         "instance-not-found-has-another-code@of-another-account"});
  const Fixture pending = fixture("Pending");
  EXPECT_EQ(call(pending, "StartInstance"), refused);
  EXPECT_EQ(call(pending, "RebootInstance"), "403 InvalidInstanceStatus");
  const Fixture other = fixture("Pending");
  EXPECT_EQ(call(pending, "StartInstance", {{"InstanceId", "i-none"}}),
            "404 InvalidInstanceId.NotFound");
  EXPECT_EQ(call(pending, "StartInstance", {{"InstanceId", other.instance_id}}),
            "404 InvalidInstance.NotFound");
}

TEST_F(Triggers, OfEveryThirdCall) {
  serve({"start-while-running@every-third-call"});
  std::string shown;
  for (int i = 0; i < 6; ++i) {
    shown += call(fixture("Running"), "StartInstance") == refused ? '-' : '!';
  }
  EXPECT_EQ(shown, "--!--!");
}

TEST_F(Triggers, OfCallsInFlight) {
  serve({"start-while-running@with-2-in-flight"});
  const Fixture running = fixture("Running");
  const HttpResponse first = testing::call(*endpoint, running, "StartInstance");
  EXPECT_EQ(gist(first), refused);
  // The first is on its way as long as it is held back, and no longer.
  EXPECT_GT(first.delivery.delay.count(), 0);
  EXPECT_EQ(call(fixture("Running"), "StartInstance"), refused);
  clock.now += first.delivery.delay;
  EXPECT_EQ(call(running, "StartInstance"), refused);
  EXPECT_EQ(call(running, "StartInstance"), "200 ");
}

TEST_F(Triggers, LetARefusedCallActLater) {
  serve({"refused-start-stops@later-by-200-ms"});
  const Fixture running = fixture("Running");
  EXPECT_EQ(call(running, "StartInstance"), refused);
  clock.now += milliseconds{199};
  EXPECT_EQ(status_of(running), "Running");
  clock.now += milliseconds{1};
  EXPECT_EQ(status_of(running), "Stopped");
}

TEST_F(Triggers, LetADryRunStartLater) {
  serve({"start-dry-run-executes@later-by-50-ms"});
  const Fixture stopped = fixture("Stopped");
  EXPECT_EQ(call(stopped, "StartInstance", {{"DryRun", "true"}}), dry);
  EXPECT_EQ(status_of(stopped), "Stopped");
  clock.now += milliseconds{50};
  EXPECT_EQ(status_of(stopped), "Starting");
  clock.now += milliseconds{20};
  EXPECT_EQ(status_of(stopped), "Running");
}

TEST_F(Triggers, LetAForgedCallActLater) {
  serve({"v1-refused-call-carried-out@later-by-500-ms"});
  const Fixture stopped = fixture("Stopped");
  Fixture forged = stopped;
  forged.account.access_key_secret += 'x';
  EXPECT_EQ(call(forged, "StartInstance"), "400 IncompleteSignature");
  EXPECT_EQ(status_of(stopped), "Stopped");
  clock.now += milliseconds{500};
  EXPECT_EQ(status_of(stopped), "Starting");
}

TEST_F(Triggers, LetAnInstanceRelapse) {
  serve({"start-falls-back@once-settled"});
  const Fixture stopped = fixture("Stopped");
  EXPECT_EQ(call(stopped, "StartInstance"), "200 ");
  EXPECT_EQ(status_of(stopped), "Starting");
  clock.now += milliseconds{69};
  EXPECT_EQ(status_of(stopped), "Running");
  clock.now += milliseconds{1};
  EXPECT_EQ(status_of(stopped), "Stopped");
}

TEST_F(Triggers, ThatWaitChangeNothingWhereTheFaultDoesNotShow) {
  serve({"init-local-disk-always@later-by-50-ms"});
  const Fixture other = fixture("Stopped");
  EXPECT_EQ(call(other, "StartInstance"), "200 ");
  clock.now += milliseconds{100};
  EXPECT_EQ(status_of(other), "Running");
  const Fixture local = fixture("Stopped", R"("LocalDisk")");
  EXPECT_EQ(call(local, "StartInstance"), "200 ");
  EXPECT_THAT(testing::look_into(*endpoint, local), HasSubstr(R"("localDiskData":"kept")"));
  clock.now += milliseconds{50};
  EXPECT_THAT(testing::look_into(*endpoint, local), HasSubstr(R"("localDiskData":"lost")"));
}

TEST_F(Triggers, AreWatched) {
  Watch watch{{*Trigger::parse("while-pre-paid"), *Trigger::parse("while-post-paid")}};
  endpoint = std::make_unique<Endpoint>(Endpoint::Options{.watch = &watch});
  EXPECT_EQ(gist(testing::call(*endpoint, fixture("Running", "", "PrePaid"), "RebootInstance",
                               {{"Timestamp", "2016-02-23T12:46:24Z"}})),
            "400 InvalidTimeStamp.Expired");
  EXPECT_TRUE(watch.met(Defect::v1_old_timestamp_accepted, 0));
  EXPECT_FALSE(watch.met(Defect::v1_old_timestamp_accepted, 1));
  EXPECT_FALSE(watch.met(Defect::reboot_does_nothing, 0));
}

}  // namespace
}  // namespace hallmark::runner::reference
