// SPDX-License-Identifier: Apache-2.0
//
// What is made of a world that shows itself otherwise than it was asked for: Stopped, by a provider
// who says what it likes.
#include "runner/engine/session/first_look.hpp"

#include <gtest/gtest.h>

#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <string>

#include "runner/engine/session/session.hpp"
#include "runner/engine/session/testing_told_fixtures.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using Shows = SeenWorld::Shows;
using testing::Peer;

asio::awaitable<bool> played(Session& session) {
  co_await session.play(true);
  co_await session.strike();
  co_return true;
}

using Script = std::function<asio::awaitable<void>(Peer&, int)>;

// What is seen where an endpoint follows a script.
SeenWorld seen_of(const Script& script, const std::string& truth = {}) {
  testing::ToldFixtures fixtures;
  fixtures.told = {truth};
  asio::io_context io{1};
  testing::RawServer server{io, script};
  HttpClient client{io.get_executor(), *parse_url("http://127.0.0.1:" + server.port()), {}};
  RequestBuilder requests{"127.0.0.1", "/", NonceGenerator{},
                          [] { return std::chrono::system_clock::now(); }};
  Target target{.client = client, .requests = requests, .host = "127.0.0.1"};
  for (const cases::Variant way : cases::base_variants()) target.claimed_variants.push_back(way);
  const cases::Case nothing;
  Session session{nothing, std::nullopt, target, fixtures};
  testing::run(io, played(session));
  return session.first_look();
}

std::string head_of(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " So\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n";
}

// What is seen where it gives the same answer to whatever it is asked.
SeenWorld seen_where(int status, const std::string& body, const std::string& truth = {}) {
  const std::string answer = head_of(status, body) + body;
  return seen_of(
      [answer](Peer& peer, int) -> testing::awaitable<void> { co_await peer.answer_all(answer); },
      truth);
}

std::string instance(const std::string& status) {
  return R"({"RequestId":"1","TotalCount":1,"Instances":{"Instance":[{"InstanceId":"i-1","Status":")" +
         status + R"("}]}})";
}

std::string refusal(const std::string& code) {
  return R"({"RequestId":"1","Code":")" + code + R"(","Message":"No."})";
}

TEST(FirstLook, IsContentWithWhatWasAskedFor) {
  EXPECT_EQ(seen_where(200, instance("Stopped")).shows, Shows::as_asked);
}

TEST(FirstLook, BlamesWhoHandsOutAnotherStatusAndSaysSoItself) {
  const SeenWorld seen = seen_where(200, instance("Running"), "Running");
  EXPECT_EQ(seen.shows, Shows::otherwise);
  EXPECT_EQ(seen.what, "the fixtures handed out i-1 as Stopped; DescribeInstances says Running");
  EXPECT_EQ(seen.looks.size(), 1U);
}

TEST(FirstLook, BlamesWhoKeepsSilentBesideADescriptionThatNobodyContradicts) {
  EXPECT_EQ(seen_where(200, instance("Running")).shows, Shows::otherwise);
}

TEST(FirstLook, LeavesTheTargetItsOwnLies) {
  // The provider stands by what it handed out.
  EXPECT_EQ(seen_where(200, instance("Running"), "Stopped").shows, Shows::as_asked);
  // No page has such a status.
  EXPECT_EQ(seen_where(200, instance("RUNNING"), "RUNNING").shows, Shows::nothing);
}

TEST(FirstLook, BlamesWhoHandsOutAKeyThatIsNone) {
  const SeenWorld seen = seen_where(404, refusal("InvalidAccessKeyId.NotFound"), "Stopped");
  EXPECT_EQ(seen.shows, Shows::otherwise);
  EXPECT_EQ(seen.what,
            "the fixtures handed out i-1 with an access key that the target does not know");
}

TEST(FirstLook, BlamesWhoHandsOutAnInstanceThatIsNotThere) {
  const SeenWorld seen = seen_where(404, refusal("InvalidInstanceId.NotFound"), "Stopped");
  EXPECT_EQ(seen.shows, Shows::otherwise);
  EXPECT_EQ(seen.what,
            "the fixtures handed out i-1, and under its key the target knows no such instance");
}

// Looks are asked again by themselves; so is the call that shows whether the instance is known.
TEST(FirstLook, BlamesNobodyElseWhereAWayCutsAnswers) {
  const std::string body = refusal("InvalidInstanceId.NotFound");
  for (const int cut : {1, 3}) {
    int starts = 0;
    const auto cutting = [&](Peer& peer, int) -> testing::awaitable<void> {
      for (;;) {
        const std::string request = co_await peer.request();
        if (request.empty()) co_return;
        const bool is_cut = request.find("StartInstance") != request.npos && starts++ < cut;
        const std::string answer = head_of(404, body) + (is_cut ? body.substr(0, 9) : body);
        co_await peer.send(answer);
        if (is_cut) co_return peer.close();
      }
    };
    const SeenWorld seen = seen_of(cutting);
    EXPECT_EQ(seen.shows, Shows::otherwise) << cut;
    EXPECT_EQ(starts, cut + 1);
  }
}

TEST(FirstLook, LeavesTheTargetItsBlindness) {
  // It shows nothing, and starts the instance all the same.
  EXPECT_EQ(seen_where(200, R"({"RequestId":"1","TotalCount":0})").shows, Shows::nothing);
  EXPECT_EQ(seen_where(200, "{}").shows, Shows::nothing);
  EXPECT_EQ(seen_where(500, refusal("InternalError")).shows, Shows::nothing);
}

TEST(FirstLook, LeavesTheTargetItsQuarrelsAboutSignatures) {
  EXPECT_EQ(seen_where(400, refusal("SignatureDoesNotMatch")).shows, Shows::nothing);
}

}  // namespace
}  // namespace hallmark::runner
