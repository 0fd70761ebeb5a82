// SPDX-License-Identifier: Apache-2.0
//
// The client against targets that hang, drip, flood, break off and talk nonsense, over real
// sockets: TCP, and the pairs by which it reaches an endpoint of its own process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using testing::awaitable;
using testing::Peer;
using testing::RawServer;
using testing::run;
namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

awaitable<bool> slept(std::chrono::milliseconds duration) {
  asio::steady_timer timer{co_await asio::this_coro::executor, duration};
  co_await timer.async_wait(asio::use_awaitable);
  co_return true;
}

enum class Wire : std::uint8_t { tcp, pair };

class HostileTargetTest : public ::testing::TestWithParam<Wire> {
 protected:
  // One exchange with a server that reads the request and then follows `script`.
  Result<HttpReply> ask(RawServer::Script script, ClientOptions options = {},
                        std::string method = "GET") {
    RawServer server{io_, [script](Peer& peer, int number) -> awaitable<void> {
                       co_await peer.request();
                       co_await script(peer, number);
                     }};
    HttpClient http = client_of(server, std::move(options));
    auto reply = run(io_, http.exchange({.method = std::move(method), .target = "/"}));
    server.stop();
    return reply;
  }

  HttpClient client_of(const RawServer& server, ClientOptions options) {
    if (GetParam() == Wire::pair) options.dial = server.dial();
    return HttpClient{io_.get_executor(), parse_url("http://127.0.0.1:" + server.port()).value(),
                      std::move(options)};
  }

  Fault fault_of(RawServer::Script script, ClientOptions options = {}) {
    const auto reply = ask(std::move(script), std::move(options));
    EXPECT_FALSE(reply);
    return reply ? Fault::cancelled : reply.error().fault;
  }

  asio::io_context io_{1};
};

TEST_P(HostileTargetTest, DripsAnEmptyChunkedAnswer) {
  const auto reply = ask([](Peer& peer, int) -> awaitable<void> {
    co_await peer.drip(chunked + "0\r\n\r\n");
    co_await peer.hang();
  });
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "");
  EXPECT_TRUE(reply->keep_alive);
}

TEST_P(HostileTargetTest, DripsEveryKindOfAnswer) {
  const struct {
    std::string bytes;
    std::string body;
  } answers[] = {
      {chunked + "3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n", "abc"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""},
      {"HTTP/1.1 204 No Content\r\n\r\n", ""},
      {"HTTP/1.0 200 OK\r\n\r\nabc", "abc"},
      {"HTTP/1.0 200 OK\r\n\r\n", ""},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz", "z"},
  };
  for (const auto& answer : answers) {
    const auto reply = ask([&answer](Peer& peer, int) -> awaitable<void> {
      co_await peer.drip(answer.bytes);  // and closes, which ends the open bodies
    });
    ASSERT_TRUE(reply) << answer.bytes << reply.error().what;
    EXPECT_EQ(reply->body, answer.body) << answer.bytes;
  }
}

TEST_P(HostileTargetTest, HangsAndIsLeftWhenTheTimeIsUp) {
  const auto started = Clock::now();
  const auto fault = fault_of([](Peer& peer, int) -> awaitable<void> { co_await peer.hang(); },
                              {.timeout = 100ms});
  EXPECT_EQ(fault, Fault::timeout);
  EXPECT_GE(Clock::now() - started, 100ms);
  EXPECT_LT(Clock::now() - started, 5s);
}

TEST_P(HostileTargetTest, HangsAndIsLeftWhereNobodyGoesOn) {
  const auto began = Clock::now();
  ClientOptions options{.timeout = 10s};
  options.going = [began] { return Clock::now() < began + 100ms ? Going::on : Going::ended; };
  EXPECT_EQ(fault_of([](Peer& peer, int) -> awaitable<void> { co_await peer.hang(); }, options),
            Fault::cancelled);
  EXPECT_LT(Clock::now() - began, 1s);
}

// What is under way may come to its end then.
TEST_P(HostileTargetTest, IsNotAskedMoreThanTheRateWhereNobodyWaits) {
  const auto began = Clock::now();
  ClientOptions options{.timeout = 10s, .requests_per_second = 0.0001};
  options.going = [began] { return Clock::now() < began + 100ms ? Going::on : Going::ending; };
  RawServer server{io_, [](Peer& peer, int) -> awaitable<void> {
                     for (;;) {
                       co_await peer.request();
                       co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                     }
                   }};
  HttpClient http = client_of(server, options);
  EXPECT_TRUE(run(io_, http.exchange({.method = "GET", .target = "/"})));
  const auto second = run(io_, http.exchange({.method = "GET", .target = "/"}));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::cancelled);
  EXPECT_LT(Clock::now() - began, 1s);
  server.stop();
}

TEST_P(HostileTargetTest, HangsInTheMiddleOfAnAnswer) {
  for (const std::string& start : {std::string{"HTTP/1.1 2"}, chunked + "5\r\nab",
                                   std::string{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"}}) {
    EXPECT_EQ(fault_of(
                  [start](Peer& peer, int) -> awaitable<void> {
                    co_await peer.send(start);
                    co_await peer.hang();
                  },
                  {.timeout = 50ms}),
              Fault::timeout)
        << start;
  }
}

TEST_P(HostileTargetTest, DripsWithoutEndAndTheTimeBoundsTheWhole) {
  const auto started = Clock::now();
  const auto fault = fault_of(
      [](Peer& peer, int) -> awaitable<void> {
        co_await peer.send("HTTP/1.1 200 OK\r\n\r\n");
        asio::steady_timer pace{peer.socket().get_executor()};
        for (;;) {
          const bool sent = co_await peer.send("x");
          if (!sent) co_return;
          pace.expires_after(5ms);
          co_await pace.async_wait(testing::quietly);
        }
      },
      {.timeout = 150ms});
  EXPECT_EQ(fault, Fault::timeout);
  EXPECT_LT(Clock::now() - started, 5s);
}

TEST_P(HostileTargetTest, AcceptsButNeverReads) {
  // The request does not fit into the buffers in between; nobody takes it.
  RawServer server{
      io_, [](Peer& peer, int) -> awaitable<void> {
        asio::steady_timer forever{peer.socket().get_executor(), Clock::time_point::max()};
        co_await forever.async_wait(testing::quietly);
      }};
  HttpClient http = client_of(server, {.timeout = 100ms});
  const auto reply = run(
      io_,
      http.exchange(
          {.method = "POST", .target = "/", .headers = {}, .body = std::string(32U << 20U, 'x')}));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::timeout) << reply.error().what;
}

TEST_P(HostileTargetTest, FloodsAndIsCutOffAtTheLimit) {
  const ClientOptions small{.response_limit = 100'000, .header_limit = 10'000};
  const std::string block(50'000, 'x');
  EXPECT_EQ(fault_of(
                [](Peer& peer, int) -> awaitable<void> {
                  co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n");
                  co_await peer.hang();
                },
                small),
            Fault::too_large);
  EXPECT_EQ(fault_of(
                [&block](Peer& peer, int) -> awaitable<void> {
                  co_await peer.send("HTTP/1.1 200 OK\r\n\r\n");
                  co_await peer.flood(block);
                },
                small),
            Fault::too_large);
  EXPECT_EQ(fault_of(
                [&block](Peer& peer, int) -> awaitable<void> {
                  co_await peer.send(chunked);
                  co_await peer.flood("c350\r\n" + block + "\r\n");
                },
                small),
            Fault::too_large);
  EXPECT_EQ(fault_of(
                [](Peer& peer, int) -> awaitable<void> {
                  co_await peer.send("HTTP/1.1 200 OK\r\n");
                  co_await peer.flood("X-Header: value\r\n");
                },
                small),
            Fault::too_large);
  EXPECT_EQ(
      fault_of([](Peer& peer,
                  int) -> awaitable<void> { co_await peer.flood("HTTP/1.1 100 Continue\r\n\r\n"); },
               small),
      Fault::too_large);
}

RawServer::Script answer_of(std::size_t size) {
  return [size](Peer& peer, int) -> awaitable<void> {
    co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
    co_await peer.send(std::string(size, 'x'));
  };
}

TEST_P(HostileTargetTest, MayNotFillTheRoomOfAll) {
  ClientOptions options;
  options.timeout = 2s;
  options.room = std::make_shared<AnswerRoom>(100'000);
  EXPECT_EQ(fault_of(answer_of(250'000), options), Fault::local);
  const auto first = ask(answer_of(60'000), options);
  ASSERT_TRUE(first) << first.error().what;
  const auto second = ask(answer_of(60'000), options);
  ASSERT_TRUE(second) << second.error().what;
  // As long as these are there, another one of their size is too much.
  EXPECT_EQ(fault_of(answer_of(60'000), options), Fault::local);
}

TEST_P(HostileTargetTest, WaitsForRoomAndIsNotLateForThat) {
  ClientOptions options;
  options.timeout = 2s;
  options.room = std::make_shared<AnswerRoom>(200'000);
  std::vector<std::unique_ptr<AnswerShare>> small;
  for (int i = 0; i < 4; ++i) {
    std::size_t had = 0;
    small.push_back(std::make_unique<AnswerShare>(options.room));
    ASSERT_EQ(small.back()->take(had, 9'000), AnswerShare::Place::taken);
  }
  const auto first = ask(answer_of(60'000), options);
  auto second = ask(answer_of(60'000), options);
  ASSERT_TRUE(first && second);
  int asked = 0;
  const auto counted = [&asked](Peer& peer, int number) -> awaitable<void> {
    ++asked;
    co_await answer_of(60'000)(peer, number);
  };
  // Others give back a little again and again, and at last what is needed: that takes longer than
  // an exchange may last.
  asio::steady_timer timer{io_};
  const std::function<void()> go_on = [&] {
    timer.expires_after(500ms);
    timer.async_wait([&](const auto&) {
      if (small.empty()) {
        second = Error{Fault::cancelled, "done with"};
        return;
      }
      small.pop_back();
      go_on();
    });
  };
  go_on();
  const auto third = ask(counted, options);
  ASSERT_TRUE(third) << third.error().what;
  EXPECT_EQ(third->body.size(), 60'000);
  EXPECT_TRUE(small.empty());
  EXPECT_EQ(asked, 1) << "a request whose nonce is spent was sent again";
}

TEST_P(HostileTargetTest, MayAnswerUpToTheDefaultLimit) {
  const std::string body(1U << 20U, 'x');
  const auto reply = ask([&body](Peer& peer, int) -> awaitable<void> {
    co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) +
                       "\r\n\r\n");
    co_await peer.send(body);
  });
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply->body.size(), body.size());
}

TEST_P(HostileTargetTest, ClosesBeforeAnAnswer) {
  EXPECT_EQ(fault_of([](Peer&, int) -> awaitable<void> { co_return; }), Fault::closed);
  EXPECT_EQ(fault_of([](Peer& peer, int) -> awaitable<void> {
              peer.reset();
              co_return;
            }),
            Fault::closed);
}

TEST_P(HostileTargetTest, ClosesInTheMiddleOfAnAnswer) {
  for (const std::string& start :
       {std::string{"H"}, std::string{"HTTP/1.1 200 OK\r\nContent-"},
        std::string{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcd"}, chunked, chunked + "0\r\n",
        std::string{"HTTP/1.1 100 Continue\r\n\r\n"}}) {
    EXPECT_EQ(fault_of([start](Peer& peer, int) -> awaitable<void> { co_await peer.send(start); }),
              Fault::truncated)
        << start;
  }
}

TEST_P(HostileTargetTest, ResetsInTheMiddleOfAnAnswer) {
  if (GetParam() == Wire::pair) GTEST_SKIP() << "only TCP has resets";
  // A body to the end of the connection has not ended when the connection is reset.
  EXPECT_EQ(fault_of([](Peer& peer, int) -> awaitable<void> {
              co_await peer.drip("HTTP/1.1 200 OK\r\n\r\nabc");
              peer.reset();
            }),
            Fault::truncated);
}

TEST_P(HostileTargetTest, TalksNonsense) {
  for (const char* nonsense :
       {"SSH-2.0-x\r\n", "\x16\x03\x01\x02", "<html></html>", "HTTP/3 200\r\n\r\n", "{}",
        "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"}) {
    const auto started = Clock::now();
    EXPECT_EQ(fault_of([nonsense](Peer& peer, int) -> awaitable<void> {
                co_await peer.send(nonsense);
                co_await peer.hang();
              }),
              Fault::malformed)
        << nonsense;
    EXPECT_LT(Clock::now() - started, 5s) << "it was not worth waiting for the deadline";
  }
}

TEST_P(HostileTargetTest, ClaimsALengthThatIsTooShort) {
  const auto reply = ask([](Peer& peer, int) -> awaitable<void> {
    co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcd");
    co_await peer.hang();
  });
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body, "ab");
  EXPECT_FALSE(reply->keep_alive);
}

// Whoever says more than is asked, with an answer or behind it, says what a further request on that
// connection would be answered with.
TEST_P(HostileTargetTest, IsAskedOnConnectionsOfTheirOwnOnceItHasSaidMore) {
  const std::string one = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  for (const bool at_once : {true, false}) {
    RawServer server{io_, [&](Peer& peer, int number) -> awaitable<void> {
                       const std::string wanted = one + "n" + std::to_string(number);
                       const std::string more = one + "no";
                       co_await peer.request();
                       const std::string first = at_once ? wanted + more : wanted;
                       co_await peer.send(first);
                       if (!at_once) co_await peer.send(more);
                       co_await peer.hang();
                     }};
    const auto told_more = std::make_shared<std::atomic<std::size_t>>(0);
    ClientOptions options;
    options.timeout = 5s;
    options.told_more = told_more;
    HttpClient http = client_of(server, options);
    for (const char* const wanted : {"n1", "n2", "n3"}) {
      const auto reply = run(io_, http.exchange({.method = "GET", .target = "/"}));
      ASSERT_TRUE(reply) << reply.error().what;
      EXPECT_EQ(reply->body, wanted) << at_once;
      run(io_, slept(20ms));
    }
    EXPECT_GE(*told_more, 1U);
  }
}

// As plain servers do that have one thread: whoever keeps a connection is the only one they serve.
TEST_P(HostileTargetTest, MayServeOneConnectionAtATime) {
  bool is_served = false;
  RawServer server{io_, [&](Peer& peer, int) -> awaitable<void> {
                     while (is_served) co_await slept(1ms);
                     is_served = true;
                     co_await peer.answer_all("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                     is_served = false;
                   }};
  ClientOptions options;
  options.timeout = 5s;
  options.keeps_none = std::make_shared<std::atomic<bool>>(false);
  HttpClient one = client_of(server, options);
  HttpClient other = client_of(server, options);
  const HttpRequest request{.method = "GET", .target = "/"};
  ASSERT_TRUE(run(io_, one.exchange(request)));
  one.let_go();
  ASSERT_TRUE(run(io_, other.exchange(request)));
  other.let_go();
  *options.keeps_none = true;
  for (HttpClient* const client : {&one, &other, &one, &other}) {
    EXPECT_TRUE(run(io_, client->exchange(request)));
  }
}

// RFC 9110, 15.5.9.
TEST_P(HostileTargetTest, MayBeTiredOfWaiting) {
  bool is_answered = false;
  RawServer server{
      io_, [&](Peer& peer, int) -> awaitable<void> {
        co_await peer.request();
        co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        while (!is_answered) co_await slept(1ms);
        co_await peer.send("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
      }};
  ClientOptions options;
  options.timeout = 5s;
  options.told_more = std::make_shared<std::atomic<std::size_t>>(0);
  HttpClient http = client_of(server, options);
  for (int i = 0; i < 2; ++i) {
    is_answered = false;
    const auto reply = run(io_, http.exchange({.method = "GET", .target = "/"}));
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->body, "ok");
    is_answered = true;
    run(io_, slept(20ms));
  }
  EXPECT_EQ(*options.told_more, 0U);
}

TEST_P(HostileTargetTest, AnswersAHeadWithHeadersAlone) {
  const auto reply = ask(
      [](Peer& peer, int) -> awaitable<void> {
        co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        co_await peer.hang();
      },
      {.timeout = 5s}, "HEAD");
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_TRUE(reply->keep_alive);
}

TEST_P(HostileTargetTest, AnswersBeforeItHasReadTheRequest) {
  RawServer server{io_, [](Peer& peer, int) -> awaitable<void> {
                     co_await peer.send(
                         "HTTP/1.1 413 Too Large\r\nConnection: close\r\n"
                         "Content-Length: 0\r\n\r\n");
                     co_await peer.hang();
                   }};
  HttpClient http = client_of(server, {.timeout = 5s});
  const auto reply = run(
      io_,
      http.exchange(
          {.method = "POST", .target = "/", .headers = {}, .body = std::string(4U << 20U, 'x')}));
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply->status, 413);
}

INSTANTIATE_TEST_SUITE_P(OnEveryWire, HostileTargetTest, ::testing::Values(Wire::tcp, Wire::pair),
                         [](const auto& wire) { return wire.param == Wire::tcp ? "Tcp" : "Pair"; });

}  // namespace
}  // namespace hallmark::runner
