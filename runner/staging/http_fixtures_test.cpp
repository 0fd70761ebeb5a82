// SPDX-License-Identifier: Apache-2.0
//
// The protocol over HTTP, spoken to the reference endpoint and to servers that speak it badly.
#include "runner/staging/http_fixtures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using specs::InstanceStatus;
using ::testing::HasSubstr;
using ::testing::Optional;
using testing::Peer;
using testing::RawServer;
using testing::run;
using ::testing::StartsWith;

class HttpFixtures : public ::testing::Test {
 protected:
  std::unique_ptr<FixtureProvider> at(const std::string& base, ClientOptions options = {}) {
    return http_fixtures(io_.get_executor(), *parse_url(base), base, std::move(options));
  }
  std::unique_ptr<FixtureProvider> at(const RawServer& server, ClientOptions options = {}) {
    return at("http://127.0.0.1:" + server.port() + "/_fixtures", std::move(options));
  }
  World stage(FixtureProvider& provider, const cases::Fixture& fixture) {
    Staged staged = run(io_, provider.stage(fixture));
    if (const auto* world = std::get_if<World>(&staged)) return *world;
    ADD_FAILURE() << "no world";
    return {};
  }
  void strike(FixtureProvider& provider, const World& world) {
    const auto struck = [&]() -> asio::awaitable<bool> {
      co_await provider.strike(world, true);
      co_return true;
    };
    EXPECT_TRUE(run(io_, struck()));
  }

  asio::io_context io_;
  reference::Endpoint endpoint_;
  reference::Server server_{endpoint_, {}};
};

TEST_F(HttpFixtures, MakesAWorldLooksAtItAndTakesItDown) {
  const auto provider = at(server_.url() + "/_fixtures/");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_EQ(provider->name(), "fixture protocol at " + server_.url() + "/_fixtures/");
  const World world = stage(*provider, {.status = InstanceStatus::starting});
  EXPECT_THAT(world.instance_id, StartsWith("i-"));
  const auto truth = run(io_, provider->look(world));
  ASSERT_TRUE(truth);
  EXPECT_EQ(truth->status, "Starting");
  EXPECT_EQ(truth->local_disk_data, cases::LocalDiskData::kept);
  EXPECT_EQ(truth->last_stop, cases::LastStop::none);
  strike(*provider, world);
  EXPECT_FALSE(run(io_, provider->look(world)));
}

TEST_F(HttpFixtures, GivesEachWorldAnAccountOfItsOwn) {
  const auto provider = at(server_.url() + "/_fixtures");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_TRUE(provider->has_other_accounts());
  EXPECT_TRUE(provider->tells());
  const World one = stage(*provider, {});
  const World other = stage(*provider, {});
  EXPECT_NE(one.credentials.access_key_id, other.credentials.access_key_id);
  EXPECT_NE(one.instance_id, other.instance_id);
}

TEST_F(HttpFixtures, WaitsLongerForWhatTakesLonger) {
  const auto provider = at(server_.url() + "/_fixtures");
  EXPECT_LT(provider->patience({}), provider->patience({.settle_ms = 60'000}));
  EXPECT_GE(provider->patience({.settle_ms = 60'000}), 60s);
}

TEST_F(HttpFixtures, IsUnsupportedWhereWordsDoNotGoTogether) {
  const auto provider = at(server_.url() + "/_fixtures");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  const Staged staged =
      run(io_,
          provider->stage({.conditions = cases::ConditionSet{cases::Condition::pre_paid_expired}}));
  ASSERT_TRUE(std::holds_alternative<Unsupported>(staged));
  EXPECT_EQ(std::get<Unsupported>(staged).why, "fixture PrePaidExpired");
}

TEST_F(HttpFixtures, AsksForNothingThatIsNotOnOffer) {
  RawServer server{io_, [](Peer& peer, int) {
                     return peer.answer_all(
                         "HTTP/1.1 200 OK\r\nContent-Length: 62\r\n\r\n"
                         R"({"version":1,"statuses":["Stopped"],"chargeTypes":["PrePaid"]})");
                   }};
  const auto provider = at(server);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_THAT(provider->lacks({}), Optional(std::string{"fixture charge type PostPaid"}));
  const Staged staged = run(io_, provider->stage({}));
  ASSERT_TRUE(std::holds_alternative<Unsupported>(staged));
}

TEST_F(HttpFixtures, SaysThatNobodyAnswers) {
  const std::string url = server_.url() + "/_fixtures";
  server_.stop();
  const auto provider = at(url);
  EXPECT_THAT(run(io_, provider->open()),
              Optional(StartsWith("no fixture provider at " + url + ": cannot connect")));
}

TEST_F(HttpFixtures, SaysThatNothingOfTheKindIsThere) {
  RawServer server{
      io_, [](Peer& peer, int) {
        return peer.answer_all("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
      }};
  const auto provider = at(server);
  EXPECT_THAT(run(io_, provider->open()), Optional(HasSubstr("it answers 404")));
}

TEST_F(HttpFixtures, DoesNotWaitForEver) {
  RawServer server{io_, [](Peer& peer, int) { return peer.hang(); }};
  const auto provider = at(server, {.timeout = 20ms});
  EXPECT_THAT(run(io_, provider->open()), Optional(HasSubstr("no whole answer within 20 ms")));
}

TEST_F(HttpFixtures, NameTheWorldsThatCouldNotBeTakenDown) {
  RawServer server{
      io_, [](Peer& peer, int number) -> asio::awaitable<void> {
        if (number > 1) co_return;
        for (const char* answer : {"204 No Content", "404 Gone", "500 No", "200 OK"}) {
          const std::string request = co_await peer.request();
          const std::string length =
              answer[0] == '2' && answer[2] == '4' ? "" : "Content-Length: 0\r\n";
          co_await peer.send("HTTP/1.1 " + std::string{answer} + "\r\n" + length + "\r\n");
        }
      }};
  const auto provider = at(server);
  for (const char* id : {"w1", "w2", "w3\n", "w4", "w5"}) strike(*provider, {.fixture_id = id});
  EXPECT_THAT(provider->left_behind().worlds, ::testing::ElementsAre("w3\n", "w5"));
  EXPECT_THAT(in_words(provider->left_behind()),
              ::testing::AllOf(StartsWith("2 worlds could not be taken down ("),
                               ::testing::EndsWith("): w3\\n, w5")));
}

TEST_F(HttpFixtures, QuoteNoSecretOfTheWorld) {
  RawServer server{io_, [](Peer& peer, int) {
                     return peer.answer_all(
                         "HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n"
                         R"({"status":"x only-for-w1 \/"})");
                   }};
  const auto provider = at(server);
  const World world{
      .fixture_id = "w1",
      .credentials = {
          .access_key_id = "LTAIw1", .access_key_secret = "only-for-w1", .security_token = {}}};
  const auto truth = run(io_, provider->look(world));
  ASSERT_TRUE(truth);
  EXPECT_THAT(truth->nonsense, HasSubstr("'x *** /' is none"));
}

TEST(LeftBehind, NamesTwentyAtMost) {
  LeftBehind left{.worlds = std::vector<std::string>(30, "w"), .why = "it answered 500"};
  EXPECT_THAT(in_words(left), ::testing::EndsWith(" w, w and 10 more"));
}

// The first connection brings the offer, and `answer` to what comes behind it; later ones `answer`.
auto after_the_offer(std::function<std::string(int number)> answer) {
  return [answer = std::move(answer)](Peer& peer, int number) -> asio::awaitable<void> {
    if (number == 1) {
      const std::string offer = co_await peer.request();
      co_await peer.send(
          "HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n"
          R"({"version":1,"statuses":["Stopped"],"chargeTypes":["PostPaid"]} )");
    }
    const std::string fixture = co_await peer.request();
    const std::string bytes = answer(number);
    co_await peer.send(bytes);
  };
}

std::string a_world() {
  const std::string world = R"({"id":"w1","instanceId":"i-1","regionId":"r",)"
                            R"("accessKeyId":"k","accessKeySecret":"s"})";
  return "HTTP/1.1 201 Created\r\nContent-Length: " + std::to_string(world.size()) + "\r\n\r\n" +
         world;
}

TEST_F(HttpFixtures, IsBrokenByAProviderThatFails) {
  int asked = 0;
  RawServer server{io_, after_the_offer([&asked](int) {
                     ++asked;
                     return "HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\n\r\n";
                   })};
  const auto provider = at(server);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  const Staged staged = run(io_, provider->stage({}));
  ASSERT_TRUE(std::holds_alternative<Broken>(staged));
  EXPECT_EQ(std::get<Broken>(staged).what, "the fixture provider answered 500 to a fixture");
  EXPECT_EQ(asked, 1);
}

TEST_F(HttpFixtures, AreAskedForAgainWhereAWayAnswersInTheirPlace) {
  RawServer server{io_, after_the_offer([](int number) -> std::string {
                     if (number < 3) return "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
                     return a_world();
                   })};
  const auto provider = at(server);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_EQ(stage(*provider, {}).instance_id, "i-1");
}

TEST_F(HttpFixtures, AreCountedWhereTheirNamesAreLost) {
  RawServer server{io_, after_the_offer([](int number) {
                     return number < 3 ? a_world().substr(0, 80) : a_world();
                   })};
  const auto provider = at(server);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_TRUE(provider->left_behind().is_empty());
  EXPECT_EQ(stage(*provider, {}).instance_id, "i-1");
  EXPECT_EQ(provider->left_behind().unnamed, 2U);
  EXPECT_EQ(in_words(provider->left_behind()),
            "2 worlds may stand that nobody can name: so many answers to a POST for a fixture were "
            "lost");
}

TEST_F(HttpFixtures, AreNotAskedForAnyMoreWhereTooManyNamesAreLost) {
  int asked = 0;
  RawServer server{io_, after_the_offer([&asked](int) {
                     ++asked;
                     return a_world().substr(0, 80);
                   })};
  const auto provider = at(server);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  for (int i = 0; i < 100; ++i) (void)run(io_, provider->stage({}));
  EXPECT_EQ(asked, 65);
  const Staged staged = run(io_, provider->stage({}));
  ASSERT_TRUE(std::holds_alternative<Broken>(staged));
  EXPECT_THAT(std::get<Broken>(staged).what,
              StartsWith("no further world is asked for: 65 worlds may stand"));
}

// Each takes its whole time.
TEST_F(HttpFixtures, AreTakenDownOneAtATimeWhereThatHasHungTimeAndAgain) {
  int asked = 0;
  bool answers = false;
  RawServer server{io_, [&](Peer& peer, int) -> asio::awaitable<void> {
                     for (;;) {
                       const std::string request = co_await peer.request();
                       if (request.empty()) co_return;
                       ++asked;
                       if (answers) co_await peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                     }
                   }};
  const auto provider = at(server, {.timeout = 500ms});
  const World world{.fixture_id = "w"};
  const auto strike_at_once = [&](int worlds) {
    int left = worlds;
    for (int i = 0; i < worlds; ++i) {
      asio::co_spawn(io_, provider->strike(world, true),
                     [&left](const std::exception_ptr&) { --left; });
    }
    while (left > 0) io_.run_one();
  };
  strike_at_once(10);
  EXPECT_EQ(asked, 10);
  strike_at_once(2);
  EXPECT_EQ(asked, 11);
  EXPECT_EQ(provider->left_behind().worlds.size(), 12U);
  answers = true;
  strike_at_once(1);
  strike_at_once(2);
  EXPECT_EQ(asked, 14);
  EXPECT_EQ(provider->left_behind().worlds.size(), 12U);
}

TEST_F(HttpFixtures, AreAskedForAgainWhereALimiterWantsLess) {
  int asked = 0;
  RawServer server{io_, after_the_offer([&asked](int) -> std::string {
                     return ++asked < 3
                                ? "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
                                : a_world();
                   })};
  const auto provider = at(server);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<World>(run(io_, provider->stage({}))));
  EXPECT_EQ(asked, 3);
  EXPECT_TRUE(provider->left_behind().is_empty());
}

TEST_F(HttpFixtures, AreAskedForFiveTimesAtMost) {
  int asked = 0;
  RawServer server{io_, after_the_offer([&asked](int) {
                     ++asked;
                     return "HTTP/1.1 503 Sorry\r\nContent-Length: 0\r\n\r\n";
                   })};
  const auto provider = at(server);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  const Staged staged = run(io_, provider->stage({}));
  ASSERT_TRUE(std::holds_alternative<Broken>(staged));
  EXPECT_EQ(std::get<Broken>(staged).what, "the fixture provider answered 503 to a fixture");
  EXPECT_EQ(asked, 5);
}

}  // namespace
}  // namespace hallmark::runner
