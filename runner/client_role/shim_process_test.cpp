// SPDX-License-Identifier: Apache-2.0
//
// Against shims of a few lines of shell: whatever they do, who asks gets an answer in time.
#include "runner/client_role/shim_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <functional>
#include <string>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace net = boost::asio;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = UserTold::Kind;

const std::string greeting =
    R"(read hello; echo '{"shim":1,"name":"n","actions":["A"],"signature":"v1"}'; )";
// Answers each call with its own id.
const std::string honest =
    greeting + R"(while read line; do case $line in *bye*) exit 0;; esac; id=${line#*\"id\":}; )"
               R"(echo "{\"id\":${id%%,*},\"ok\":null}"; done)";

net::awaitable<void> start(ShimProcess& shim) {
  const auto trouble = co_await shim.start();
  EXPECT_EQ(trouble, std::nullopt);
}

net::awaitable<UserTold> ask(ShimProcess& shim, std::chrono::milliseconds patience) {
  CallLine call;
  call.action = "A";
  UserTold told = co_await shim.call(std::move(call), patience);
  co_return told;
}

// Runs `what` against the shim until it is done.
void with_shim(const std::string& script, ShimOptions options,
               const std::function<net::awaitable<void>(ShimProcess&)>& what) {
  net::io_context io{1};
  options.command = {"sh", "-c", script};
  ShimProcess shim{io.get_executor(), options};
  std::exception_ptr trouble;
  net::co_spawn(io, what(shim), [&](const std::exception_ptr& error) {
    trouble = error;
    shim.kill();
  });
  io.run();
  if (trouble) std::rethrow_exception(trouble);
}

TEST(ShimProcess, IsGreetedAskedAndLeft) {
  with_shim(honest, {}, [](ShimProcess& shim) -> net::awaitable<void> {
    const auto trouble = co_await shim.start();
    EXPECT_EQ(trouble, std::nullopt);
    EXPECT_EQ(shim.hello().name, "n");
    for (int i = 0; i < 3; ++i) {
      const UserTold told = co_await ask(shim, 5s);
      EXPECT_EQ(told.kind, Kind::success);
    }
    EXPECT_EQ(shim.under_way(), 0U);
    co_await shim.leave();
    EXPECT_FALSE(shim.running());
    EXPECT_TRUE(shim.strays().empty());
  });
}

TEST(ShimProcess, SaysWhyItDoesNotSpeak) {
  const auto trouble_of = [](const std::string& script, ShimOptions options = {}) {
    std::optional<std::string> said;
    with_shim(script, options, [&](ShimProcess& shim) -> net::awaitable<void> {
      said = co_await shim.start();
      EXPECT_FALSE(shim.running());
    });
    return said.value_or("");
  };
  EXPECT_THAT(trouble_of("exit 3"), HasSubstr("exit status 3"));
  EXPECT_THAT(trouble_of("no-such-program"), HasSubstr("127 (not found)"));
  EXPECT_THAT(trouble_of("echo nonsense; sleep 60"), HasSubstr("no JSON object: nonsense"));
  EXPECT_THAT(trouble_of("sleep 60", {.patience = 200ms}), HasSubstr("no greeting within 200 ms"));
}

TEST(ShimProcess, ThatWritesWithoutEndIsEnded) {
  const auto told_of = [](const std::string& script) {
    std::string said;
    with_shim(script, {}, [&](ShimProcess& shim) -> net::awaitable<void> {
      const auto trouble = co_await shim.start();
      if (trouble) {
        said = *trouble;
        co_return;
      }
      const UserTold told = co_await ask(shim, 20s);
      said = told.trouble;
    });
    return said;
  };
  const std::string after = greeting + "read line; ";
  EXPECT_THAT(told_of("cat /dev/zero"), HasSubstr("it writes too much: a line of more than 8 MiB"));
  EXPECT_THAT(told_of("yes >&2"),
              HasSubstr("it writes too much: more than 512 MiB to its standard"));
  EXPECT_THAT(told_of(after + "cat /dev/zero"), HasSubstr("it writes too much: a line"));
  EXPECT_THAT(told_of(after + "cat /dev/zero >&2"), HasSubstr("to its standard error"));
  EXPECT_THAT(told_of(after + "yes"), HasSubstr("more than 50,000 lines that are no answers"));
  EXPECT_THAT(told_of(after + R"(printf '{"a":"'; yes | tr -d '\n')"),
              HasSubstr("it writes too much: a line of more than 144 MiB"));
}

TEST(ShimProcess, GetsNoSecretOfOurs) {
  ASSERT_EQ(setenv("HALLMARK_ACCESS_KEY_SECRET", "sesame-open", 1), 0);
  std::optional<std::string> said;
  with_shim("exit ${HALLMARK_ACCESS_KEY_SECRET:+4}", {},
            [&](ShimProcess& shim) -> net::awaitable<void> { said = co_await shim.start(); });
  unsetenv("HALLMARK_ACCESS_KEY_SECRET");
  EXPECT_THAT(said, Optional(HasSubstr("exit status 0")));
}

TEST(ShimProcess, TellsRuntimesHowMuchTheyMayTakeUnlessTheUserDid) {
  unsetenv("GOMEMLIMIT");
  ASSERT_EQ(setenv("JAVA_TOOL_OPTIONS", "-Xmx9m", 1), 0);
  std::optional<std::string> said;
  with_shim("[ $GOMEMLIMIT$JAVA_TOOL_OPTIONS = 209715200-Xmx9m ] && exit 6",
            {.memory = 300U << 20U},
            [&](ShimProcess& shim) -> net::awaitable<void> { said = co_await shim.start(); });
  unsetenv("JAVA_TOOL_OPTIONS");
  EXPECT_THAT(said, Optional(HasSubstr("exit status 6")));
}

TEST(ShimProcess, ThatCannotBeStartedSaysSo) {
  net::io_context io{1};
  ShimProcess shim{io.get_executor(), {.command = {"/nowhere/no-such-program"}}};
  std::optional<std::string> said;
  net::co_spawn(
      io, [&]() -> net::awaitable<void> { said = co_await shim.start(); }, net::detached);
  io.run();
  EXPECT_THAT(said.value_or(""), HasSubstr("cannot be started"));
}

TEST(ShimProcess, ThatDiesUnderACallIsStartedAgain) {
  const std::string dies = greeting + "read line; echo last words >&2; kill -SEGV $$";
  with_shim(dies, {}, [](ShimProcess& shim) -> net::awaitable<void> {
    for (int i = 0; i < 2; ++i) {
      co_await start(shim);
      const UserTold told = co_await ask(shim, 5s);
      EXPECT_EQ(told.kind, Kind::broke);
      EXPECT_THAT(told.trouble, HasSubstr("signal 11"));
      EXPECT_FALSE(shim.running());
    }
    EXPECT_THAT(shim.last_words(), HasSubstr("last words"));
  });
}

TEST(ShimProcess, ThatIsSilentIsGivenUpInTimeAndEnded) {
  with_shim(greeting + "sleep 60", {}, [](ShimProcess& shim) -> net::awaitable<void> {
    co_await start(shim);
    const auto start = std::chrono::steady_clock::now();
    const UserTold told = co_await ask(shim, 200ms);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
    EXPECT_EQ(told.kind, Kind::broke);
    EXPECT_EQ(told.trouble, "it gave no answer within 200 ms");
    EXPECT_FALSE(shim.running());
  });
}

TEST(ShimProcess, WhatIsNoAnswerIsKeptAndMisleadsNobody) {
  const std::string noisy =
      greeting + R"(read line; echo debug; echo '{"id":9,"ok":1}'; echo '{"id":1,"ok":2}'; )"
                 R"(echo '{"id":1,"ok":3}'; read line; echo '{"id":2,"ok":4}'; read line)";
  with_shim(noisy, {}, [](ShimProcess& shim) -> net::awaitable<void> {
    co_await start(shim);
    UserTold told = co_await ask(shim, 5s);
    EXPECT_EQ(told.line, R"({"id":1,"ok":2})");
    told = co_await ask(shim, 5s);
    EXPECT_EQ(told.line, R"({"id":2,"ok":4})");
    EXPECT_THAT(shim.strays(),
                ElementsAre(HasSubstr("debug"), HasSubstr("call 9, which nobody made"),
                            HasSubstr("call 1 twice")));
  });
}

TEST(ShimProcess, TheFirstLineIsTheGreetingAndTheNextOneIsNot) {
  with_shim("read hello; printf 'Picked up options\nwarming up\n'; read line", {},
            [](ShimProcess& shim) -> net::awaitable<void> {
              const auto trouble = co_await shim.start();
              EXPECT_THAT(trouble.value_or(""), HasSubstr("Picked up options"));
            });
}

TEST(ShimProcess, ThatEndsBetweenTwoCallsIsKeptInMind) {
  with_shim(greeting + R"(read line; echo '{"id":1,"ok":null}'; exit 3)", {},
            [](ShimProcess& shim) -> net::awaitable<void> {
              co_await start(shim);
              const UserTold told = co_await ask(shim, 5s);
              EXPECT_EQ(told.kind, Kind::success);
              net::steady_timer timer{co_await net::this_coro::executor};
              while (shim.running()) {
                timer.expires_after(5ms);
                co_await timer.async_wait(net::use_awaitable);
              }
              EXPECT_THAT(shim.strays(), ElementsAre("it ended with exit status 3, behind call 1"));
            });
}

TEST(ShimProcess, ALineInThePlaceOfAnAnswerIsNotWaitedFor) {
  with_shim(greeting + "read line; echo no answer; sleep 60", {},
            [](ShimProcess& shim) -> net::awaitable<void> {
              co_await start(shim);
              const auto began = std::chrono::steady_clock::now();
              const UserTold told = co_await ask(shim, 60s);
              EXPECT_LT(std::chrono::steady_clock::now() - began, 20s);
              EXPECT_THAT(told.trouble, HasSubstr("no JSON object: no answer"));
            });
}

TEST(ShimProcess, ThatTakesTooMuchMemoryIsEnded) {
  const std::string greedy =
      greeting +
      "read line; exec awk 'BEGIN { s = \"x\"; for (;;) if (length(s) < 200000000) s = s s }'";
  with_shim(greedy, {.memory = 64U << 20U}, [](ShimProcess& shim) -> net::awaitable<void> {
    co_await start(shim);
    const UserTold told = co_await ask(shim, 20s);
    EXPECT_EQ(told.kind, Kind::broke);
    EXPECT_EQ(told.trouble, "it took more than 64 MiB of memory");
  });
}

TEST(ShimProcess, EndsWhatTheProgramHasStarted) {
  const std::string parent = greeting + "sleep 60 & echo $! >&2; read line; wait";
  std::string words;
  with_shim(parent, {}, [&](ShimProcess& shim) -> net::awaitable<void> {
    co_await start(shim);
    const UserTold told = co_await ask(shim, 300ms);
    EXPECT_EQ(told.kind, Kind::broke);
    words = shim.last_words();
  });
  const pid_t child = std::stoi(words);
  bool gone = false;
  for (int i = 0; i < 200 && !gone; ++i) {
    gone = ::kill(child, 0) != 0;
    if (!gone) ::usleep(10000);
  }
  EXPECT_TRUE(gone);
}

}  // namespace
}  // namespace hallmark::runner
