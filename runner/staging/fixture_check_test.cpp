// SPDX-License-Identifier: Apache-2.0
//
// The walk through the fixture protocol: silent on the reference endpoint, and on each way to get
// it wrong that authors were seen to take it says which.
#include "runner/staging/fixture_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runner/reference/endpoint.hpp"
#include "runner/staging/exec_fixtures.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run;
using Weight = FixtureRemark::Weight;

// The reference endpoint's own protocol, with an answer changed on its way.
class ChangedFixtures final : public ProtocolFixtures {
 public:
  using Change = std::function<void(const std::string& method, const std::string& path,
                                    const std::string& body, FixtureAnswer& answer)>;
  explicit ChangedFixtures(Change change)
      : ProtocolFixtures{"of a test"}, change_{std::move(change)} {}

  asio::awaitable<Result<FixtureAnswer>> call(std::string method, std::string path,
                                              std::string body) override {
    reference::HttpRequest request;
    request.method = method;
    request.target = "/_fixtures" + path;
    request.body = body;
    const reference::HttpResponse response = endpoint_.handle(request);
    FixtureAnswer answer{response.status, response.body};
    if (method == "POST" && response.status == 201) ++made;
    if (method == "DELETE" && response.status == 204) ++struck;
    change_(method, path, body, answer);
    co_return answer;
  }

  int made = 0;
  int struck = 0;

 private:
  Change change_;
  reference::Endpoint endpoint_;
};

void replace(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

std::vector<std::string> wrong_with(ChangedFixtures& provider) {
  asio::io_context io;
  const FixtureCheck check = run(io, check_fixtures(provider, 5ms));
  std::vector<std::string> wrong;
  for (const FixtureRemark& remark : check.remarks) {
    if (remark.weight == Weight::wrong) wrong.push_back(remark.text);
  }
  return wrong;
}

std::vector<std::string> wrong_with(ChangedFixtures::Change change) {
  ChangedFixtures provider{std::move(change)};
  return wrong_with(provider);
}

TEST(FixtureCheck, FindsNothingWrongWithTheReferenceEndpoint) {
  ChangedFixtures provider{[](const auto&, const auto&, const auto&, FixtureAnswer&) {}};
  asio::io_context io;
  const FixtureCheck check = run(io, check_fixtures(provider, 5ms));
  EXPECT_TRUE(check.answered);
  EXPECT_EQ(check.count(Weight::wrong), 0U);
  EXPECT_EQ(check.count(Weight::hint), 0U);
  EXPECT_EQ(check.remarks.front().text,
            "offers 5 of 5 statuses, 2 of 2 charge types, 22 of 22 conditions");
  EXPECT_GT(provider.made, 30);
  EXPECT_EQ(provider.made, provider.struck);
}

TEST(FixtureCheck, SaysWhichWordWasMeant) {
  EXPECT_THAT(wrong_with([](const auto& method, const auto& path, const auto&, auto& answer) {
                if (method == "GET" && path.empty()) replace(answer.body, "Running", "running");
              }),
              Contains("GET {base}, statuses: 'running' is none; did you mean 'Running'?"));
  EXPECT_THAT(wrong_with([](const auto& method, const auto& path, const auto&, auto& answer) {
                if (method == "GET" && !path.empty()) replace(answer.body, "Starting", "starting");
              }),
              Contains("GET {base}/{id}, status: 'starting' is none; did you mean 'Starting'?"));
}

TEST(FixtureCheck, TakesAWordOfALaterVersionForAHint) {
  ChangedFixtures provider{[](const auto& method, const auto& path, const auto&, auto& answer) {
    if (method == "GET" && path.empty()) replace(answer.body, "\"NoStock\"", "\"MadeUp\"");
  }};
  asio::io_context io;
  const FixtureCheck check = run(io, check_fixtures(provider, 5ms));
  EXPECT_EQ(check.count(Weight::wrong), 0U);
  EXPECT_EQ(check.count(Weight::hint), 2U);  // MadeUp, and NoStock is left out
}

TEST(FixtureCheck, KnowsTheStatusesOfTheProtocol) {
  EXPECT_THAT(wrong_with([](const auto& method, const auto&, const auto&, auto& answer) {
                if (method == "POST") answer.status = 200;
              }),
              Contains(HasSubstr("POST answers 200 where 201")));
  EXPECT_THAT(wrong_with([](const auto& method, const auto&, const auto&, auto& answer) {
                if (method == "DELETE") answer.status = 200;
              }),
              Contains("DELETE {base}/{id} answers 200 where 204 is due"));
  EXPECT_THAT(wrong_with([](const auto&, const auto&, const auto&, auto& answer) {
                if (answer.status == 404) answer.status = 200;
              }),
              Contains("GET of an unknown id answers 200 where 404 is due"));
  EXPECT_THAT(wrong_with([](const auto& method, const auto&, const auto& body, auto& answer) {
                if (method == "POST" && body.find("NoStock") != std::string::npos)
                  answer = {422, R"({"reason":"no"})"};
              }),
              Contains(HasSubstr("422 without the list")));
}

TEST(FixtureCheck, TakesDownWhatItMadeWhateverIsAnswered) {
  ChangedFixtures provider{[](const auto& method, const auto&, const auto&, auto& answer) {
    if (method == "POST") replace(answer.body, "\"instanceId\"", "\"instance\"");
  }};
  EXPECT_THAT(wrong_with(provider), Contains("POST: the world has no instanceId"));
  EXPECT_GT(provider.made, 0);
  EXPECT_EQ(provider.made, provider.struck);
}

TEST(FixtureCheck, SeesThatAHeldStatusIsHeld) {
  std::map<std::string, int> looks;
  EXPECT_THAT(wrong_with([&](const auto& method, const auto& path, const auto&, auto& answer) {
                if (method == "GET" && !path.empty() && ++looks[path] > 1)
                  replace(answer.body, "Stopping", "Stopped");
              }),
              Contains(HasSubstr("asked for as Stopping is Stopped soon after")));
}

TEST(FixtureCheck, SeesThatWorldsAreApart) {
  const std::vector<std::string> wrong =
      wrong_with([](const auto& method, const auto&, const auto&, auto& answer) {
        if (method != "POST") return;
        const std::size_t at = answer.body.find("\"accessKeyId\":\"") + 15;
        answer.body.replace(at, answer.body.find('"', at) - at, "LTAIone");
      });
  EXPECT_THAT(wrong, Contains(HasSubstr("two worlds have one access key")));
}

TEST(FixtureCheck, NeverShowsASecret) {
  const std::vector<std::string> wrong =
      wrong_with([](const auto& method, const auto&, const auto&, auto& answer) {
        if (method != "POST") return;
        const std::size_t at = answer.body.find("\"accessKeySecret\":\"") + 19;
        answer.body.insert(at, "hush\\r\\n");
      });
  EXPECT_THAT(wrong, Contains(HasSubstr("accessKeySecret holds blanks, control characters")));
  for (const std::string& line : wrong) EXPECT_THAT(line, Not(HasSubstr("hush")));
}

TEST(FixtureCheck, SaysThatNobodyAnswers) {
  asio::io_context io;
  const auto provider = exec_fixtures(io.get_executor(), "exit 3");
  const FixtureCheck check = run(io, check_fixtures(*provider));
  EXPECT_FALSE(check.answered);
  ASSERT_EQ(check.remarks.size(), 1U);
}

}  // namespace
}  // namespace hallmark::runner
