// SPDX-License-Identifier: Apache-2.0
//
// The server over a real socket, with a client of a few system calls.
#include "runner/reference/server/server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <system_error>

#include "runner/reference/defects/past.hpp"
#include "runner/reference/endpoint.hpp"

namespace hallmark::runner::reference {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Client {
 public:
  explicit Client(unsigned short port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    const timeval patience{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  // Takes over a connected socket.
  static Client connected_to(int socket) { return Client{socket, {}}; }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  void send(const std::string& bytes) {
    (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  // What comes until `count` times `mark` was there, or the connection ends.
  std::string receive(std::string_view mark, int count = 1) {
    std::string received;
    char buffer[4096];
    while (occurrences(received, mark) < count) {
      const ssize_t length = ::recv(socket_, buffer, sizeof buffer, 0);
      EXPECT_FALSE(length < 0 && errno == EAGAIN) << "waited in vain after\n" << received;
      if (length <= 0) break;
      received.append(buffer, static_cast<std::size_t>(length));
    }
    return received;
  }

 private:
  struct Connected {};
  Client(int socket, Connected) : socket_{socket}, connected_{true} {
    const timeval patience{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }

  static int occurrences(std::string_view text, std::string_view mark) {
    int count = 0;
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) ++count;
    return count;
  }

  int socket_;
  bool connected_ = false;
};

constexpr const char* capabilities = "GET /_fixtures HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr const char* end_of_capabilities = "\"worlds\":100000}";

TEST(Server, AnswersManyRequestsOnOneConnection) {
  Endpoint endpoint;
  const Server server{endpoint, {}};
  Client client{server.port()};
  ASSERT_TRUE(client.connected());
  for (int i = 0; i < 3; ++i) {
    client.send(capabilities);
    const std::string answer = client.receive(end_of_capabilities);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Type: application/json"));
  }
  EXPECT_EQ(server.url(), "http://127.0.0.1:" + std::to_string(server.port()));
}

// Answers with what it remembers of the connection.
class Rememberer final : public Handler {
 public:
  HttpResponse handle(const HttpRequest& request) noexcept override {
    Past& past = *request.connection;
    return {.status = 200,
            .headers = {},
            .body = "connection " + std::to_string(past.connection) + " call " +
                    std::to_string(++past.calls) + '!'};
  }
};

TEST(Server, LetsTheHandlerRememberAConnection) {
  Rememberer handler;
  const Server server{handler, {}};
  Client one{server.port()};
  Client two{server.port()};
  const auto ask = [](Client& client) {
    client.send(capabilities);
    const std::string answer = client.receive("!");
    return answer.substr(std::min(answer.size(), answer.find("connection ")));
  };
  const std::string first = ask(one);
  EXPECT_THAT(first, ::testing::MatchesRegex("connection [0-9]+ call 1!"));
  std::string second = first;
  second[second.size() - 2] = '2';
  EXPECT_EQ(ask(one), second);
  const std::string other = ask(two);
  EXPECT_THAT(other, HasSubstr(" call 1!"));
  EXPECT_NE(other, first);
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
  Endpoint endpoint;
  const Server server{endpoint, {.threads = 2}};
  Client client{server.port()};
  std::string requests;
  for (int i = 0; i < 5; ++i) {
    requests +=
        "POST /_fixtures HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{\"status\":\"Stopped\"}";
    requests += "DELETE /_fixtures/none HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  client.send(requests);
  const std::string answers = client.receive("no such fixture\"}", 5);
  std::string order;
  for (auto at = answers.find("HTTP/1.1 "); at != answers.npos;
       at = answers.find("HTTP/1.1 ", at + 1)) {
    order += answers.substr(at + 9, 3) + ' ';
  }
  EXPECT_EQ(order, "201 404 201 404 201 404 201 404 201 404 ");
}

TEST(Server, RefusesWhatIsTooLargeOrNoRequest) {
  Endpoint endpoint;
  const Server server{endpoint, {}};
  const auto answer_to = [&](const std::string& bytes) {
    Client client{server.port()};
    client.send(bytes);
    return client.receive("\n", 100);
  };
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nX: " + std::string(100000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(answer_to("hello\r\n\r\n"), StartsWith("HTTP/1.1 400"));
}

TEST(Server, InvitesABodyThatIsHeldBack) {
  Endpoint endpoint;
  const Server server{endpoint, {}};
  Client client{server.port()};
  client.send(
      "POST /_fixtures HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("{}");
  EXPECT_THAT(client.receive("\"}"), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
}

TEST(Server, ReadsABodyInChunksAndWhatFollowsIt) {
  Endpoint endpoint;
  const Server server{endpoint, {}};
  Client client{server.port()};
  client.send(
      "POST /_fixtures HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "8\r\n{\"status\r\nc\r\n\":\"Stopped\"}\r\n0\r\nX-Trailer: 1\r\n\r\n");
  EXPECT_THAT(client.receive("}"), StartsWith("HTTP/1.1 201"));
  // The next one has fewer headers and no body: nothing of the first is left.
  client.send("POST /_fixtures HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.receive("}"), StartsWith("HTTP/1.1 "));
  client.send("GET /_fixtures HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.receive(end_of_capabilities), StartsWith("HTTP/1.1 200"));
}

TEST(Server, ClosesWhereTheClientAsksForIt) {
  Endpoint endpoint;
  const Server server{endpoint, {}};
  Client client{server.port()};
  client.send("GET /_fixtures HTTP/1.0\r\n\r\n");
  const std::string all = client.receive("nothing like it");
  EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
}

// A dry run of nothing, unsigned: MissingParameter, sent as the defect wants it.
std::string answer_with(std::vector<std::string> defects, Delivery* delivery = nullptr) {
  Endpoint endpoint{Endpoint::Options{.defects = std::move(defects)}};
  if (delivery != nullptr) {
    *delivery =
        endpoint.handle({.method = "GET", .target = "/?Action=x", .headers = {}, .body = {}})
            .delivery;
  }
  const Server server{endpoint, {}};
  Client client{server.port()};
  client.send(
      "GET /?Action=x HTTP/1.1\r\nHost: x\r\n\r\nGET /_fixtures HTTP/1.1\r\nHost: x\r\n\r\n");
  return client.receive(end_of_capabilities);
}

TEST(Server, DeliversAsADefectWants) {
  Delivery delivery;
  const std::string honest = answer_with({}, &delivery);
  EXPECT_EQ(delivery, Delivery{});
  EXPECT_THAT(honest, HasSubstr("MissingParameter"));
  EXPECT_THAT(honest, HasSubstr("ServiceFailure"));

  const std::string garbage = answer_with({"missing-parameter-answers-garbage"}, &delivery);
  EXPECT_TRUE(delivery.garbage);
  EXPECT_THAT(garbage, ::testing::Not(StartsWith("HTTP/")));
  EXPECT_THAT(garbage, ::testing::Not(HasSubstr("ServiceFailure")));

  const std::string dropped = answer_with({"second-request-dropped"}, &delivery);
  EXPECT_TRUE(delivery.close_after);
  EXPECT_THAT(dropped, HasSubstr("MissingParameter"));
  EXPECT_THAT(dropped, ::testing::Not(HasSubstr("ServiceFailure")));
}

// A handler that is no endpoint: it tells what it was asked, and sends it as the path says.
class Mirror final : public Handler {
 public:
  HttpResponse handle(const HttpRequest& request) noexcept override {
    ++calls;
    HttpResponse response{.status = 418,
                          .headers = {{"Content-Type", "text/plain"}},
                          .body = request.method + ' ' + request.target + ' ' + request.body + '!'};
    if (request.target == "/cut") response.delivery.truncate_after = 20;
    if (request.target == "/short") response.delivery.content_length_error = 7;
    if (request.target == "/pieces") response.delivery = {.drip = true, .chunked = true};
    if (request.target == "/nothing") response.delivery.close_without_answer = true;
    if (request.target == "/last") response.delivery.close_after = true;
    return response;
  }

  std::atomic<int> calls{0};
};

TEST(Server, ServesAnyHandler) {
  Mirror mirror;
  const Server server{mirror, {}};
  Client client{server.port()};
  client.send("PUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
  const std::string answer = client.receive("!");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 418 "));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 16\r\n\r\nPUT /a?b=c body!"));
  EXPECT_EQ(mirror.calls, 1);
}

TEST(Server, DeliversAsItsHandlerWants) {
  Mirror mirror;
  const Server server{mirror, {}};
  const auto answer_to = [&](const std::string& target) {
    Client client{server.port()};
    client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return client.receive("!\r\n0\r\n\r\n", 1);  // or to the end of the connection
  };
  EXPECT_EQ(answer_to("/cut").size(), 20U);
  EXPECT_EQ(answer_to("/nothing"), "");
  EXPECT_THAT(answer_to("/pieces"), HasSubstr("\r\n\r\n6\r\nGET /p\r\n7\r\nieces !\r\n0\r\n\r\n"));
  EXPECT_THAT(answer_to("/last"), HasSubstr("\r\nContent-Length: 11\r\n\r\nGET /last !"));
  Client client{server.port()};
  client.send("GET /short HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.receive("!"), HasSubstr("\r\nContent-Length: 19\r\n\r\nGET /short !"));
}

TEST(Server, SaysThatAPortIsInUse) {
  Endpoint endpoint;
  const Server server{endpoint, {}};
  try {
    const Server second{endpoint, {.port = server.port()}};
    FAIL() << "two servers on one port";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
    EXPECT_THAT(error.what(), HasSubstr(std::to_string(server.port())));
  }
}

TEST(Server, EndsItsConnectionsWhenItStops) {
  Endpoint endpoint;
  Server server{endpoint, {}};
  Client client{server.port()};
  client.send(capabilities);
  EXPECT_THAT(client.receive(end_of_capabilities), HasSubstr("200 OK"));
  server.stop();
  EXPECT_EQ(client.receive("x"), "");
  EXPECT_FALSE(Client{server.port()}.connected());
}

// What is served on the test's own thread: nothing happens but while it lets the context run.
TEST(InProcess, AnswersOverAPairThatHasNoName) {
  Endpoint endpoint;
  boost::asio::io_context io{1};
  const int end = connect_in_process(endpoint, io.get_executor());
  ASSERT_GE(end, 0);
  sockaddr_un name{};
  socklen_t size = sizeof name;
  ASSERT_EQ(::getpeername(end, reinterpret_cast<sockaddr*>(&name), &size), 0);
  EXPECT_EQ(name.sun_family, AF_UNIX);
  EXPECT_EQ(size, sizeof name.sun_family) << "somebody could find it by that name";
  EXPECT_NE(::fcntl(end, F_GETFD) & FD_CLOEXEC, 0) << "a program that we start would inherit it";

  Client client{Client::connected_to(end)};
  for (int i = 0; i < 3; ++i) {
    client.send(capabilities);
    io.poll();
    EXPECT_THAT(client.receive(end_of_capabilities), StartsWith("HTTP/1.1 200 OK\r\n"));
  }
}

TEST(InProcess, EndsWhenItsClientHasGone) {
  Endpoint endpoint;
  boost::asio::io_context io{1};
  {
    const Client client{Client::connected_to(connect_in_process(endpoint, io.get_executor()))};
    io.poll();
    EXPECT_FALSE(io.stopped()) << "nobody waits for a request";
  }
  io.run();  // to its end: there is nothing more to wait for
  EXPECT_TRUE(io.stopped());
}

TEST(InProcess, ServesAnyHandler) {
  Mirror mirror;
  boost::asio::io_context io{1};
  Client client{Client::connected_to(connect_in_process(mirror, io.get_executor()))};
  client.send("GET /here HTTP/1.1\r\n\r\n");
  io.poll();
  EXPECT_THAT(client.receive("!"), HasSubstr("GET /here !"));
}

TEST(InProcess, RefusesAndMisdeliversAsAServerDoes) {
  Endpoint endpoint{Endpoint::Options{.defects = {"second-request-dropped"}}};
  boost::asio::io_context io{1};
  const auto answer_to = [&](const std::string& bytes) {
    Client client{Client::connected_to(connect_in_process(endpoint, io.get_executor()))};
    client.send(bytes);
    io.poll();
    return client.receive(end_of_capabilities);
  };
  EXPECT_THAT(answer_to("hello\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  const std::string dropped = answer_to(
      "GET /?Action=x HTTP/1.1\r\nHost: x\r\n\r\nGET /_fixtures HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(dropped, HasSubstr("MissingParameter"));
  EXPECT_THAT(dropped, ::testing::Not(HasSubstr("ServiceFailure")));
}

}  // namespace
}  // namespace hallmark::runner::reference
