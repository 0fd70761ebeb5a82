// SPDX-License-Identifier: Apache-2.0
//
// One case played in a world that a test makes up: which calls are sent when, and what is looked
// at.
#include "runner/engine/session/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runner/engine/session/testing_told_fixtures.hpp"
#include "runner/oracle/effect_match.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using cases::Case;
using cases::Effect;
using specs::InstanceStatus;
using specs::StatusSet;
using std::chrono::steady_clock;
using ::testing::ElementsAre;
using testing::Peer;

asio::awaitable<bool> done(asio::awaitable<void> what) {
  co_await std::move(what);
  co_return true;
}

// An endpoint that accepts everything.
class Sessions : public ::testing::Test {
 protected:
  static Case started(Effect::Look look) {
    Case one;
    one.calls = {{.action = "StartInstance"}};
    one.effect = {.look = look, .channel = cases::Channel::fixture};
    return one;
  }

  static testing::awaitable<void> accept_all(Peer& peer, int) {
    co_await peer.answer_all(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
        "{\"RequestId\":\"1\"}");
  }

  static std::vector<std::string> statuses(const std::vector<reports::Sighting>& sightings) {
    std::vector<std::string> all;
    for (const reports::Sighting& sighting : sightings) all.push_back(sighting.status);
    return all;
  }

  // The case is played; the session is looked into afterwards.
  Session& play(Case one) {
    session_.reset();
    case_ = std::move(one);
    Session& session = session_.emplace(case_, cases::base_variants()[1], target_, fixtures);
    testing::run(io_, done(session.play()));
    return session;
  }

  testing::ToldFixtures fixtures;
  asio::io_context io_{1};
  testing::RawServer server_{io_, accept_all};

 private:
  HttpClient client_{io_.get_executor(), *parse_url("http://127.0.0.1:" + server_.port()), {}};
  RequestBuilder requests_{"127.0.0.1", "/", NonceGenerator{},
                           [] { return std::chrono::system_clock::now(); }};
  Target target_{.client = client_, .requests = requests_, .host = "127.0.0.1"};
  Case case_;
  std::optional<Session> session_;  // of case_
};

TEST_F(Sessions, DoNotTakeASlowLookForALateInstance) {
  fixtures.told = {"Starting", "Running"};
  fixtures.a_look_takes = 40ms;
  fixtures.may_take = 20ms;
  Session& session = play(started(Effect::Look::settled));
  EXPECT_TRUE(session.evidence().deadline_met);
  EXPECT_THAT(statuses(session.evidence().after), ElementsAre("Starting", "Running"));
}

TEST_F(Sessions, SayThatAnInstanceIsLate) {
  fixtures.told = {"Starting"};
  fixtures.may_take = 20ms;
  Session& session = play(started(Effect::Look::settled));
  EXPECT_FALSE(session.evidence().deadline_met);
}

TEST_F(Sessions, LookOnceMoreWhenWhatActsLateHasHadItsTime) {
  fixtures.told = {"Starting", "Stopped"};
  Session& session = play(started(Effect::Look::once));
  const auto due = session.due_again();
  ASSERT_TRUE(due);
  EXPECT_LE(*due - steady_clock::now(), second_look_after);
  EXPECT_GT(*due - steady_clock::now(), second_look_after - 300ms);
  EXPECT_EQ(session.worlds(), 1U);
  testing::run(io_, done(session.look_again()));
  EXPECT_THAT(statuses(session.evidence().after), ElementsAre("Starting"));
  EXPECT_THAT(statuses(session.evidence().later), ElementsAre("Stopped"));
  testing::run(io_, done(session.strike()));
  EXPECT_EQ(fixtures.standing, 0U);
}

TEST_F(Sessions, PackTheirExchangesWhileTheyWait) {
  fixtures.told = {"Starting"};
  Session& session = play(started(Effect::Look::once));
  const reports::Evidence before = session.evidence();
  EvidencePacker packer;
  EXPECT_GT(session.take_less_room(packer), 0U);
  EXPECT_TRUE(session.evidence().calls.empty());
  session.take_room_again(packer);
  EXPECT_EQ(session.evidence(), before);
}

TEST_F(Sessions, DoNotLookAgainAtWhatNobodyHolds) {
  fixtures.held = false;
  EXPECT_FALSE(play(started(Effect::Look::once)).due_again());
  fixtures.told = {"Running"};
  EXPECT_TRUE(play(started(Effect::Look::settled)).due_again());
  Case transitory = started(Effect::Look::once);
  transitory.fixture.status = InstanceStatus::pending;
  transitory.calls[0].variant = cases::Variant{};  // not claimed: never sent
  EXPECT_FALSE(play(transitory).due_again());
}

TEST_F(Sessions, KeepNoWorldThatOthersWaitFor) {
  fixtures.room = std::nullopt;
  EXPECT_FALSE(play(started(Effect::Look::once)).due_again());
}

TEST_F(Sessions, DoNotLookAgainWhereNothingWasLookedAtOrCalled) {
  EXPECT_FALSE(play(started(Effect::Look::no)).due_again());
  Case nothing = started(Effect::Look::once);
  nothing.calls.clear();
  EXPECT_FALSE(play(nothing).due_again());
}

TEST_F(Sessions, SendACallWhenTheOneBeforeHasSettled) {
  fixtures.told = {"Starting", "Starting", "Running"};
  Case one = started(Effect::Look::once);
  one.calls[0].seen = StatusSet{InstanceStatus::starting};
  one.calls.push_back({.action = "RebootInstance", .when_settled = true});
  Session& session = play(one);
  ASSERT_EQ(session.evidence().calls.size(), 2U);
  EXPECT_THAT(statuses(session.evidence().calls[0].after),
              ElementsAre("Starting", "Starting", "Running"));
  EXPECT_THAT(statuses(session.evidence().calls[1].after), ElementsAre());
}

TEST_F(Sessions, SendALateCallWhenWhatActsLateHasHadItsTime) {
  Case one = started(Effect::Look::no);
  one.calls.push_back({.action = "RebootInstance", .late = true});
  const auto begin = steady_clock::now();
  Session& session = play(one);
  EXPECT_EQ(session.evidence().calls.size(), 2U);
  EXPECT_GE(steady_clock::now() - begin, second_look_after);
}

TEST_F(Sessions, SendNothingMoreWhereNothingSettles) {
  fixtures.told = {"Starting"};
  fixtures.may_take = 10ms;
  Case one = started(Effect::Look::once);
  one.calls.push_back({.action = "RebootInstance", .when_settled = true});
  Session& session = play(one);
  EXPECT_EQ(session.evidence().calls.size(), 1U);
  EXPECT_FALSE(session.evidence().deadline_met);
}

TEST_F(Sessions, OpenAConnectionForACallThatWantsOne) {
  Case one = started(Effect::Look::no);
  one.calls.push_back({.action = "StartInstance"});
  play(one);
  EXPECT_EQ(server_.connections(), 1);
  one.calls[1].new_connection = true;
  play(one);
  EXPECT_EQ(server_.connections(), 2);
}

TEST_F(Sessions, MakesALookAgainThatIsLost) {
  const std::string body = R"({"RequestId":"1","InstanceId":"i-1","Status":"Stopped"})";
  const std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  testing::RawServer losing{io_, [&](Peer& peer, int number) -> testing::awaitable<void> {
                              if (number > 2) {
                                co_await peer.answer_all(answer);
                                co_return;
                              }
                              co_await peer.request();
                              co_await peer.send(std::string_view{answer}.substr(0, 100));
                            }};
  HttpClient client{io_.get_executor(), *parse_url("http://127.0.0.1:" + losing.port()), {}};
  RequestBuilder requests{"127.0.0.1", "/", NonceGenerator{},
                          [] { return std::chrono::system_clock::now(); }};
  Target target{.client = client, .requests = requests, .host = "127.0.0.1"};
  Case one;
  one.effect = {.look = Effect::Look::once, .channel = cases::Channel::describe_instance_attribute};
  Session session{one, cases::base_variants()[1], target, fixtures};
  testing::run(io_, done(session.play()));
  EXPECT_THAT(statuses(session.evidence().after), ElementsAre("Stopped"));
  EXPECT_EQ(session.lost(), 2U);
  EXPECT_EQ(session.exchanges(), 3U);
}

}  // namespace
}  // namespace hallmark::runner
