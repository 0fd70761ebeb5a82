// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/answer_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <thread>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace net = boost::asio;
using cases::client::Answer;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using tcp = net::ip::tcp;

constexpr std::string_view get = "GET /?Action=A&InstanceId=i-1 HTTP/1.1\r\nHost: h\r\n\r\n";

// A place that is served while a test talks to it.
class Served {
 public:
  explicit Served(Script script) : place_{io_.get_executor(), std::move(script)} {
    thread_ = std::thread{[this] { io_.run(); }};
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served() { stop(); }

  std::vector<SeenRequest> stop() {
    if (!thread_.joinable()) return {};
    io_.stop();
    thread_.join();
    return place_.close();
  }

  // All that comes back until the other end closes, and how it ended. `stays`: it is the place that
  // has to close first.
  std::string ask(std::string_view request, bool stays = false) {
    net::io_context mine;
    tcp::socket socket{mine};
    const std::string url = place_.url();
    const auto port = static_cast<unsigned short>(std::stoi(url.substr(url.rfind(':') + 1)));
    boost::system::error_code error;
    socket.connect({net::ip::make_address("127.0.0.1"), port}, error);
    if (error) return "no connection";
    net::write(socket, net::buffer(request), error);
    if (stays) {
      constexpr timeval enough{.tv_sec = 5, .tv_usec = 0};
      ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &enough, sizeof enough);
    } else {
      socket.shutdown(tcp::socket::shutdown_send, error);
    }
    std::string text;
    net::read(socket, net::dynamic_buffer(text), error);
    if (error == net::error::would_block) text += "(left open)";
    if (error == net::error::connection_reset) text += "(reset)";
    return text;
  }

 private:
  net::io_context io_{1};
  AnswerPlace place_;
  std::thread thread_;
};

Answer bytes(std::string text, Answer::End end = Answer::End::close) {
  return {.pieces = {{.bytes = std::move(text)}}, .end = end};
}

TEST(AnswerPlace, SendsTheBytesAsTheyAreAndKeepsWhatCame) {
  Served served{{.answers = {bytes("\x01\x02 no HTTP")}}};
  EXPECT_EQ(served.ask(get), "\x01\x02 no HTTP");
  const std::vector<SeenRequest> seen = served.stop();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].raw, get);
  EXPECT_EQ(seen[0].answer, "\x01\x02 no HTTP");
  EXPECT_THAT(std::string{seen[0].ending}, HasSubstr("closed"));
}

TEST(AnswerPlace, AnswersTheFirstAndTheSecondRequestAndRepeatsTheLast) {
  Served served{{.answers = {bytes("one"), bytes("two")}}};
  EXPECT_EQ(served.ask(get), "one");
  EXPECT_EQ(served.ask(get), "two");
  EXPECT_EQ(served.ask(get), "two");
}

TEST(AnswerPlace, PutsTheRequestIdIntoItsBlank) {
  Served served{{.answers = {bytes("<########-####-####-####-############>")},
                 .request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}};
  EXPECT_EQ(served.ask(get), "<473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E>");
}

TEST(AnswerPlace, RepeatsPiecesAndKeepsOfThemWhatAReportCanHold) {
  Answer answer{.pieces = {{.bytes = "head"}, {.bytes = "ab", .times = 1000000}},
                .end = Answer::End::close};
  Served served{{.answers = {answer}}};
  const std::string got = served.ask(get);
  EXPECT_EQ(got.size(), 2000004U);
  EXPECT_TRUE(got.ends_with("abab"));
  const std::vector<SeenRequest> seen = served.stop();
  EXPECT_EQ(seen[0].answer.size(), 16U << 10U);
  EXPECT_EQ(seen[0].answer_size, 2000004U);
}

TEST(AnswerPlace, WaitsAsLongAsAPieceSays) {
  Answer answer{.pieces = {{.bytes = "a"}, {.bytes = "b", .after = 500}},
                .end = Answer::End::close};
  Served served{{.answers = {answer}, .timeout = 400ms}};
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(served.ask(get), "ab");
  EXPECT_GE(std::chrono::steady_clock::now() - start, 200ms);
}

TEST(AnswerPlace, ThatIsClosedInTheMiddleOfAnAnswerGivesAwayWhatItSaw) {
  net::io_context io{1};
  AnswerPlace place{io.get_executor(), {.answers = {bytes(std::string(32U << 20U, 'x'))}}};
  const std::string url = place.url();
  const auto port = static_cast<unsigned short>(std::stoi(url.substr(url.rfind(':') + 1)));
  tcp::socket socket{io};
  socket.connect({net::ip::make_address("127.0.0.1"), port});
  net::write(socket, net::buffer(get));
  while (socket.available() == 0) io.run_for(10ms);
  // The answer is larger than the buffers: it is on its way.
  EXPECT_EQ(place.close().size(), 1U);
  io.restart();
  io.run_for(1s);
}

TEST(AnswerPlace, TearsAConnectionDown) {
  Served served{{.answers = {bytes("half", Answer::End::reset)}}};
  EXPECT_THAT(served.ask(get), HasSubstr("(reset)"));
}

TEST(AnswerPlace, ThatRefusesHasNobodyListening) {
  Served served{{.answers = {{.kind = Answer::Kind::refused}}}};
  EXPECT_EQ(served.ask(get), "no connection");
}

TEST(AnswerPlace, EchoesTheInstanceInTheFormatThatWasAskedFor) {
  Served served{{.answers = {{.kind = Answer::Kind::echo}}}};
  const std::string json =
      served.ask("GET /?Format=JSON&InstanceId=i-1 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(json, HasSubstr("{\"RequestId\":\"" + echoed_request_id("i-1")));
  const std::string xml = served.ask(
      "GET /?Action=StartInstance&Format=XML&InstanceId=i-1 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(xml, HasSubstr("<StartInstanceResponse><RequestId>" + echoed_request_id("i-1")));
  served.stop();
}

TEST(AnswerPlace, ClosesWhereTheClientWaitsForThat) {
  Served served{{.answers = {{.kind = Answer::Kind::echo}}}};
  for (const std::string_view rest :
       {"HTTP/1.0\r\n\r\n", "HTTP/1.1\r\nConnection: close\r\n\r\n"}) {
    EXPECT_THAT(served.ask("GET /?Format=JSON " + std::string{rest}, true), EndsWith("\"}"));
  }
  EXPECT_THAT(std::string{served.stop()[1].ending}, IsEmpty());
}

TEST(AnswerPlace, TellsTheFormatThatARequestAsksFor) {
  using cases::Format;
  const auto request = [](std::string target, std::string accept) {
    return reference::HttpRequest{.method = "GET",
                                  .target = std::move(target),
                                  .headers = {{"Accept", std::move(accept)}},
                                  .body = {}};
  };
  EXPECT_EQ(format_asked(request("/?Format=json", "")), Format::json);
  EXPECT_EQ(format_asked(request("/?Format=XML", "application/json")), Format::xml);
  EXPECT_EQ(format_asked(request("/", "application/json")), Format::json);
  EXPECT_EQ(format_asked(request("/", "Text/XML")), Format::xml);
  EXPECT_EQ(format_asked(request("/", "*/*")), std::nullopt);

  EXPECT_EQ(format_for(request("/?Format=json", ""), Format::xml), Format::json);
  EXPECT_EQ(format_for(request("/?Signature=x", "*/*"), Format::json), Format::json);
  EXPECT_EQ(format_for(request("/?Signature=x", "*/*"), {}), Format::xml);
  reference::HttpRequest v3 = request("/", "*/*");
  v3.headers.emplace_back("Authorization", "ACS3-HMAC-SHA256 Credential=x");
  EXPECT_EQ(format_for(v3, {}), Format::json);
}

TEST(AnswerPlace, NamesAnotherHostAndHearsWhatComesThere) {
  Served served{{.answers = {{.kind = Answer::Kind::elsewhere,
                              .pieces = {{.bytes = "Location: {elsewhere}/{query}\n"}},
                              .end = Answer::End::close}}}};
  EXPECT_THAT(served.ask(get), StartsWith("Location: http://127.0.0.2:"));
  EXPECT_THAT(served.ask(get), HasSubstr("/?Action=A&InstanceId=i-1\n"));
}

}  // namespace
}  // namespace hallmark::runner
