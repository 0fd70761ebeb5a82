// SPDX-License-Identifier: Apache-2.0
//
// Fixtures through the public API of the reference endpoint, and of servers with a script.
#include "runner/staging/api_fixtures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"
#include "runner/staging/api_calls.hpp"
#include "runner/staging/http_fixtures.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using specs::InstanceStatus;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::Optional;
using testing::Peer;
using testing::RawServer;
using testing::run;
using ::testing::StartsWith;

constexpr cases::Fixture stopped{.status = InstanceStatus::stopped};
constexpr cases::Fixture running{.status = InstanceStatus::running};

World account_of(const reference::Endpoint& endpoint) {
  const auto account = endpoint.default_account();
  return {.fixture_id = {},
          .credentials = {.access_key_id = account.access_key_id,
                          .access_key_secret = account.access_key_secret,
                          .security_token = {}},
          .region_id = "cn-hangzhou",
          .instance_id = {}};
}

std::string broken(const Staged& staged) {
  const auto* what = std::get_if<Broken>(&staged);
  return what == nullptr ? "not broken" : what->what;
}

// An endpoint, a provider that uses it, and a look at it that goes past the provider.
class Bench {
 public:
  explicit Bench(reference::Endpoint::Options options = {}, ApiFixtureOptions how = {})
      : endpoint_{std::move(options)},
        account_{account_of(endpoint_)},
        provider_{provider_with(account_.credentials, std::move(how))},
        api_{io_.get_executor(), url(), {}} {}

  FixtureProvider& provider() { return *provider_; }
  std::optional<std::string> open() { return run(io_, provider_->open()); }
  Staged try_to_stage(const cases::Fixture& fixture) { return run(io_, provider_->stage(fixture)); }
  World stage(const cases::Fixture& fixture) {
    const Staged staged = try_to_stage(fixture);
    if (const auto* world = std::get_if<World>(&staged)) return *world;
    ADD_FAILURE() << broken(staged);
    return {};
  }
  void strike(const World& world, bool changed) {
    const auto struck = [&]() -> asio::awaitable<bool> {
      co_await provider_->strike(world, changed);
      co_return true;
    };
    EXPECT_TRUE(run(io_, struck()));
  }
  void close() {
    const auto closed = [&]() -> asio::awaitable<bool> {
      co_await provider_->close();
      co_return true;
    };
    EXPECT_TRUE(run(io_, closed()));
  }
  std::string status_of(const World& world) { return run(io_, api_.look(world)).status; }
  std::size_t instances() {
    const ApiAnswer answer = run(io_, api_.describe(account_));
    EXPECT_TRUE(answer.accepted) << answer.told;
    return find_all(answer.reply.tree, "Instances.Instance").size();
  }
  bool call(const World& world, const std::string& action) {
    return run(io_, api_.call(world, action, {{"InstanceId", world.instance_id}})).accepted;
  }
  asio::io_context& io() { return io_; }
  std::unique_ptr<FixtureProvider> provider_with(Credentials credentials,
                                                 ApiFixtureOptions how = {}) {
    how.region = "cn-hangzhou";
    return api_fixtures(io_.get_executor(), url(), {}, std::move(credentials), std::move(how));
  }
  const World& account() const { return account_; }
  std::string told(const World& world, std::string_view member) {
    const ApiAnswer answer = run(io_, api_.describe(world));
    const auto items = find_all(answer.reply.tree, "Instances.Instance");
    return items.size() == 1 ? first_text(*items.front(), member).value_or("") : "not told";
  }
  // Another one that the endpoint knows.
  Credentials account_of_a_fixture() {
    const auto fixtures =
        http_fixtures(io_.get_executor(), *parse_url(server_.url() + "/_fixtures"), "fixtures", {});
    EXPECT_EQ(run(io_, fixtures->open()), std::nullopt);
    const Staged staged = run(io_, fixtures->stage(running));
    EXPECT_TRUE(std::holds_alternative<World>(staged)) << broken(staged);
    return std::get<World>(staged).credentials;
  }
  void stop_server() { server_.stop(); }

 private:
  Url url() { return *parse_url(server_.url()); }

  asio::io_context io_;
  reference::Endpoint endpoint_;
  reference::Server server_{endpoint_, {}};
  World account_;
  std::unique_ptr<FixtureProvider> provider_;
  ApiCalls api_;
};

ApiFixtureOptions with_parameters(std::vector<std::string> parameters) {
  return {
      .region = {}, .run_parameters = std::move(parameters), .second_account = {}, .budget = {}};
}

ApiFixtureOptions with_patience(std::chrono::milliseconds patience) {
  return {
      .region = {}, .run_parameters = {}, .second_account = {}, .patience = patience, .budget = {}};
}

ApiFixtureOptions with_instances(std::size_t at_a_time, std::size_t in_all) {
  auto budget = std::make_shared<InstanceBudget>();
  budget->at_a_time = at_a_time;
  budget->in_all = in_all;
  return {.region = {}, .run_parameters = {}, .second_account = {}, .budget = std::move(budget)};
}

TEST(ApiFixtures, BringsAnInstanceToWhereItIsWanted) {
  Bench bench;
  ASSERT_EQ(bench.open(), std::nullopt);
  const World one = bench.stage(running);
  EXPECT_EQ(bench.status_of(one), "Running");
  EXPECT_EQ(one.credentials, bench.account().credentials);
  EXPECT_EQ(one.region_id, "cn-hangzhou");
  const World other = bench.stage(stopped);
  EXPECT_EQ(bench.status_of(other), "Stopped");
  EXPECT_EQ(bench.instances(), 2U);
  bench.strike(one, true);
  bench.strike(other, true);
  EXPECT_EQ(bench.instances(), 2U);  // for further cases
  bench.close();
  EXPECT_EQ(bench.instances(), 0U);
}

TEST(ApiFixtures, SaysWhatItCannotReach) {
  Bench bench;
  FixtureProvider& provider = bench.provider();
  EXPECT_FALSE(provider.has_other_accounts());
  EXPECT_FALSE(provider.tells());
  EXPECT_EQ(provider.lacks(running), std::nullopt);
  EXPECT_EQ(provider.lacks({.status = InstanceStatus::stopped, .settle_ms = 10}), std::nullopt);
  EXPECT_THAT(provider.lacks({.status = InstanceStatus::pending}),
              Optional(std::string{"fixture status Pending"}));
  EXPECT_THAT(provider.lacks({.charge_type = cases::ChargeType::pre_paid}),
              Optional(std::string{"fixture charge type PrePaid"}));
  EXPECT_THAT(provider.lacks({.conditions = cases::ConditionSet{cases::Condition::no_stock}}),
              Optional(std::string{"fixture NoStock"}));
}

TEST(ApiFixtures, BringsBackWhatACaseHasMoved) {
  Bench bench;
  ASSERT_EQ(bench.open(), std::nullopt);
  const World first = bench.stage(stopped);
  ASSERT_TRUE(bench.call(first, "StartInstance"));
  bench.strike(first, false);  // whoever struck it did not know
  const World second = bench.stage(stopped);
  EXPECT_EQ(second.instance_id, first.instance_id);
  EXPECT_EQ(bench.status_of(second), "Stopped");
  bench.strike(second, true);
  const World third = bench.stage(running);
  EXPECT_EQ(third.instance_id, first.instance_id);
  EXPECT_EQ(bench.status_of(third), "Running");
}

TEST(ApiFixtures, ReplacesWhatIsGone) {
  Bench bench;
  ASSERT_EQ(bench.open(), std::nullopt);
  const World first = bench.stage(stopped);
  ASSERT_TRUE(bench.call(first, "DeleteInstance"));
  bench.strike(first, true);
  const World second = bench.stage(stopped);
  EXPECT_NE(second.instance_id, first.instance_id);
}

TEST(ApiFixtures, LetsACaseWaitForTheInstanceOfAnother) {
  Bench bench{{}, with_instances(1, 4)};
  ASSERT_EQ(bench.open(), std::nullopt);
  const World first = bench.stage(running);
  bool is_struck = false;
  const auto strike = [&]() -> asio::awaitable<void> {
    asio::steady_timer timer{bench.io(), 30ms};
    co_await timer.async_wait(asio::use_awaitable);
    is_struck = true;
    co_await bench.provider().strike(first, true);
  };
  asio::co_spawn(bench.io(), strike(), asio::detached);
  const World second = bench.stage(stopped);
  EXPECT_TRUE(is_struck);
  EXPECT_EQ(second.instance_id, first.instance_id);
  EXPECT_EQ(bench.instances(), 1U);
}

TEST(ApiFixtures, MakesNoMoreInstancesThanItMay) {
  Bench bench{{}, with_instances(2, 2)};
  ASSERT_EQ(bench.open(), std::nullopt);
  const World first = bench.stage(stopped);
  const World second = bench.stage(running);
  ASSERT_TRUE(bench.call(first, "DeleteInstance"));
  bench.strike(first, true);
  EXPECT_THAT(
      broken(bench.try_to_stage(running)),
      MatchesRegex("no further instance is made: 2 instances were \\(--max-instances\\); 1 was "
                   "given up, the last since DescribeInstances does not list instance " +
                   first.instance_id + " within [0-9]+ ms"));
  bench.strike(second, false);
  EXPECT_EQ(bench.stage(running).instance_id, second.instance_id);
}

TEST(ApiFixtures, CountsWhatItMadeAndNotWhatItRefused) {
  ApiFixtureOptions options = with_instances(1, 1);
  const std::shared_ptr<InstanceBudget> budget = options.budget;
  Bench bench{{}, std::move(options)};
  ASSERT_EQ(bench.open(), std::nullopt);
  const World only = bench.stage(stopped);
  ASSERT_TRUE(bench.call(only, "DeleteInstance"));
  bench.strike(only, true);
  EXPECT_THAT(broken(bench.try_to_stage(stopped)), HasSubstr("no further instance is made"));
  EXPECT_EQ(budget->made, 1U);
}

TEST(ApiFixtures, MakesInstancesOfAKindWhereItIsToldHow) {
  Bench bench{{},
              with_parameters({"InstanceType=ecs.g6.large", "PrePaid:Period=1",
                               "LocalDisk:InstanceType=ecs.d1.large"})};
  ASSERT_EQ(bench.open(), std::nullopt);
  const cases::Fixture subscription{.status = InstanceStatus::stopped,
                                    .charge_type = cases::ChargeType::pre_paid};
  const cases::Fixture with_disk{.status = InstanceStatus::stopped,
                                 .conditions = cases::ConditionSet{cases::Condition::local_disk}};
  const World one = bench.stage(subscription);
  const World other = bench.stage(with_disk);
  EXPECT_EQ(bench.told(one, "InstanceChargeType"), "PrePaid");
  EXPECT_EQ(bench.told(other, "InstanceChargeType"), "PostPaid");
  bench.strike(one, false);
  bench.strike(other, false);
  const World plain = bench.stage(stopped);
  EXPECT_NE(plain.instance_id, one.instance_id);
  EXPECT_NE(plain.instance_id, other.instance_id);
}

// On an endpoint whose time passes slowly, so that its instances do.
TEST(ApiFixtures, HandsOutAStatusThatPassesWhereItLasts) {
  const auto start = std::chrono::system_clock::now();
  const auto slow = [start] { return start + (std::chrono::system_clock::now() - start) / 30; };
  Bench bench{{.clock = slow}};
  ASSERT_EQ(bench.open(), std::nullopt);
  for (const InstanceStatus passing : {InstanceStatus::starting, InstanceStatus::stopping}) {
    const World world = bench.stage({.status = passing});
    EXPECT_EQ(bench.status_of(world), specs::name_of(passing));
    bench.strike(world, true);
  }
  EXPECT_EQ(bench.instances(), 1U);
}

TEST(ApiFixtures, OffersNoStatusThatPassesTooFast) {
  Bench bench;
  ASSERT_EQ(bench.open(), std::nullopt);
  const Staged staged = bench.try_to_stage({.status = InstanceStatus::starting});
  ASSERT_TRUE(std::holds_alternative<Unsupported>(staged)) << broken(staged);
  EXPECT_EQ(std::get<Unsupported>(staged).why,
            "fixture status Starting: it is over too fast here to be asked in");
  EXPECT_EQ(bench.status_of(bench.stage(stopped)), "Stopped");
}

TEST(ApiFixtures, MakesAnInstanceForEachPendingWorldWhereItMay) {
  const auto start = std::chrono::system_clock::now();
  const auto slow = [start] { return start + (std::chrono::system_clock::now() - start) / 30; };
  ApiFixtureOptions how = with_instances(1, 3);
  how.budget->for_pending = true;
  Bench bench{{.clock = slow}, std::move(how)};
  ASSERT_EQ(bench.open(), std::nullopt);
  const World world = bench.stage({.status = InstanceStatus::pending});
  EXPECT_EQ(bench.status_of(world), "Pending");
  bench.strike(world, true);
  const Staged again = bench.try_to_stage({.status = InstanceStatus::pending});
  ASSERT_TRUE(std::holds_alternative<Unsupported>(again)) << broken(again);
  EXPECT_THAT(std::get<Unsupported>(again).why, HasSubstr("--max-instances 3 leaves none for it"));
}

TEST(ApiFixtures, StagesTheSecondWorldInTheOtherAccount) {
  Bench bench;
  ApiFixtureOptions how = with_instances(1, 4);
  how.second_account = bench.account_of_a_fixture();
  const auto provider = bench.provider_with(bench.account().credentials, std::move(how));
  ASSERT_EQ(run(bench.io(), provider->open()), std::nullopt);
  EXPECT_TRUE(provider->has_other_accounts());
  const Staged own = run(bench.io(), provider->stage(running, Owner::caller));
  const Staged other = run(bench.io(), provider->stage(running, Owner::other));
  ASSERT_TRUE(std::holds_alternative<World>(own)) << broken(own);
  ASSERT_TRUE(std::holds_alternative<World>(other)) << broken(other);
  EXPECT_EQ(std::get<World>(own).credentials, bench.account().credentials);
  EXPECT_NE(std::get<World>(other).credentials, bench.account().credentials);
}

TEST(ApiFixtures, DeletesWhatRunInstancesMadeTooMuch) {
  Bench bench{{}, with_parameters({"Amount=3"})};
  ASSERT_EQ(bench.open(), std::nullopt);
  const World world = bench.stage(running);
  EXPECT_EQ(bench.instances(), 3U);
  bench.strike(world, true);
  bench.close();
  EXPECT_EQ(bench.instances(), 0U);
}

TEST(ApiFixtures, TellsWhyRunInstancesWasRefused) {
  Bench bench{{}, with_parameters({"InstanceChargeType=Barter"})};
  ASSERT_EQ(bench.open(), std::nullopt);
  EXPECT_THAT(broken(bench.try_to_stage(running)),
              AllOf(StartsWith("RunInstances answers 400 "), HasSubstr("InstanceChargeType")));
}

TEST(ApiFixtures, WantsNamesAndValues) {
  Bench bench{{}, with_parameters({"InstanceType"})};
  EXPECT_THAT(bench.open(),
              Optional(HasSubstr("the RunInstances parameter InstanceType is not Name=Value")));
}

TEST(ApiFixtures, SaysThatCredentialsAreRefused) {
  Bench bench;
  Credentials credentials = bench.account().credentials;
  credentials.access_key_secret = "not-the-secret-of-this-key";
  const auto trouble = run(bench.io(), bench.provider_with(credentials)->open());
  EXPECT_THAT(trouble,
              Optional(AllOf(StartsWith("no fixtures through the public API at 127.0.0.1:"),
                             HasSubstr(": DescribeInstances answers 40"),
                             HasSubstr("signed: the same text as the target's: the secret differs"),
                             Not(HasSubstr("***")),
                             Not(HasSubstr(credentials.access_key_secret.reveal())))));
  credentials.access_key_secret = Secret{};
  EXPECT_THAT(run(bench.io(), bench.provider_with(credentials)->open()),
              Optional(HasSubstr("there is no access key secret")));
  credentials.access_key_id.clear();
  EXPECT_THAT(run(bench.io(), bench.provider_with(credentials)->open()),
              Optional(HasSubstr("there is no access key id")));
}

TEST(ApiFixtures, SaysThatNobodyAnswers) {
  Bench bench;
  bench.stop_server();
  EXPECT_THAT(bench.open(),
              Optional(HasSubstr("DescribeInstances gives no answer: cannot connect")));
}

TEST(ApiFixtures, FindsAWayThatTheEndpointAccepts) {
  Bench bench{{.defects = {"post-with-query-refused"}}};
  ASSERT_EQ(bench.open(), std::nullopt);
  const World world = bench.stage(stopped);
  EXPECT_EQ(bench.status_of(world), "Stopped");
  bench.strike(world, true);
  bench.close();
  EXPECT_EQ(bench.instances(), 0U);
}

TEST(ApiFixtures, GivesUpAnInstanceThatNeverArrives) {
  const auto frozen = std::chrono::system_clock::now();
  Bench bench{{.clock = [frozen] { return frozen; }}, with_patience(60ms)};
  ASSERT_EQ(bench.open(), std::nullopt);
  const std::string told = broken(bench.try_to_stage(running));
  EXPECT_THAT(told, AllOf(StartsWith("instance i-"),
                          HasSubstr(" is Pending instead of Running after 60 ms")));
  EXPECT_EQ(bench.instances(), 0U);
  EXPECT_EQ(broken(bench.try_to_stage(stopped)), told);
}

TEST(ApiFixtures, SaysWhyItGaveInstancesUp) {
  std::optional<std::chrono::system_clock::time_point> frozen;
  ApiFixtureOptions options = with_instances(1, 1);
  options.patience = 10s;
  Bench bench{{.clock = [&frozen] { return frozen.value_or(std::chrono::system_clock::now()); }},
              std::move(options)};
  ASSERT_EQ(bench.open(), std::nullopt);
  const World world = bench.stage(running);
  frozen = std::chrono::system_clock::now();
  ASSERT_TRUE(bench.call(world, "RebootInstance"));
  bench.strike(world, true);
  EXPECT_THAT(broken(bench.try_to_stage(running)),
              AllOf(StartsWith("no further instance is made: 1 instance was (--max-instances); 1 "
                               "was given up, the last since instance " +
                               world.instance_id),
                    HasSubstr(" is Starting instead of Running after ")));
}

std::string json(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " X\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST(ApiFixtures, SignsWithV3WhereV1IsRefused) {
  asio::io_context io;
  int accepted = 0;
  int refused = 0;
  RawServer server{
      io, [&](Peer& peer, int) -> asio::awaitable<void> {
        for (;;) {
          const std::string request = co_await peer.request();
          if (request.empty()) co_return;
          const bool v3 = request.find("ACS3-HMAC-SHA256") != std::string::npos;
          ++(v3 ? accepted : refused);
          const std::string answer =
              v3 ? json(200,
                        R"({"RequestId":"1","InstanceIdSets":{"InstanceIdSet":["i-1"]},)"
                        R"("Instances":{"Instance":[{"InstanceId":"i-1","Status":"Running"}]}})")
                 : json(400, R"({"Code":"InvalidSignatureVersion","Message":"no"})");
          co_await peer.send(answer);
        }
      }};
  const auto provider = api_fixtures(
      io.get_executor(), *parse_url("http://127.0.0.1:" + server.port()), {},
      {.access_key_id = "LTAIsomebody", .access_key_secret = "secret", .security_token = {}},
      {.region = "cn-hangzhou", .run_parameters = {}, .second_account = {}, .budget = {}});
  ASSERT_EQ(run(io, provider->open()), std::nullopt);
  const Staged staged = run(io, provider->stage(running));
  ASSERT_TRUE(std::holds_alternative<World>(staged)) << broken(staged);
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(accepted, 3);
}

class UnlistedInstances
    : public ::testing::TestWithParam<std::chrono::milliseconds ApiFixtureOptions::*> {};

TEST_P(UnlistedInstances, AreGivenUp) {
  asio::io_context io;
  RawServer server{io, [](Peer& peer, int) -> asio::awaitable<void> {
                     const std::string answer =
                         json(200, R"({"RequestId":"1","InstanceIdSets":{"InstanceIdSet":["i-1"]},)"
                                   R"("Instances":{"Instance":[]}})");
                     co_await peer.answer_all(answer);
                   }};
  ApiFixtureOptions options{
      .region = "cn-hangzhou", .run_parameters = {}, .second_account = {}, .budget = {}};
  options.*GetParam() = 60ms;
  const auto provider = api_fixtures(
      io.get_executor(), *parse_url("http://127.0.0.1:" + server.port()), {},
      {.access_key_id = "LTAIsomebody", .access_key_secret = "secret", .security_token = {}},
      std::move(options));
  ASSERT_EQ(run(io, provider->open()), std::nullopt);
  const std::string told = broken(run(io, provider->stage(running)));
  EXPECT_EQ(told, "DescribeInstances does not list instance i-1 within 60 ms");
  EXPECT_EQ(broken(run(io, provider->stage(stopped))), told);  // no other one is waited for
}

// Where there is no more patience than that, what it lacks is told as well.
INSTANTIATE_TEST_SUITE_P(ApiFixtures, UnlistedInstances,
                         ::testing::Values(&ApiFixtureOptions::listing,
                                           &ApiFixtureOptions::patience));

TEST(ApiFixtures, CallsAgainWhenItIsToldToSlowDown) {
  asio::io_context io;
  int calls = 0;
  RawServer server{
      io, [&](Peer& peer, int) -> asio::awaitable<void> {
        for (;;) {
          const std::string request = co_await peer.request();
          if (request.empty()) co_return;
          const bool throttle =
              request.find("Action=RunInstances") != std::string::npos && ++calls < 3;
          const std::string answer =
              throttle
                  ? json(400, R"({"Code":"Throttling.User","Message":"slower"})")
                  : json(200,
                         R"({"RequestId":"1","InstanceIdSets":{"InstanceIdSet":["i-1"]},)"
                         R"("Instances":{"Instance":[{"InstanceId":"i-1","Status":"Running"}]}})");
          co_await peer.send(answer);
        }
      }};
  const auto provider = api_fixtures(
      io.get_executor(), *parse_url("http://127.0.0.1:" + server.port()), {},
      {.access_key_id = "LTAIsomebody", .access_key_secret = "secret", .security_token = {}},
      {.region = "cn-hangzhou", .run_parameters = {}, .second_account = {}, .budget = {}});
  ASSERT_EQ(run(io, provider->open()), std::nullopt);
  const Staged staged = run(io, provider->stage(running));
  ASSERT_TRUE(std::holds_alternative<World>(staged)) << broken(staged);
  EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace hallmark::runner
