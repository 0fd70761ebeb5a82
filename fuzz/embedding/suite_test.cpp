// SPDX-License-Identifier: Apache-2.0
#include "hallmark/suite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "reports/testing/temporary_file.hpp"
#include "runner/conduct/program.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"

namespace hallmark {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The reference endpoint as somebody's function.
Handle answered_by(runner::reference::Endpoint& endpoint) {
  return [&endpoint](const Request& request) -> Response {
    auto response = endpoint.handle({.method = request.method,
                                     .target = request.target,
                                     .headers = request.headers,
                                     .body = request.body});
    return {response.status, std::move(response.headers), std::move(response.body)};
  };
}

std::string error_of(const Target& target, const Options& options = {}) {
  try {
    (void)run(target, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Suite, CertifiesAFunction) {
  runner::reference::Endpoint endpoint{{}};
  const Options options{.select = {"start-instance/precondition/*"}};
  const Result result = run({.handle = answered_by(endpoint)}, options);
  EXPECT_EQ(result.exit_code, 0) << result.headline;
  EXPECT_THAT(result.headline, StartsWith("CONFORMANT"));
  std::vector<std::string> asked;
  for (const Outcome& one : result.outcomes) {
    asked.push_back(one.address);
    EXPECT_EQ(one.verdict, Verdict::pass) << one.address << ": " << one.reason;
  }
  EXPECT_EQ(asked, addresses(options));
  EXPECT_THAT(asked, ::testing::Contains("start-instance/precondition/running@post.json.v3"));
}

TEST(Suite, SaysWhatIsWrongWithAnEndpoint) {
  runner::reference::Endpoint endpoint{{.defects = {"start-while-running"}}};
  const runner::reference::Server server{endpoint, {}};
  const Result result =
      run({.endpoint = server.url()}, {.select = {"start-instance/precondition/running"}});
  EXPECT_EQ(result.exit_code, 1);
  ASSERT_EQ(result.outcomes.size(), 2U);
  for (const Outcome& one : result.outcomes) {
    EXPECT_EQ(one.verdict, Verdict::fail);
    EXPECT_TRUE(one.counts);
    EXPECT_EQ(one.level, "required");
    EXPECT_THAT(one.text, HasSubstr("wanted  403 IncorrectInstanceStatus"));
    EXPECT_THAT(one.text, HasSubstr("--endpoint " + server.url()));
  }
}

TEST(Suite, SaysOfARunWhatTheProgramSays) {
  runner::reference::Endpoint endpoint{{.defects = {"start-while-running"}}};
  const runner::reference::Server server{endpoint, {}};
  const reports::testing::TemporaryFile file;
  const Result result =
      run({.endpoint = server.url()}, {.select = {"start-instance/precondition/running"},
                                       .without = {"v1"},
                                       .edition = "newest",
                                       .reports = {"json=" + file.path()}});
  EXPECT_THAT(result.notes, ::testing::Contains(StartsWith("yardstick newest: ")));
  ASSERT_FALSE(result.outcomes.empty());
  EXPECT_THAT(result.outcomes.front().text, HasSubstr("--edition newest --without v1"));
  reports::Info program;
  runner::tell_program(program);
  EXPECT_THAT(file.content(), HasSubstr("\"commit\":\"" + program.commit + "\""));
}

TEST(Suite, KeepsToTheWorldsThatThereAre) {
  runner::reference::Endpoint endpoint{{}};
  const Handle answered = answered_by(endpoint);
  int standing = 0;
  int most = 0;
  const Handle with_eight = [&](const Request& request) {
    Response response = answered(request);
    if (!request.target.starts_with("/_fixtures")) return response;
    const std::string::size_type worlds = response.body.find(R"("worlds":)");
    if (worlds != std::string::npos)
      response.body.replace(worlds, std::string::npos, R"("worlds":8})");
    if (request.method == "POST") most = std::max(most, ++standing);
    if (request.method == "DELETE") --standing;
    return response;
  };
  const Result result = run({.handle = with_eight}, {.select = {"start-instance/precondition/*"}});
  EXPECT_EQ(result.exit_code, 0) << result.headline;
  EXPECT_GE(most, 2);
  EXPECT_LE(most, 8);
  EXPECT_EQ(standing, 0);
}

TEST(Suite, AnswersForAFunctionThatThrows) {
  const Handle throws = [](const Request&) -> Response { throw std::runtime_error{"my bug"}; };
  EXPECT_THAT(error_of({.handle = throws}), HasSubstr("500"));
}

TEST(Suite, RefusesWhatCannotBeMeant) {
  EXPECT_THAT(error_of({}), HasSubstr("`endpoint` or `handle`"));
  EXPECT_THAT(error_of({.endpoint = "nonsense"}), HasSubstr("nonsense"));
  EXPECT_THAT(error_of({.endpoint = "http://127.0.0.1:9"}), HasSubstr("http://127.0.0.1:9"));
  const Target target{.endpoint = "http://127.0.0.1:9"};
  EXPECT_THAT(error_of(target, {.select = {"no/such/case"}}), HasSubstr("no/such/case"));
  EXPECT_THAT(error_of(target, {.without = {"xtml"}}), HasSubstr("xtml"));
  EXPECT_THAT(error_of(target, {.edition = "yesterday"}), HasSubstr("yesterday"));
  EXPECT_THAT(error_of(target, {.depth = 4}), HasSubstr("depth"));
  EXPECT_THAT(error_of(target, {.jobs = 0}), HasSubstr("jobs"));
  EXPECT_THAT(error_of(target, {.reports = {"run.unknown"}}), HasSubstr("run.unknown"));
}

}  // namespace
}  // namespace hallmark
