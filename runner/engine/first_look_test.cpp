// SPDX-License-Identifier: Apache-2.0
//
// What is made of a world that shows itself otherwise than it was asked for: Stopped, by a provider
// who says what it likes.
#include "runner/engine/first_look.hpp"

#include <gtest/gtest.h>

#include <boost/asio/use_awaitable.hpp>
#include <string>

#include "runner/engine/session.hpp"
#include "runner/engine/testing_told_fixtures.hpp"
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

// What is seen where an endpoint gives the same answer to whatever it is asked.
SeenWorld seen_where(int status, const std::string& body, const std::string& truth = {}) {
  testing::ToldFixtures fixtures;
  fixtures.told = {truth};
  const std::string answer =
      "HTTP/1.1 " + std::to_string(status) +
      " So\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  asio::io_context io{1};
  testing::RawServer server{io, [answer](Peer& peer, int) -> testing::awaitable<void> {
                              co_await peer.answer_all(answer);
                            }};
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
