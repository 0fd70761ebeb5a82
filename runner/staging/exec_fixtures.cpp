// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/exec_fixtures.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runner/staging/fixture_messages.hpp"
#include "runner/staging/line_program.hpp"
#include "runner/staging/protocol_fixtures.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

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

// Says nothing of the line itself: it may hold a secret.
std::optional<std::string> wrong_with(std::string_view line) {
  if (object_in(line)) return std::nullopt;
  return "its answer is not a line with one JSON object (what it logs belongs on standard error)";
}

// Of a line with nothing wrong; nor does this error say anything of it.
Result<FixtureAnswer> read_answer(std::string_view line) {
  const json::object answer = object_in(line).value_or(json::object{});
  const json::value* status = answer.if_contains("status");
  if (status == nullptr || !status->is_int64() || status->get_int64() < 100 ||
      status->get_int64() > 599) {
    return Error{Fault::malformed, "its answer has no status from 100 to 599"};
  }
  const json::value* body = answer.if_contains("body");
  return FixtureAnswer{static_cast<int>(status->get_int64()),
                       body == nullptr || body->is_null() ? std::string{} : json::serialize(*body)};
}

class ExecFixtures final : public ProtocolFixtures {
 public:
  ExecFixtures(asio::any_io_executor executor, const std::string& command,
               std::chrono::milliseconds patience, std::function<Going()> going)
      : ProtocolFixtures{"in exec:" + command},
        command_{command},
        program_{std::move(executor), command, patience, wrong_with, std::move(going)} {}

  std::string name() const override { return "fixture protocol of the program " + command_; }

  asio::awaitable<std::optional<std::string>> start() override {
    if (const auto trouble = program_.start()) {
      co_return "no fixture provider in exec:" + command_ + ": " + *trouble;
    }
    co_return std::nullopt;
  }

  asio::awaitable<Result<FixtureAnswer>> call(std::string method, std::string path,
                                              std::string body) override {
    const Result<std::string> line = co_await program_.ask(write_call(method, path, body));
    if (!line) co_return line.error();
    co_return read_answer(*line);
  }

 private:
  std::string command_;
  LineProgram program_;
};

}  // namespace

std::unique_ptr<ProtocolFixtures> exec_fixtures(asio::any_io_executor executor, std::string command,
                                                std::chrono::milliseconds patience,
                                                std::function<Going()> going) {
  return std::make_unique<ExecFixtures>(std::move(executor), command, patience, std::move(going));
}

}  // namespace hallmark::runner
