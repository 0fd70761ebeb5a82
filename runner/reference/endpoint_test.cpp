// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

using testing::Arguments;
using testing::call;
using testing::described_status;
using testing::Fixture;
using testing::gist;
using ::testing::HasSubstr;
using testing::look_into;
using ::testing::MatchesRegex;
using testing::member;

class HonestEndpoint : public ::testing::Test {
 protected:
  static Endpoint::Options options(testing::Clock& clock) {
    Endpoint::Options options;
    options.clock = clock.reader();
    return options;
  }
  Fixture fixture(const std::string& status, const std::string& conditions = "",
                  const std::string& charge_type = "PostPaid") {
    return testing::make_fixture(endpoint, R"({"status":")" + status + R"(","chargeType":")" +
                                               charge_type + R"(","settleMs":50,"conditions":[)" +
                                               conditions + "]}");
  }
  // What the action says to an instance in a condition.
  std::string answer(std::string_view action, const std::string& status,
                     const std::string& conditions = "",
                     const std::string& charge_type = "PostPaid") {
    return gist(call(endpoint, fixture(status, conditions, charge_type), action));
  }

  testing::Clock clock;
  Endpoint endpoint{options(clock)};
};

TEST_F(HonestEndpoint, StartsAStoppedInstance) {
  const Fixture stopped = fixture("Stopped");
  EXPECT_EQ(described_status(endpoint, stopped), "Stopped");
  const HttpResponse response = call(endpoint, stopped, "StartInstance");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, MatchesRegex(R"(\{"RequestId":"[0-9A-F-]+"\})"));
  EXPECT_EQ(described_status(endpoint, stopped), "Starting");
  clock.now += std::chrono::milliseconds{50};
  EXPECT_EQ(described_status(endpoint, stopped), "Running");
}

TEST_F(HonestEndpoint, ChecksTheStatus) {
  for (const std::string status : {"Pending", "Starting", "Running", "Stopping", "Stopped"}) {
    const std::string refused = "403 IncorrectInstanceStatus";
    EXPECT_EQ(answer("StartInstance", status), status == "Stopped" ? "200 " : refused) << status;
    EXPECT_EQ(answer("RebootInstance", status), status == "Running" ? "200 " : refused) << status;
    EXPECT_EQ(answer("StopInstance", status), status == "Running" ? "200 " : refused) << status;
    EXPECT_EQ(answer("ReactivateInstances", status, R"("Expired")"),
              status == "Stopped" ? "200 " : refused)
        << status;
  }
}

TEST_F(HonestEndpoint, RefusesForEachConditionOfStartInstance) {
  const auto refusal = [&](const std::string& condition) {
    const HttpResponse response =
        call(endpoint, fixture("Stopped", '"' + condition + '"'), "StartInstance");
    return gist(response) + ": " + member(response, "Message");
  };
  EXPECT_EQ(refusal("SecurityLock"),
            "403 InstanceLockedForSecurity: The specified operation is denied as your instance is "
            "locked for security reasons.");
  EXPECT_EQ(refusal("Expired"),
            "403 InstanceExpired: The postPaid instance has been expired.Please ensure your "
            "account have enough balance.");
  EXPECT_EQ(refusal("InsufficientBalance"),
            "403 InsufficientBalance: Your account does not have enough balance.");
  EXPECT_EQ(refusal("DiskIncorrectStatus"), "403 DiskError: IncorrectDiskStatus.");
  EXPECT_EQ(refusal("DiskInArrears"),
            "403 DiskInArrears: The specified operation is denied as your disk has expired.");
  EXPECT_EQ(refusal("NotReady"),
            "403 InstanceNotReady: The specified instance is not ready for use.");
  EXPECT_EQ(refusal("Unreachable"),
            "500 InstanceNotReady: The specified instance is not ready for use");
  EXPECT_EQ(refusal("KmsUnauthorized"),
            "403 InvalidParameter.KMSKeyId.KMSUnauthorized: ECS service have no right to access "
            "your KMS.");
  EXPECT_EQ(refusal("NoStock"),
            "403 OperationDenied.NoStock: The requested resource is sold out in the specified "
            "zone; try other types of resources or other regions and zones.");
  EXPECT_EQ(refusal("SpotPriceLow"),
            "403 OperationDenied.SpotPriceLowerThanPublicPrice: The spot instance price is lower "
            "than public price.");
  EXPECT_EQ(refusal("QuotaType"),
            "403 QuotaExceed.ElasticQuota: No additional quota is available for the specified ECS "
            "instance type.");
  EXPECT_EQ(refusal("QuotaInstances"),
            "403 QuotaExceed.ElasticQuota: The number of the specified ECS instances has exceeded "
            "the quota of the specified instance type.");
  EXPECT_EQ(refusal("QuotaVcpus"),
            "403 QuotaExceed.ElasticQuota: The number of vCPUs assigned to the ECS instances has "
            "exceeded the quota in the zone.");
  EXPECT_THAT(refusal("QuotaInstancesOrVcpus"), HasSubstr("instance type, or the number of vCPUs"));
  EXPECT_EQ(refusal("ServiceError"),
            "500 InternalError: The request processing has failed due to some unknown error.");
  EXPECT_EQ(refusal("ServiceFailure"),
            "500 InternalError: The request processing has failed due to some unknown error, "
            "exception or failure.");
}

TEST_F(HonestEndpoint, KeepsToThePagesOfItsDay) {
  using std::chrono::year;
  const auto on = [&](std::chrono::year_month_day day, std::string_view action,
                      const std::string& condition, Arguments arguments) {
    Endpoint::Options dated = options(clock);
    dated.day = day;
    Endpoint other{dated};
    const Fixture stopped =
        testing::make_fixture(other, R"({"status":"Stopped","conditions":[)" + condition + "]}");
    return gist(call(other, stopped, action, arguments));
  };
  const auto before = year{2020} / std::chrono::October / 11;
  const auto after = year{2020} / std::chrono::October / 12;
  EXPECT_EQ(on(before, "StartInstance", "", {{"DryRun", "true"}}), "200 ");
  EXPECT_EQ(on(before, "StartInstance", "", {{"DryRun", "maybe"}}), "200 ");
  EXPECT_EQ(on(after, "StartInstance", "", {{"DryRun", "true"}}), "400 DryRunOperation");
  EXPECT_EQ(on(before, "StartInstance", R"("Unreachable")", {}), "403 InstanceNotReady");
  EXPECT_EQ(on(after, "StartInstance", R"("Unreachable")", {}), "500 InstanceNotReady");
  EXPECT_EQ(on(year{2020} / std::chrono::September / 9, "ReActivateInstances", "", {}),
            "403 ReactivateInstances.InstanceStatusNotValid");
  EXPECT_EQ(on(year{2020} / std::chrono::September / 10, "ReActivateInstances", "", {}),
            "400 ReopenInstance.InstanceStatusNotValid");
}

TEST_F(HonestEndpoint, RefusesForEachConditionOfRebootInstance) {
  EXPECT_EQ(answer("RebootInstance", "Running", R"("SecurityLock")"),
            "403 InstanceLockedForSecurity");
  EXPECT_EQ(answer("RebootInstance", "Running", R"("DiskIncorrectStatus")"), "403 DiskError");
  EXPECT_EQ(answer("RebootInstance", "Running", R"("KmsUnauthorized")"),
            "403 InvalidParameter.KMSKeyId.KMSUnauthorized");
  EXPECT_EQ(answer("RebootInstance", "Stopped", R"("Expired")"), "403 InstanceExpiredOrInArrears");
  EXPECT_EQ(answer("RebootInstance", "Stopped", R"("PrePaidExpired")", "PrePaid"),
            "403 InstanceExpiredOrInArrears");
  EXPECT_EQ(answer("RebootInstance", "Running", R"("ServiceError")"), "500 InternalError");
  EXPECT_EQ(answer("RebootInstance", "Running", R"("NoStock","SpotPriceLow")"), "200 ");
}

TEST_F(HonestEndpoint, RefusesForEachConditionOfReactivateInstances) {
  EXPECT_EQ(answer("ReactivateInstances", "Stopped"),
            "403 ReactivateInstances.InstanceStatusNotValid");
  EXPECT_EQ(answer("ReactivateInstances", "Running"), "403 IncorrectInstanceStatus");
  EXPECT_EQ(answer("ReactivateInstances", "Stopped", "", "PrePaid"),
            "404 InvalidPayType.NotSupport");
  EXPECT_EQ(answer("ReactivateInstances", "Stopped", R"("PrePaidExpired")", "PrePaid"),
            "404 InvalidPayType.NotSupport");
  EXPECT_EQ(answer("ReactivateInstances", "Stopped", R"("Expired","SecurityLock")"),
            "403 InstanceLockedForSecurity");
  EXPECT_EQ(answer("ReactivateInstances", "Stopped", R"("Expired","InsufficientBalance")"),
            "403 InsufficientBalance");
  EXPECT_EQ(answer("ReactivateInstances", "Stopped", R"("OverdueRecycling")"), "200 ");
  EXPECT_EQ(answer("ReActivateInstances", "Stopped", R"("ImageExpired")"), "200 ");
  EXPECT_EQ(answer("ReActivateInstances", "Stopped", R"("EcsAndImageExpired")"), "200 ");
}

TEST_F(HonestEndpoint, ReactivatesAndClearsTheFinancialLock) {
  const Fixture expired = fixture("Stopped", R"("Expired")");
  EXPECT_THAT(call(endpoint, expired, "DescribeInstanceAttribute").body,
              HasSubstr(R"("OperationLocks":{"LockReason":[{"LockReason":"financial"}]})"));
  EXPECT_EQ(call(endpoint, expired, "ReActivateInstances").status, 200);
  EXPECT_THAT(call(endpoint, expired, "DescribeInstanceAttribute").body,
              HasSubstr(R"("OperationLocks":{"LockReason":[]})"));
  EXPECT_EQ(described_status(endpoint, expired), "Starting");
}

TEST_F(HonestEndpoint, NamesTheRootAfterTheRequestsSpelling) {
  for (const std::string spelling : {"ReactivateInstances", "ReActivateInstances"}) {
    const Fixture expired = fixture("Stopped", R"("Expired")");
    EXPECT_THAT(
        call(endpoint, expired, spelling, {{"Format", "xml"}}).body,
        MatchesRegex(".*\\?><" + spelling + "Response><RequestId>[0-9A-F-]{36}</RequestId></" +
                     spelling + "Response>"));
  }
}

TEST_F(HonestEndpoint, OnlyChecksInADryRun) {
  const Fixture stopped = fixture("Stopped");
  const HttpResponse response = call(endpoint, stopped, "StartInstance", {{"DryRun", "true"}});
  EXPECT_EQ(gist(response), "400 DryRunOperation");
  EXPECT_EQ(member(response, "Message"),
            "Request validation has been passed with DryRun flag set.");
  EXPECT_EQ(described_status(endpoint, stopped), "Stopped");
  EXPECT_EQ(gist(call(endpoint, stopped, "RebootInstance", {{"DryRun", "true"}})),
            "403 IncorrectInstanceStatus");
  EXPECT_EQ(
      gist(call(endpoint, stopped, "StartInstance", {{"DryRun", "true"}, {"InstanceId", ""}})),
      "400 MissingParameter");
  EXPECT_EQ(gist(call(endpoint, stopped, "StartInstance", {{"DryRun", "false"}})), "200 ");
  const Fixture expired = fixture("Stopped", R"("Expired")");
  EXPECT_EQ(gist(call(endpoint, expired, "ReactivateInstances", {{"DryRun", "true"}})), "200 ");
}

TEST_F(HonestEndpoint, KeepsOrLosesLocalDiskData) {
  for (const std::string value : {"true", "false", ""}) {
    const Fixture local = fixture("Stopped", R"("LocalDisk","LocalDiskFailed")");
    EXPECT_EQ(call(endpoint, local, "StartInstance", {{"InitLocalDisk", value}}).status, 200);
    EXPECT_THAT(
        look_into(endpoint, local),
        HasSubstr(value == "true" ? R"("localDiskData":"lost")" : R"("localDiskData":"kept")"));
  }
  const Fixture other = fixture("Stopped");
  EXPECT_EQ(call(endpoint, other, "StartInstance", {{"InitLocalDisk", "true"}}).status, 200);
  EXPECT_THAT(look_into(endpoint, other), HasSubstr(R"("localDiskData":"kept")"));
}

TEST_F(HonestEndpoint, StopsForciblyOnlyIfTold) {
  for (const std::string value : {"true", "false", ""}) {
    const Fixture running = fixture("Running");
    EXPECT_EQ(call(endpoint, running, "RebootInstance", {{"ForceStop", value}}).status, 200);
    EXPECT_THAT(look_into(endpoint, running),
                HasSubstr(value == "true" ? R"("lastStop":"forced")" : R"("lastStop":"graceful")"));
  }
}

TEST_F(HonestEndpoint, TakesParametersLiterally) {
  const Fixture stopped = fixture("Stopped");
  const auto start = [&](Arguments changed) {
    return gist(call(endpoint, stopped, "StartInstance", std::move(changed)));
  };
  const std::string id = stopped.instance_id;
  EXPECT_EQ(start({{"DryRun", "maybe"}}), "400 InvalidParameter");
  EXPECT_EQ(start({{"InitLocalDisk", "yes"}}), "400 InvalidParameter");
  EXPECT_EQ(start({{"InstanceId", ""}}), "400 MissingParameter");
  EXPECT_EQ(start({{"InstanceId", ""}, {"instanceid", id}}), "400 MissingParameter");
  for (const std::string& other :
       {id + ' ', ' ' + id, id.substr(0, 8), id + 'x', "I" + id.substr(1),
        std::string{"\xF0\x9F\x98\x80"}, id + std::string(1, '\0'), std::string(100000, 'i'),
        std::string{"a+b*c~d/e&f=g%41"}}) {
    EXPECT_EQ(start({{"InstanceId", other}}), "404 InvalidInstanceId.NotFound")
        << other.substr(0, 40);
  }
  EXPECT_EQ(start({{"RegionId", "cn-hangzhou"},
                   {"OwnerAccount", "ECSforCloud@Alibaba.com"},
                   {"Junk", "1"}}),
            "200 ");
}

TEST_F(HonestEndpoint, RefusesAParameterGivenTwice) {
  const Fixture stopped = fixture("Stopped");
  HttpRequest request = testing::get_v1(
      stopped.account, {{"Action", "StartInstance"}, {"InstanceId", stopped.instance_id}});
  request.target += "&InstanceId=" + stopped.instance_id;
  EXPECT_EQ(gist(endpoint.handle(request)), "400 InvalidParameter");
  EXPECT_EQ(described_status(endpoint, stopped), "Stopped");
}

TEST_F(HonestEndpoint, KnowsItsActionsVersionsMethodsAndFormats) {
  const Fixture stopped = fixture("Stopped");
  EXPECT_EQ(gist(call(endpoint, stopped, "startInstance")), "404 InvalidAction.NotFound");
  EXPECT_EQ(gist(call(endpoint, stopped, "StartInstance", {{"Version", "2016-03-14"}})),
            "404 InvalidAction.NotFound");
  EXPECT_EQ(gist(call(endpoint, stopped, "StartInstance", {{"Format", "yaml"}})),
            "400 InvalidParameter.Format");
  EXPECT_EQ(gist(call(endpoint, stopped, "StartInstance", {{"Format", "jSoN"}})), "200 ");
  HttpRequest put = testing::get_v1(
      stopped.account, {{"Action", "StartInstance"}, {"InstanceId", stopped.instance_id}});
  put.method = "PUT";
  EXPECT_EQ(gist(endpoint.handle(put)), "403 UnsupportedHTTPMethod");
  put.method = "GET";
  put.target.insert(1, "path");
  EXPECT_EQ(endpoint.handle(put).status, 404);
}

TEST_F(HonestEndpoint, ChoosesTheFormatThatIsAskedFor) {
  const Fixture other = fixture("Running");
  const auto type = [&](const HttpRequest& request) {
    return endpoint.handle(request).headers.at(0).second;
  };
  const Arguments arguments{{"Action", "StartInstance"}, {"InstanceId", other.instance_id}};
  EXPECT_EQ(type(testing::get_v1(other.account, arguments)), "application/xml; charset=utf-8");
  EXPECT_EQ(type(testing::post_v3(other.account, "StartInstance", {})),
            "application/json; charset=utf-8");
  EXPECT_EQ(type(testing::post_v3(other.account, "StartInstance", {{"Format", "XML"}})),
            "application/xml; charset=utf-8");
  EXPECT_EQ(
      type(testing::post_v3(other.account, "StartInstance", {}, {{"accept", "application/xml"}})),
      "application/xml; charset=utf-8");
}

TEST_F(HonestEndpoint, PutsErrorsIntoTheirEnvelope) {
  const Fixture running = fixture("Running");
  const HttpResponse json = call(endpoint, running, "StartInstance");
  EXPECT_THAT(
      json.body,
      MatchesRegex(
          R"(\{"RequestId":"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}","HostId":"ecs.example.com","Code":"IncorrectInstanceStatus","Message":"The current status of the resource does not support this operation.","Recommend":"https://[^"]+"\})"));
  const HttpResponse xml = call(endpoint, running, "StartInstance", {{"Format", "XML"}});
  EXPECT_THAT(
      xml.body,
      MatchesRegex(
          R"(<\?xml [^>]+><Error><RequestId>[0-9A-F-]+</RequestId><HostId>ecs.example.com</HostId><Code>IncorrectInstanceStatus</Code><Message>[^<]+</Message><Recommend>[^<]+</Recommend></Error>)"));
}

TEST_F(HonestEndpoint, GivesEveryAnswerARequestIdOfItsOwn) {
  std::set<std::string> ids;
  const Fixture running = fixture("Running");
  for (int i = 0; i < 100; ++i)
    ids.insert(member(call(endpoint, running, "StartInstance"), "RequestId"));
  EXPECT_EQ(ids.size(), 100u);
}

TEST_F(HonestEndpoint, HidesTheInstancesOfOthers) {
  const Fixture mine = fixture("Stopped");
  const Fixture other = fixture("Stopped");
  for (const char* const action : {"StartInstance", "RebootInstance", "ReactivateInstances",
                                   "StopInstance", "DeleteInstance", "DescribeInstanceAttribute"}) {
    EXPECT_EQ(gist(call(endpoint, mine, action, {{"InstanceId", other.instance_id}})),
              "404 InvalidInstanceId.NotFound")
        << action;
  }
  EXPECT_THAT(call(endpoint, mine, "DescribeInstances", {{"RegionId", "cn-hangzhou"}}).body,
              ::testing::Not(HasSubstr(other.instance_id)));
}

TEST_F(HonestEndpoint, DescribesInstances) {
  const Fixture mine = fixture("Stopping", R"("SecurityLock")");
  const auto describe = [&](std::string_view action, Arguments arguments) {
    arguments["RegionId"] = "cn-hangzhou";
    return call(endpoint, mine, action, std::move(arguments)).body;
  };
  const std::string one =
      describe("DescribeInstances", {{"InstanceIds", "[\"" + mine.instance_id + "\"]"}});
  EXPECT_THAT(one, HasSubstr(R"("Status":"Stopping","InstanceChargeType":"PostPaid")"));
  EXPECT_THAT(one, HasSubstr(R"("OperationLocks":{"LockReason":[{"LockReason":"security"}]})"));
  EXPECT_THAT(one, HasSubstr(R"("TotalCount":1,"PageNumber":1,"PageSize":10)"));
  EXPECT_THAT(describe("DescribeInstances", {{"InstanceIds", "[]"}}),
              HasSubstr(R"("Instance":[]},"TotalCount":0)"));
  EXPECT_THAT(describe("DescribeInstances", {{"Status", "Running"}}),
              HasSubstr(R"("TotalCount":0)"));
  EXPECT_THAT(describe("DescribeInstances", {{"Status", "Sleeping"}}),
              HasSubstr("InvalidStatus.NotFound"));
  EXPECT_THAT(describe("DescribeInstances", {{"InstanceIds", "i-1"}}),
              HasSubstr("InvalidInstanceIds.MalFormed"));
  EXPECT_THAT(describe("DescribeInstances", {{"PageSize", "101"}}), HasSubstr("InvalidParameter"));
  EXPECT_THAT(describe("DescribeInstanceStatus",
                       {{"InstanceId.1", mine.instance_id}, {"InstanceId.2", "i-2"}}),
              HasSubstr(R"("InstanceStatus":[{"InstanceId":")" + mine.instance_id +
                        R"(","Status":"Stopping"}]},"TotalCount":1)"));
  EXPECT_EQ(gist(call(endpoint, mine, "DescribeInstances")), "400 MissingParameter");
}

TEST_F(HonestEndpoint, RunsAndDeletesInstancesWithoutFixtures) {
  const Fixture account{.id = {}, .account = endpoint.default_account(), .instance_id = {}};
  const HttpResponse run = call(endpoint, account, "RunInstances", {{"RegionId", "cn-hangzhou"}});
  EXPECT_THAT(
      run.body,
      MatchesRegex(
          R"(\{"RequestId":"[^"]+","InstanceIdSets":\{"InstanceIdSet":\["i-bp1[a-z0-9]{17}"\]\}\})"));
  const Fixture made{.id = {},
                     .account = account.account,
                     .instance_id = run.body.substr(run.body.find("i-bp1"), 22)};
  EXPECT_EQ(described_status(endpoint, made), "Pending");
  clock.now += std::chrono::milliseconds{50};
  EXPECT_EQ(described_status(endpoint, made), "Starting");
  clock.now += std::chrono::milliseconds{50};
  EXPECT_EQ(described_status(endpoint, made), "Running");
  EXPECT_EQ(call(endpoint, made, "StopInstance").status, 200);
  EXPECT_EQ(described_status(endpoint, made), "Stopping");
  EXPECT_EQ(gist(call(endpoint, made, "DeleteInstance")), "403 IncorrectInstanceStatus");
  clock.now += std::chrono::milliseconds{50};
  EXPECT_EQ(call(endpoint, made, "DeleteInstance").status, 200);
  EXPECT_EQ(gist(call(endpoint, made, "StartInstance")), "404 InvalidInstanceId.NotFound");
}

TEST_F(HonestEndpoint, DescribesTheTypeThatWasRun) {
  const Fixture account{.id = {}, .account = endpoint.default_account(), .instance_id = {}};
  (void)call(endpoint, account, "RunInstances",
             {{"RegionId", "cn-hangzhou"}, {"InstanceType", "ecs.g7.xlarge"}});
  EXPECT_EQ(member(call(endpoint, account, "DescribeInstances", {{"RegionId", "cn-hangzhou"}}),
                   "InstanceType"),
            "ecs.g7.xlarge");
}

// Public clients write Booleans and times so; no document does.
TEST_F(HonestEndpoint, TakesWhatClientsSendUnlessItIsStrict) {
  Endpoint::Options strictly = options(clock);
  strictly.strict_parsing = true;
  Endpoint strict{std::move(strictly)};
  const auto answers = [&](Endpoint& asked, const Arguments& arguments) {
    return gist(call(asked, testing::make_fixture(asked, R"({"status":"Stopped"})"),
                     "StartInstance", arguments));
  };
  for (const std::string name : {"True", "TRUE", "1"}) {
    EXPECT_EQ(answers(endpoint, {{"DryRun", name}}), "400 DryRunOperation") << name;
    EXPECT_EQ(answers(strict, {{"DryRun", name}}), "400 InvalidParameter") << name;
  }
  for (const std::string name : {"False", "FALSE", "0"}) {
    EXPECT_EQ(answers(endpoint, {{"DryRun", name}}), "200 ") << name;
  }
  for (const std::string name : {" true", "2", "yes", "tru", "01"}) {
    EXPECT_EQ(answers(endpoint, {{"DryRun", name}}), "400 InvalidParameter") << name;
  }
  std::string time = testing::printed(testing::test_time);
  time.insert(time.size() - 1, ".123");
  EXPECT_EQ(answers(endpoint, {{"Timestamp", time}}), "200 ");
  EXPECT_EQ(answers(strict, {{"Timestamp", time}}), "400 InvalidTimeStamp.Format");
  for (const char* const fraction : {".", ".1x", "123"}) {
    std::string odd = testing::printed(testing::test_time);
    odd.insert(odd.size() - 1, fraction);
    EXPECT_EQ(answers(endpoint, {{"Timestamp", odd}}), "400 InvalidTimeStamp.Format") << fraction;
  }
}

TEST_F(HonestEndpoint, AcceptsOneOfManySimultaneousStarts) {
  for (int round = 0; round < 20; ++round) {
    const Fixture stopped = fixture("Stopped");
    std::atomic<int> accepted{0};
    std::atomic<int> refused{0};
    {
      std::vector<std::jthread> callers;
      for (int i = 0; i < 8; ++i) {
        callers.emplace_back([&] {
          const std::string answer = gist(call(endpoint, stopped, "StartInstance"));
          if (answer == "200 ") ++accepted;
          if (answer == "403 IncorrectInstanceStatus") ++refused;
        });
      }
    }
    EXPECT_EQ(accepted, 1);
    EXPECT_EQ(refused, 7);
  }
}

TEST_F(HonestEndpoint, AnswersAnyBytes) {
  const std::string junk{"\xFF\x00&%=?/\n+\"<", 11};
  for (const std::string& target :
       {std::string{}, junk, "/?" + junk, "/_fixtures/" + junk, std::string{"/?%"},
        std::string{"?"}, std::string{"http://x"}}) {
    for (const std::string& method : {std::string{"GET"}, std::string{"POST"}, junk}) {
      const HttpResponse response = endpoint.handle(
          {.method = method,
           .target = target,
           .headers = {{junk, junk}, {"Host", junk}, {"Authorization", "ACS3-HMAC-SHA256 " + junk}},
           .body = junk});
      EXPECT_GE(response.status, 400);
      EXPECT_LT(response.status, 500);
    }
  }
}

}  // namespace
}  // namespace hallmark::runner::reference
