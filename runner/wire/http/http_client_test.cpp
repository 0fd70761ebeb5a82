// SPDX-License-Identifier: Apache-2.0
//
// The client against well-behaved servers: reuse of connections, limits of its own, cancellation.
#include "runner/wire/http/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "runner/wire/http/testing_raw_server.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using testing::awaitable;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Peer;
using testing::RawServer;
using testing::run;
namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr const char* ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

HttpRequest get(std::string target = "/", bool idempotent = false) {
  return {.method = "GET",
          .target = std::move(target),
          .headers = {},
          .body = "",
          .idempotent = idempotent};
}

class HttpClientTest : public ::testing::Test {
 protected:
  RawServer& serve(RawServer::Script script) { return server_.emplace(io_, std::move(script)); }

  HttpClient client(ClientOptions options = {}) {
    return HttpClient{io_.get_executor(), parse_url("http://127.0.0.1:" + server_->port()).value(),
                      std::move(options)};
  }

  asio::io_context io_{1};
  std::optional<RawServer> server_;
};

TEST_F(HttpClientTest, SendsTheBytesOfTheRequestAndReadsTheAnswer) {
  std::string seen;
  serve([&seen](Peer& peer, int) -> awaitable<void> {
    seen = co_await peer.request();
    co_await peer.send("HTTP/1.1 403 Forbidden\r\nX-A: 1\r\nContent-Length: 3\r\n\r\nno!");
  });
  auto http = client();
  const auto reply = run(
      io_,
      http.exchange(
          {.method = "POST", .target = "/?a=%20", .headers = {{"x-ODD", "1"}}, .body = "body"}));
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(seen, "POST /?a=%20 HTTP/1.1\r\nHost: 127.0.0.1:" + server_->port() +
                      "\r\nx-ODD: 1\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_EQ(reply->status, 403);
  EXPECT_EQ(reply->reason, "Forbidden");
  EXPECT_EQ(reply->header("x-a"), "1");
  EXPECT_EQ(reply->body, "no!");
  EXPECT_GT(reply->took.count(), 0);
}

TEST_F(HttpClientTest, SendsWhatGoesAlongAndHidesItsEchoes) {
  std::string seen;
  serve([&seen](Peer& peer, int) -> awaitable<void> {
    seen = co_await peer.request();
    co_await peer.send(
        "HTTP/1.1 401 for tell-nobody\r\nX-Echo: tell%2dnobody\r\nContent-Length: 35\r\n\r\n"
        "{\"Key\":\"tell-nobody\",\"Signature\":1}");
    (void)co_await peer.request();
    const std::string packed = pack_gzip("so tell-nobody it");
    co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(packed.size()) +
                       "\r\n\r\n" + packed);
    (void)co_await peer.request();
    co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  auto http = client({.headers = {{"X-Key", "tell-nobody"}}, .hidden = {Secret{"tell-nobody"}}});
  auto reply = run(io_, http.exchange(get()));
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_THAT(seen, HasSubstr("\r\nX-Key: tell-nobody\r\n"));
  EXPECT_EQ(reply->reason, "for ***");
  EXPECT_EQ(reply->header("X-Echo"), "***");
  EXPECT_EQ(reply->body, "{\"Key\":\"***\",\"Signature\":1}");
  reply = run(io_, http.exchange(get()));
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(unpack(reply->body, 100).text, "so *** it");
  reply = run(io_, http.exchange(get()));
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply->body, "ok");
}

TEST_F(HttpClientTest, DialsInPlaceOfTcp) {
  std::string seen;
  serve([&seen](Peer& peer, int) -> awaitable<void> {
    for (int i = 0; i < 2; ++i) {
      seen = co_await peer.request();
      co_await peer.send(ok);
    }
  });
  const std::string host = "127.0.0.1:" + server_->port();
  auto http = client({.dial = server_->dial()});
  server_->stop();
  for (int i = 0; i < 2; ++i) {
    const auto reply = run(io_, http.exchange(get()));
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->body, "ok");
  }
  EXPECT_EQ(seen, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  EXPECT_EQ(server_->connections(), 1);
}

// A port that nobody takes connections from: its queue is full, and those who come wait.
class FullQueue {
 public:
  FullQueue(asio::io_context& io, const std::string& address, const std::string& port)
      : acceptor_{io, asio::ip::tcp::v4()} {
    const asio::ip::tcp::endpoint here{asio::ip::make_address(address),
                                       static_cast<std::uint16_t>(std::stoul(port))};
    acceptor_.bind(here);
    acceptor_.listen(0);
    for (int i = 0; i < 4; ++i) {
      waiting_.push_back(std::make_unique<asio::ip::tcp::socket>(io));
      waiting_.back()->async_connect(here, [](const boost::system::error_code&) {});
    }
  }

 private:
  asio::ip::tcp::acceptor acceptor_;
  std::vector<std::unique_ptr<asio::ip::tcp::socket>> waiting_;
};

TEST_F(HttpClientTest, GoesOnToAnotherAddressWhereOneDoesNotAnswer) {
  serve([](Peer& peer, int) { return peer.answer_all(ok); });
  const FullQueue nobody{io_, "127.0.0.2", server_->port()};
  Url url = parse_url("http://two.invalid:" + server_->port()).value();
  HttpClient http{io_.get_executor(),
                  url,
                  {.timeout = 10s, .addresses = {"127.0.0.2", "127.0.0.1"}, .dial = {}}};
  for (int i = 0; i < 2; ++i) {
    const auto reply = run(io_, http.exchange(get()));
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->body, "ok");
  }
}

// Who has checked the addresses of a name wants these, and no others, to be reached.
TEST_F(HttpClientTest, LooksNoNameUpWhoseAddressesAreKnown) {
  std::string seen;
  serve([&seen](Peer& peer, int) -> awaitable<void> {
    seen = co_await peer.request();
    co_await peer.send(ok);
  });
  const Url url = parse_url("http://no-such-host.invalid:" + server_->port()).value();
  HttpClient http{io_.get_executor(), url, {.addresses = {"127.0.0.1"}, .dial = {}}};
  EXPECT_TRUE(run(io_, http.exchange(get())));
  EXPECT_THAT(seen, HasSubstr("Host: no-such-host.invalid:"));
}

TEST_F(HttpClientTest, TellsWhyItCannotDial) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  const auto trouble = [&](int number) {
    auto http = client({.timeout = 50ms, .dial = [number](const asio::any_io_executor&) {
                          errno = number;
                          return -1;
                        }});
    const auto reply = run(io_, http.exchange(get()));
    return reply ? Error{} : reply.error();
  };
  EXPECT_EQ(trouble(ECONNREFUSED).fault, Fault::connect);
  EXPECT_EQ(trouble(EMFILE).fault, Fault::local);
  EXPECT_THAT(trouble(EMFILE).what, HasSubstr("Too many open files"));
  EXPECT_EQ(server_->connections(), 0);
}

TEST_F(HttpClientTest, UsesAConnectionAgain) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  auto http = client();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(run(io_, http.exchange(get())));
  EXPECT_EQ(server_->connections(), 1);
}

TEST_F(HttpClientTest, OpensANewConnectionWhenTheServerAnnouncesToClose) {
  serve([](Peer& peer, int) -> awaitable<void> {
    co_await peer.request();
    co_await peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
    co_await peer.hang();
  });
  auto http = client();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(run(io_, http.exchange(get())));
  EXPECT_EQ(server_->connections(), 3);
}

TEST_F(HttpClientTest, DoesNotReadTheNextAnswerFromWhatCameTooMuch) {
  serve([](Peer& peer, int number) -> awaitable<void> {
    for (;;) {
      const std::string request = co_await peer.request();
      if (request.empty()) co_return;
      // Once in the same packet, once after the answer was read.
      const std::string surplus = number == 1 ? "HTTP/1.1 500 Wrong\r\n\r\n" : "";
      co_await peer.send(ok + surplus);
      if (number == 2) co_await peer.drip("HTTP/1.1 500 Wrong\r\n\r\n");
    }
  });
  auto http = client();
  for (int i = 0; i < 3; ++i) {
    const auto reply = run(io_, http.exchange(get()));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    for (int turn = 0; turn < 200; ++turn) io_.poll();  // what is on its way arrives
  }
  EXPECT_EQ(server_->connections(), 3);
}

// The race of an idle connection: the server closes it without a word after its answer.
TEST_F(HttpClientTest, SeesThatAnIdleConnectionWasClosedAndSendsOnce) {
  std::vector<std::string> seen;
  serve([&seen](Peer& peer, int) -> awaitable<void> {
    {
      const std::string request = co_await peer.request();
      seen.push_back(request.substr(0, 6));
    }
    co_await peer.send(ok);
    peer.close();
  });
  auto http = client();
  ASSERT_TRUE(run(io_, http.exchange(get("/1"))));
  ASSERT_TRUE(run(io_, http.exchange(get("/2"))));
  EXPECT_THAT(seen, ElementsAre("GET /1", "GET /2"));
}

TEST_F(HttpClientTest, SeesThatAConnectionOfLongStandingWasClosedWhileIdle) {
  std::size_t seen = 0;
  serve([&seen](Peer& peer, int) -> awaitable<void> {
    for (int i = 0; i < 20; ++i) {
      const std::string request = co_await peer.request();
      if (request.empty()) co_return;
      ++seen;
      co_await peer.send(ok);
    }
  });
  auto http = client();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(run(io_, http.exchange(get())));
  const auto idle_until = Clock::now() + 5ms;
  while (Clock::now() < idle_until) io_.poll();
  ASSERT_TRUE(run(io_, http.exchange(get())));
  EXPECT_EQ(seen, 21U);
  EXPECT_EQ(server_->connections(), 2);
}

// The same race, lost: the server takes the second request and closes without an answer.
RawServer::Script closes_on_the_second_request(std::vector<std::string>& seen) {
  return [&seen](Peer& peer, int number) -> awaitable<void> {
    {
      const std::string request = co_await peer.request();
      seen.push_back(request.substr(0, 6));
    }
    co_await peer.send(ok);
    {
      const std::string request = co_await peer.request();
      seen.push_back(request.substr(0, 6));
    }
    if (number > 1) co_await peer.send(ok);
  };
}

TEST_F(HttpClientTest, NeverSendsTwiceWhatMayHaveBeenDone) {
  std::vector<std::string> seen;
  serve(closes_on_the_second_request(seen));
  auto http = client();
  ASSERT_TRUE(run(io_, http.exchange(get("/1"))));
  const auto second = run(io_, http.exchange(get("/2")));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::closed);
  EXPECT_THAT(seen, ElementsAre("GET /1", "GET /2"));
}

TEST_F(HttpClientTest, SendsAnIdempotentRequestOnceMoreOnANewConnection) {
  std::vector<std::string> seen;
  serve(closes_on_the_second_request(seen));
  auto http = client();
  ASSERT_TRUE(run(io_, http.exchange(get("/1"))));
  const auto second = run(io_, http.exchange(get("/2", true)));
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_THAT(seen, ElementsAre("GET /1", "GET /2", "GET /2"));
}

TEST_F(HttpClientTest, DoesNotRepeatWhatFailedOnANewConnection) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.request(); });
  auto http = client();
  const auto reply = run(io_, http.exchange(get("/", true)));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::closed);
  EXPECT_EQ(server_->connections(), 1);
}

TEST_F(HttpClientTest, SendsALargeBody) {
  std::size_t size = 0;
  serve([&size](Peer& peer, int) -> awaitable<void> {
    const std::string request = co_await peer.request();
    size = request.size();
    co_await peer.send(ok);
  });
  auto http = client();
  const std::string body(8U << 20U, 'x');
  ASSERT_TRUE(
      run(io_, http.exchange({.method = "PUT", .target = "/", .headers = {}, .body = body})));
  EXPECT_GT(size, body.size());
}

awaitable<std::vector<std::string>> in_parallel(asio::io_context& io, HttpClient& http, int count) {
  std::vector<std::string> bodies;
  int left = count;
  asio::steady_timer all_done{io, Clock::time_point::max()};
  for (int i = 0; i < count; ++i) {
    asio::co_spawn(
        io, http.exchange(get(std::string{"/"} + std::to_string(i))),
        [&](std::exception_ptr, Result<HttpReply> reply) {
          bodies.push_back(reply ? reply->body : std::string{name_of(reply.error().fault)});
          if (--left == 0) all_done.cancel();
        });
  }
  co_await all_done.async_wait(testing::quietly);
  co_return bodies;
}

TEST_F(HttpClientTest, NeverOpensMoreConnectionsThanAllowedAndServesInOrder) {
  serve([](Peer& peer, int) -> awaitable<void> {
    for (;;) {
      const std::string request = co_await peer.request();
      if (request.empty()) co_return;
      const std::string number = request.substr(5, request.find(' ', 5) - 5);
      co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(number.size()) +
                         "\r\n\r\n" + number);
    }
  });
  {
    auto http = client({.max_connections = 1});
    EXPECT_THAT(run(io_, in_parallel(io_, http, 8)),
                ElementsAre("0", "1", "2", "3", "4", "5", "6", "7"));
    EXPECT_EQ(server_->connections(), 1);
  }
  auto http = client({.max_connections = 3});
  EXPECT_THAT(run(io_, in_parallel(io_, http, 30)), ::testing::SizeIs(30));
  EXPECT_EQ(server_->connections(), 1 + 3);
}

TEST_F(HttpClientTest, GoesOnWhenTheConnectionsItWaitsForBreak) {
  serve([](Peer& peer, int number) -> awaitable<void> {
    const std::string request = co_await peer.request();
    if (number % 2 == 0) co_await peer.send(ok);
  });
  auto http = client({.max_connections = 2});
  const auto bodies = run(io_, in_parallel(io_, http, 10));
  EXPECT_EQ(std::count(bodies.begin(), bodies.end(), "ok"), 5);
  EXPECT_EQ(std::count(bodies.begin(), bodies.end(), "closed"), 5);
}

TEST_F(HttpClientTest, KeepsToTheRate) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  auto http = client({.requests_per_second = 400});
  const auto started = Clock::now();
  EXPECT_THAT(run(io_, in_parallel(io_, http, 60)), ::testing::Each("ok"));
  // 50 ms worth, 20 requests, may come at once; the other 40 take 100 ms.
  EXPECT_GE(Clock::now() - started, 95ms);
  EXPECT_LE(Clock::now() - started, 5s);
}

TEST_F(HttpClientTest, LeavesNothingToWaitForWhenAnExchangeIsOver) {
  serve([this](Peer& peer, int) -> awaitable<void> {
    co_await peer.request();
    co_await peer.send(ok);
    server_->stop();
  });
  auto http = client({.timeout = 60s});
  const auto started = Clock::now();
  bool answered = false;
  asio::co_spawn(io_, http.exchange(get()),
                 [&answered](std::exception_ptr, const Result<HttpReply>& reply) {
                   answered = reply.has_value();
                 });
  io_.run();
  EXPECT_TRUE(answered);
  EXPECT_LT(Clock::now() - started, 30s);
}

TEST_F(HttpClientTest, CancelsWhatIsUnderWayWhenDestroyed) {
  std::optional<HttpClient> http;
  serve([&http](Peer& peer, int) -> awaitable<void> {
    co_await peer.request();
    http.reset();
  });
  http.emplace(client());
  const auto reply = run(io_, http->exchange(get()));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::cancelled);
}

TEST_F(HttpClientTest, CancelsWhoWaitsForAConnectionWhenDestroyed) {
  std::optional<HttpClient> http;
  serve([&http](Peer& peer, int) -> awaitable<void> {
    co_await peer.request();
    http.reset();
  });
  http.emplace(client({.max_connections = 1}));
  EXPECT_THAT(run(io_, in_parallel(io_, *http, 4)), ::testing::Each("cancelled"));
}

TEST_F(HttpClientTest, TakesACancellationAsAResultAndIsUsableAfterwards) {
  asio::cancellation_signal signal;
  serve([&signal](Peer& peer, int number) -> awaitable<void> {
    co_await peer.request();
    if (number == 1) {
      signal.emit(asio::cancellation_type::terminal);
      co_await peer.hang();
    } else {
      co_await peer.send(ok);
    }
  });
  auto http = client({.max_connections = 1});
  std::optional<Result<HttpReply>> cancelled;
  asio::co_spawn(io_, http.exchange(get()),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr thrown, Result<HttpReply> reply) {
                       EXPECT_EQ(thrown, nullptr);
                       cancelled = std::move(reply);
                     }));
  ASSERT_TRUE(run(io_, http.exchange(get())));  // waits for the connection of the first
  ASSERT_TRUE(cancelled && cancelled->has_error());
  EXPECT_EQ(cancelled->error().fault, Fault::cancelled);
}

TEST_F(HttpClientTest, SaysThatNobodyListens) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.hang(); });
  auto http = client();
  server_->stop();
  const auto reply = run(io_, http.exchange(get()));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::connect);
  EXPECT_THAT(reply.error().what, HasSubstr("cannot connect to 127.0.0.1 port "));
  EXPECT_THAT(reply.error().what, HasSubstr("refused"));
}

// Takes all descriptors that this process may have, and gives them back.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = 128;
    ::setrlimit(RLIMIT_NOFILE, &few);
    for (int one = ::dup(0); one >= 0; one = ::dup(0)) taken_.push_back(one);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() {
    for (const int one : taken_) ::close(one);
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST_F(HttpClientTest, SaysThatThisMachineHasNoSocketLeft) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  auto http = client({.timeout = 100ms});
  const NoDescriptors none;
  const HttpRequest request = get();
  for (int i = 0; i < 2; ++i) {
    const auto reply =
        run(io_, i == 0 ? http.exchange_kept(request) : http.exchange_on_new_connection(request));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fault, Fault::local);
    EXPECT_THAT(reply.error().what, HasSubstr("Too many open files"));
  }
}

TEST_F(HttpClientTest, WaitsForASocketOfOurs) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  io_.poll();  // the server waits for a connection already
  io_.restart();
  auto http = client();
  auto none = std::make_unique<NoDescriptors>();
  asio::steady_timer timer{io_, 60ms};
  timer.async_wait([&](const boost::system::error_code&) { none.reset(); });
  const auto reply = run(io_, http.exchange(get()));
  ASSERT_TRUE(reply) << reply.error().what;
}

TEST_F(HttpClientTest, SaysWhetherAConnectionHadBeenKept) {
  serve([](Peer& peer, int) -> awaitable<void> {
    co_await peer.request();
    co_await peer.send(ok);
    co_await peer.request();  // and leaves with it
  });
  auto http = client();
  const HttpRequest request = get();
  bool kept = true;
  ASSERT_TRUE(run(io_, http.exchange_kept(request, &kept)));
  EXPECT_FALSE(kept);
  const auto dropped = run(io_, http.exchange_kept(request, &kept));
  ASSERT_FALSE(dropped);
  EXPECT_EQ(dropped.error().fault, Fault::closed);
  EXPECT_TRUE(kept);
}

// The second is an address only to the system that we ask, whatever names that knows.
TEST_F(HttpClientTest, FindsAHostByName) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  int hosts = 0;
  for (const std::string host : {"localhost", "127.1"}) {
    const Url url = parse_url("http://" + host + ":" + server_->port()).value();
    HttpClient http{io_.get_executor(), url, {}};
    for (int i = 0; i < 3; ++i) {
      const auto reply = run(io_, http.exchange(get()));
      ASSERT_TRUE(reply) << host << ": " << reply.error().what;
    }
    EXPECT_EQ(server_->connections(), ++hosts);
  }
}

TEST_F(HttpClientTest, TellsThatAServerKeptOneConnection) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  auto http = client();
  ASSERT_TRUE(run(io_, http.exchange(get())));
  std::size_t used = 0;
  const auto replies =
      run(io_, http.exchange_on_one_connection(std::vector<HttpRequest>(10, get("/", true)), used));
  ASSERT_EQ(replies.size(), 10U);
  for (const auto& reply : replies) EXPECT_TRUE(reply);
  EXPECT_EQ(used, 1U);
  EXPECT_EQ(server_->connections(), 2);  // its own, not the idle one
}

TEST_F(HttpClientTest, OpensANewConnectionForWhoWantsOne) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  auto http = client();
  const HttpRequest request = get();
  ASSERT_TRUE(run(io_, http.exchange_on_new_connection(request)));
  ASSERT_TRUE(run(io_, http.exchange_on_new_connection(request)));
  EXPECT_EQ(server_->connections(), 2);
  ASSERT_TRUE(run(io_, http.exchange_kept(request)));  // takes one of the two
  EXPECT_EQ(server_->connections(), 2);
}

TEST_F(HttpClientTest, OpensANewConnectionWhereAllPlacesAreTaken) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  auto http = client({.max_connections = 1});
  const HttpRequest request = get();
  ASSERT_TRUE(run(io_, http.exchange_kept(request)));
  ASSERT_TRUE(run(io_, http.exchange_on_new_connection(request)));
  EXPECT_EQ(server_->connections(), 2);
}

TEST_F(HttpClientTest, TellsThatAServerDidNotKeepTheConnection) {
  serve([](Peer& peer, int number) -> awaitable<void> {
    for (int i = 0; i < 2; ++i) {
      co_await peer.request();
      const bool last = i == 1 && number == 1;
      const std::string answer =
          last ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok" : ok;
      co_await peer.send(answer);
    }
  });
  auto http = client({.max_connections = 1});
  std::size_t used = 0;
  const auto replies =
      run(io_, http.exchange_on_one_connection(std::vector<HttpRequest>(6, get()), used));
  ASSERT_EQ(replies.size(), 6U);
  for (const auto& reply : replies) EXPECT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(used, 3U);
}

TEST_F(HttpClientTest, TellsWhatCameBeforeAnAnswerThatBrokeOff) {
  serve([](Peer& peer, int) -> awaitable<void> {
    co_await peer.request();
    co_await peer.send(ok);
    co_await peer.request();
    co_await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nno more");
  });
  auto http = client();
  std::size_t used = 0;
  const auto replies =
      run(io_, http.exchange_on_one_connection(std::vector<HttpRequest>(4, get()), used));
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_TRUE(replies[0]);
  ASSERT_FALSE(replies[1]);
  EXPECT_EQ(replies[1].error().fault, Fault::truncated);
}

TEST_F(HttpClientTest, MovesWithItsConnections) {
  serve([](Peer& peer, int) -> awaitable<void> { co_await peer.answer_all(ok); });
  auto first = client();
  ASSERT_TRUE(run(io_, first.exchange(get())));
  auto second = std::move(first);
  ASSERT_TRUE(run(io_, second.exchange(get())));
  EXPECT_EQ(server_->connections(), 1);
  EXPECT_EQ(second.url().port, server_->port());
}

}  // namespace
}  // namespace hallmark::runner
