// SPDX-License-Identifier: Apache-2.0
//
// The protocol through small shell programs, good ones and bad ones.
#include "runner/staging/exec_fixtures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <set>
#include <vector>

#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using specs::InstanceStatus;
using ::testing::HasSubstr;
using ::testing::Optional;
using testing::run;

const std::string offer =
    R"(printf '%s\n' '{"status":200,"body":{"version":1,"statuses":["Running","Stopped"],)"
    R"("chargeTypes":["PostPaid"],"conditions":["NoStock"]}}')";

// Answers every call; a world knows its number, and tells it beside its status.
const std::string good = R"(n=0
while IFS= read -r line; do
  case "$line" in
    '{"method":"GET","path":""}') )" +
                         offer + R"( ;;
    '{"method":"POST","path":"","body":{"status":"Stopped","chargeType":"PostPaid","conditions":["NoStock"]}}')
      printf '%s\n' '{"status":422,"body":{"unsupported":["NoStock"]}}' ;;
    '{"method":"POST","path":"","body":{"status":"'*'","chargeType":"PostPaid","conditions":[]}}')
      n=$((n + 1))
      printf '{"status":201,"body":{"id":"w %d","accessKeyId":"LTAI%d","accessKeySecret":"secret%d",' $n $n $n
      printf '"regionId":"cn-hangzhou","instanceId":"i-%d"}}\n' $n ;;
    '{"method":"GET","path":"/gone"}') printf '%s\n' '{"status":404}' ;;
    '{"method":"GET","path":"/w%20'*)
      id=${line#*%20}
      printf '{"status":200,"body":{"status":"Stopped","lastStop":"forced","number":%s}}\n' "${id%\"\}}" ;;
    '{"method":"DELETE","path":"/w%20'*) printf '%s\n' '{"status":204}' ;;
    *) printf '%s\n' '{"status":500}' ;;
  esac
done)";

class ExecFixtures : public ::testing::Test {
 protected:
  std::unique_ptr<ProtocolFixtures> with(const std::string& command,
                                         std::chrono::milliseconds patience = 20s) {
    return exec_fixtures(io_.get_executor(), command, patience);
  }
  std::optional<std::string> trouble_with(const std::string& command,
                                          std::chrono::milliseconds patience = 20s) {
    return run(io_, with(command, patience)->open());
  }
  Staged stage(FixtureProvider& provider, const cases::Fixture& fixture = {}) {
    return run(io_, provider.stage(fixture));
  }

  asio::io_context io_;
};

std::string broken(const Staged& staged) {
  const auto* what = std::get_if<Broken>(&staged);
  return what == nullptr ? "not broken" : what->what;
}

TEST_F(ExecFixtures, SpeaksTheProtocolLineByLine) {
  const auto provider = with(good);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  const Staged staged = stage(*provider, {.status = InstanceStatus::running});
  ASSERT_TRUE(std::holds_alternative<World>(staged)) << broken(staged);
  const World& world = std::get<World>(staged);
  EXPECT_EQ(world.fixture_id, "w 1");
  EXPECT_EQ(world.credentials.access_key_id, "LTAI1");
  EXPECT_EQ(world.credentials.access_key_secret.reveal(), "secret1");
  EXPECT_EQ(world.instance_id, "i-1");
  const auto truth = run(io_, provider->look(world));
  ASSERT_TRUE(truth);
  EXPECT_EQ(truth->status, "Stopped");
  EXPECT_EQ(truth->last_stop, cases::LastStop::forced);
  World gone;
  gone.fixture_id = "gone";
  EXPECT_FALSE(run(io_, provider->look(gone)));
}

TEST_F(ExecFixtures, AreNotGivenTheSecretsOfTheirUser) {
  ASSERT_EQ(setenv("HALLMARK_ACCESS_KEY_SECRET", "sesame-open", 1), 0);
  ASSERT_EQ(setenv("HALLMARK_SECURITY_TOKEN", "sesame-open", 1), 0);
  const auto told = trouble_with("if env | grep -q sesame; then exit 3; else exit 4; fi");
  unsetenv("HALLMARK_ACCESS_KEY_SECRET");
  unsetenv("HALLMARK_SECURITY_TOKEN");
  EXPECT_THAT(told, Optional(HasSubstr("exit status 4")));
}

TEST_F(ExecFixtures, KnowsWhatIsOnOfferAndWhatIsRefused) {
  const auto provider = with(good);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_THAT(provider->lacks({.status = InstanceStatus::pending}), Optional(HasSubstr("Pending")));
  const Staged staged =
      stage(*provider, {.conditions = cases::ConditionSet{cases::Condition::no_stock}});
  ASSERT_TRUE(std::holds_alternative<Unsupported>(staged));
  EXPECT_EQ(std::get<Unsupported>(staged).why, "fixture NoStock");
}

TEST_F(ExecFixtures, GivesEachOfManyCallsItsOwnAnswer) {
  constexpr int many = 40;
  const auto provider = with(good);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  int matched = 0;
  std::set<std::string> worlds;
  const auto one = [&]() -> asio::awaitable<void> {
    const Staged staged = co_await provider->stage({});
    const World world = std::get<World>(staged);
    worlds.insert(world.fixture_id);
    const Result<FixtureAnswer> answer = co_await provider->call("GET", path_of(world), {});
    const std::string number = "\"number\":" + world.fixture_id.substr(2) + "}";
    if (answer && answer->body.ends_with(number)) ++matched;
    co_await provider->strike(world, true);
  };
  for (int i = 0; i < many; ++i) asio::co_spawn(io_, one(), asio::detached);
  io_.restart();
  io_.run();
  EXPECT_EQ(matched, many);
  EXPECT_EQ(worlds.size(), std::size_t{many});
}

TEST_F(ExecFixtures, SaysThatThereIsNoSuchProgram) {
  EXPECT_EQ(trouble_with("/no/such/program 2>/dev/null"),
            "no fixture provider in exec:/no/such/program 2>/dev/null: "
            "it ended with exit status 127 (not found)");
}

TEST_F(ExecFixtures, SaysHowAProgramEnded) {
  EXPECT_THAT(trouble_with("exit 3"), Optional(HasSubstr(": it ended with exit status 3")));
  EXPECT_THAT(trouble_with("kill -TERM $$"), Optional(HasSubstr(": it was ended by signal 15")));
  EXPECT_THAT(trouble_with("read -r line; exec >&-; exec sleep 1000"),
              Optional(HasSubstr(": it closed its output")));
}

TEST_F(ExecFixtures, SaysThatAnAnswerIsNone) {
  EXPECT_THAT(trouble_with("read -r line; echo hello"),
              Optional(HasSubstr(": its answer is not a line with one JSON object")));
  EXPECT_THAT(trouble_with("read -r line; echo '[]'"),
              Optional(HasSubstr(": its answer is not a line with one JSON object")));
  EXPECT_THAT(trouble_with("read -r line; echo '{}'"),
              Optional(HasSubstr(": its answer has no status")));
  EXPECT_THAT(trouble_with(R"(read -r line; echo '{"status":200,"body":{"version":9}}')"),
              Optional(HasSubstr(R"(its description does not say "version":1)")));
}

TEST_F(ExecFixtures, DoesNotWaitForEver) {
  EXPECT_THAT(trouble_with("while read -r line; do :; done", 50ms),
              Optional(HasSubstr("it gave no answer within 300 ms")));
}

TEST_F(ExecFixtures, AreGivenTimeToStart) {
  const auto provider =
      with("sleep 0.6; read -r line; " + offer + "; while read -r line; do :; done", 200ms);
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_THAT(broken(stage(*provider)), HasSubstr("it gave no answer within 200 ms"));
}

TEST_F(ExecFixtures, DoNotWaitForWhatNobodyWaitsFor) {
  const auto began = std::chrono::steady_clock::now();
  const auto going = [began] {
    return std::chrono::steady_clock::now() < began + 200ms ? Going::on : Going::ended;
  };
  {
    const auto provider =
        exec_fixtures(io_.get_executor(), "read -r line; exec sleep 1000", 20s, going);
    EXPECT_TRUE(run(io_, provider->open()));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
}

TEST_F(ExecFixtures, DoesNotReadForEver) {
  EXPECT_THAT(trouble_with("read -r line; tr '\\0' x </dev/zero"),
              Optional(HasSubstr("it wrote a line of more than 1048576 bytes")));
}

TEST_F(ExecFixtures, DoesNotTakeOneAnswerForAnother) {
  const auto provider = with("read -r line; both=$(" + offer + "; " + offer +
                             R"(); printf '%s\n' "$both"; while read -r line; do :; done)");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_EQ(broken(stage(*provider)),
            "the fixture provider gave no world: it wrote more than one line to a call");
}

// A log line in the place of an answer moves all that come behind it.
TEST_F(ExecFixtures, TakesNoAnswerBehindALineThatIsNone) {
  const auto provider =
      with("read -r line; " + offer + "; read -r line; echo DEBUG; " + offer + "; exec sleep 1000");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  const std::string expected =
      "the fixture provider gave no world: its answer is not a line with one JSON object (what it "
      "logs belongs on standard error)";
  EXPECT_EQ(broken(stage(*provider)), expected);
  EXPECT_EQ(broken(stage(*provider)), expected);
}

TEST_F(ExecFixtures, RemembersThatTheProgramHasDied) {
  const auto provider = with("read -r line; " + offer + "; read -r line; exit 4");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  const std::string expected = "the fixture provider gave no world: it ended with exit status 4";
  EXPECT_EQ(broken(stage(*provider)), expected);
  EXPECT_EQ(broken(stage(*provider)), expected);
  EXPECT_FALSE(run(io_, provider->look({})));
}

TEST_F(ExecFixtures, SurvivesAProgramThatClosesItsInput) {
  const auto provider = with("read -r line; exec <&-; " + offer + "; exec sleep 1000");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  EXPECT_EQ(broken(stage(*provider)), "the fixture provider gave no world: it closed its input");
}

TEST_F(ExecFixtures, LeavesStandardErrorToTheProgram) {
  ::testing::internal::CaptureStderr();
  const auto trouble = trouble_with("echo this is what happened >&2; exit 1");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "this is what happened\n");
  EXPECT_TRUE(trouble);
}

// A pipe whose writing end children inherit: its reading end sees an end when all of them are gone.
class Leash {
 public:
  Leash() { made_ = ::pipe(ends_.data()) == 0; }
  ~Leash() { ::close(ends_[0]); }
  Leash(const Leash&) = delete;
  Leash& operator=(const Leash&) = delete;

  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] std::string end() const { return std::to_string(ends_[1]); }
  void let_go() { ::close(ends_[1]); }

  // All that was written, or nothing if somebody still holds the other end after ten seconds.
  std::optional<std::string> read_to_end() {
    std::string text;
    for (;;) {
      pollfd readable{.fd = ends_[0], .events = POLLIN, .revents = 0};
      if (::poll(&readable, 1, 10'000) <= 0) return std::nullopt;
      std::array<char, 64> buffer{};
      const ssize_t got = ::read(ends_[0], buffer.data(), buffer.size());
      if (got <= 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool made_ = false;
};

TEST_F(ExecFixtures, LetsTheProgramFinishAtTheEndOfItsInput) {
  Leash leash;
  ASSERT_TRUE(leash.made());
  auto provider = with(good + "\nprintf bye >&" + leash.end());
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  leash.let_go();
  provider.reset();
  EXPECT_EQ(leash.read_to_end(), "bye");
}

TEST_F(ExecFixtures, EndsAllThatTheProgramHasStarted) {
  Leash leash;
  ASSERT_TRUE(leash.made());
  auto provider =
      with("sleep 1000 >/dev/null & read -r line; " + offer + "; trap '' TERM HUP; sleep 1000");
  ASSERT_EQ(run(io_, provider->open()), std::nullopt);
  leash.let_go();
  provider.reset();
  EXPECT_EQ(leash.read_to_end(), "");
}

}  // namespace
}  // namespace hallmark::runner
