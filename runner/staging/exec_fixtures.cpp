// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/exec_fixtures.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string_view>

#include "runner/staging/fixture_messages.hpp"
#include "runner/staging/line_program.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace json = boost::json;

struct Answer {
  int status = 0;
  std::string body;  // empty where there is none
};

// {"method":"POST","path":"","body":{...}}; `path` is percent-encoded, `body` is JSON or empty.
std::string write_call(std::string_view method, std::string_view path, std::string_view body) {
  std::string line = R"({"method":")";
  line += method;
  line += R"(","path":")";
  line += path;
  line += '"';
  if (!body.empty()) {
    line += R"(,"body":)";
    line += body;
  }
  return line + "}";
}

// The error says nothing of the line itself: it may hold a secret.
Result<Answer> read_answer(std::string_view line) {
  boost::system::error_code error;
  const json::value value = json::parse({line.data(), line.size()}, error);
  if (error || !value.is_object()) {
    return Error{Fault::malformed, "its answer is not a line with one JSON object"};
  }
  const json::value* status = value.get_object().if_contains("status");
  if (status == nullptr || !status->is_int64() || status->get_int64() < 100 ||
      status->get_int64() > 599) {
    return Error{Fault::malformed, "its answer has no status from 100 to 599"};
  }
  const json::value* body = value.get_object().if_contains("body");
  return Answer{static_cast<int>(status->get_int64()),
                body == nullptr || body->is_null() ? std::string{} : json::serialize(*body)};
}

class ExecFixtures final : public FixtureProvider {
 public:
  ExecFixtures(asio::any_io_executor executor, std::string command,
               std::chrono::milliseconds patience)
      : command_{std::move(command)}, program_{std::move(executor), command_, patience} {}

  std::string name() const override { return "fixture protocol of the program " + command_; }

  asio::awaitable<std::optional<std::string>> open() override {
    const std::string none = "no fixture provider in exec:" + command_ + ": ";
    if (const auto trouble = program_.start()) co_return none + *trouble;
    const Result<Answer> answer = co_await call("GET", "");
    if (!answer) co_return none + answer.error().what;
    Result<Offer> offer = read_offer(answer->status, answer->body);
    if (!offer) co_return none + offer.error().what;
    offer_ = std::move(*offer);
    co_return std::nullopt;
  }

  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return offer_.lacks(fixture);
  }

  bool has_other_accounts() const override { return true; }
  bool tells() const override { return true; }

  // As over HTTP: two seconds for the machinery around a transition that takes settleMs by itself.
  std::chrono::milliseconds patience(const cases::Fixture& fixture) const override {
    return 2'000ms + std::chrono::milliseconds{2L * fixture.settle_ms.value_or(0)};
  }

  asio::awaitable<Staged> stage(const cases::Fixture& fixture) override {
    if (auto lack = lacks(fixture)) co_return Unsupported{*lack};
    const Result<Answer> answer = co_await call("POST", "", write_fixture(fixture));
    if (!answer) co_return Broken{"the fixture program gave no world: " + answer.error().what};
    co_return read_staged(answer->status, answer->body);
  }

  asio::awaitable<std::optional<Truth>> look(const World& world) override {
    const Result<Answer> answer = co_await call("GET", path_of(world));
    if (!answer) co_return std::nullopt;
    co_return read_truth(answer->status, answer->body);
  }

  asio::awaitable<void> strike(const World& world, bool) override {
    // What the program answers changes nothing about the case; its world is its own affair now.
    (void)co_await call("DELETE", path_of(world));
  }

 private:
  asio::awaitable<Result<Answer>> call(std::string method, std::string path,
                                       std::string body = {}) {
    const Result<std::string> line = co_await program_.ask(write_call(method, path, body));
    if (!line) co_return line.error();
    co_return read_answer(*line);
  }

  std::string command_;
  LineProgram program_;
  Offer offer_;
};

}  // namespace

std::unique_ptr<FixtureProvider> exec_fixtures(asio::any_io_executor executor, std::string command,
                                               std::chrono::milliseconds patience) {
  return std::make_unique<ExecFixtures>(std::move(executor), std::move(command), patience);
}

}  // namespace hallmark::runner
