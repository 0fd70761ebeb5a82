// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/answer_server.hpp"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <list>
#include <system_error>
#include <utility>

#include "runner/client_role/client_judge.hpp"
#include "runner/client_role/printed_answer.hpp"
#include "runner/client_role/request_reader.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/server/response_head.hpp"
#include "runner/reference/text.hpp"
#include "runner/wire/as_pair.hpp"
#include "runner/wire/fnv1a.hpp"

namespace hallmark::runner {
namespace {

namespace net = boost::asio;
namespace client = cases::client;
using boost::system::error_code;
using client::Answer;
using net::ip::tcp;
using std::chrono::steady_clock;

constexpr std::size_t answer_kept = 16U << 10U;
constexpr std::size_t most_connections = 1024;  // of one place
constexpr std::size_t most_requests = 20000;
constexpr std::size_t block = 64U << 10U;
// 127.0.0.0/8 is this machine: another host, as far as a client can tell.
constexpr const char* here = "127.0.0.1";
constexpr const char* elsewhere = "127.0.0.2";

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// A port that is nobody else's. Where nobody listens on it, connections are refused.
tcp::acceptor port_at(const char* address, bool listens, const net::any_io_executor& executor) {
  tcp::acceptor acceptor{executor};
  const tcp::endpoint local{net::ip::make_address(address), 0};
  error_code ec;
  acceptor.open(local.protocol(), ec);
  if (!ec) acceptor.bind(local, ec);
  if (!ec && listens) acceptor.listen(256, ec);
  if (ec) throw std::system_error{ec, std::string{"a port of "} + address};
  return acceptor;
}

std::string url_of(const char* address, unsigned short port) {
  return std::string{"http://"} + address + ":" + std::to_string(port);
}

std::string parameter_of(const reference::HttpRequest& request, std::string_view name) {
  reference::Parameters parameters;
  if (!parameters.parse(reference::split_target(request.target).query,
                        reference::form_of(request))) {
    return {};
  }
  return std::string{parameters.value(name)};
}

std::string as_bytes(const reference::HttpResponse& response) {
  std::string bytes;
  reference::append_response(bytes, response, {});
  return bytes;
}

std::string_view words_of(Answer::End end) {
  switch (end) {
    case Answer::End::open:
      break;
    case Answer::End::close:
      return "then the connection was closed";
    case Answer::End::reset:
      return "then the connection was torn down";
    case Answer::End::silent:
      return "then nothing more came";
  }
  return {};
}

}  // namespace

std::string echoed_request_id(std::string_view instance_id) {
  const std::uint64_t one = Fnv1a{}.add(instance_id).value();
  const std::uint64_t two = Fnv1a{}.add("again ").add(instance_id).value();
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08X-%04X-%04X-%04X-%012llX",
                static_cast<unsigned>(one >> 32U), static_cast<unsigned>(one >> 16U & 0xffffU),
                static_cast<unsigned>(one & 0xffffU), static_cast<unsigned>(two >> 48U),
                static_cast<unsigned long long>(two & 0xffffffffffffU));
  return text.data();
}

std::optional<cases::Format> format_asked(const reference::HttpRequest& request) {
  const std::string format = reference::lower_case(parameter_of(request, "Format"));
  if (format == "json") return cases::Format::json;
  if (format == "xml") return cases::Format::xml;
  const std::string accept = reference::lower_case(reference::header(request, "Accept"));
  if (accept.find("json") != accept.npos) return cases::Format::json;
  if (accept.find("xml") != accept.npos) return cases::Format::xml;
  return std::nullopt;
}

cases::Format format_for(const reference::HttpRequest& request,
                         std::optional<cases::Format> unsaid) {
  if (const auto asked = format_asked(request)) return *asked;
  if (unsaid) return *unsaid;
  return said_by(request).v3 ? cases::Format::json : cases::Format::xml;
}

struct AnswerPlace::Impl : std::enable_shared_from_this<Impl> {
  Impl(net::any_io_executor with, Script what)
      : executor{std::move(with)},
        script{std::move(what)},
        listens{script.answers.empty() || script.answers.front().kind != Answer::Kind::refused},
        acceptor{port_at(here, listens, executor)},
        port{acceptor.local_endpoint().port()} {
    if (script.answers.empty()) script.answers.emplace_back();
    if (script.answers.front().kind == Answer::Kind::elsewhere) {
      other.emplace(port_at(elsewhere, true, executor));
    }
  }

  void start() {
    if (listens) {
      net::co_spawn(executor, accept(shared_from_this(), acceptor, false), net::detached);
    }
    if (other) net::co_spawn(executor, accept(shared_from_this(), *other, true), net::detached);
  }

  void stop() {
    closed = true;
    error_code ignored;
    acceptor.close(ignored);
    if (other) other->close(ignored);
    for (tcp::socket* socket : sockets) socket->close(ignored);
    for (net::steady_timer* timer : timers) timer->cancel();
  }

  // `self` keeps the place for as long as any of its coroutines runs.
  static net::awaitable<void> accept(std::shared_ptr<Impl> self, tcp::acceptor& from,
                                     bool is_other) {
    while (!self->closed) {
      auto [ec, socket] = co_await from.async_accept(as_pair);
      if (ec || self->closed) co_return;
      if (self->sockets.size() >= most_connections) continue;
      error_code ignored;
      socket.set_option(tcp::no_delay{true}, ignored);
      net::co_spawn(self->executor, serve(self, std::move(socket), is_other), net::detached);
    }
  }

  static net::awaitable<void> serve(std::shared_ptr<Impl> self, tcp::socket socket, bool is_other) {
    const auto place = self->sockets.insert(self->sockets.end(), &socket);
    co_await self->converse(socket, is_other);
    self->sockets.erase(place);
  }

  net::awaitable<void> converse(tcp::socket& socket, bool is_other) {
    RequestReader reader;
    std::string chunk(8192, '\0');
    for (;;) {
      RequestReader::State state = reader.look();
      while (state == RequestReader::State::unfinished) {
        if (reader.awaits_invitation()) {
          const auto [error, n] = co_await net::async_write(
              socket, net::buffer(std::string_view{"HTTP/1.1 100 Continue\r\n\r\n"}), as_pair);
          if (error || closed) co_return;
        }
        const auto [error, count] = co_await socket.async_read_some(net::buffer(chunk), as_pair);
        if (error || closed) co_return;
        reader.add(std::string_view{chunk}.substr(0, count));
        state = reader.look();
      }
      if (state == RequestReader::State::broken || seen.size() >= most_requests) co_return;
      ReadRequest read = reader.take();
      const bool last = read.last;
      const std::size_t index = seen.size();
      seen.push_back({.http = std::move(read.http),
                      .raw = std::move(read.raw),
                      .elsewhere = is_other,
                      .at = steady_clock::now(),
                      .clock = std::chrono::system_clock::now()});
      const Answer answer = answer_to(index);
      const bool stays = co_await deliver(socket, answer, index, last);
      if (!stays) co_return;
    }
  }

  // The answer to the request at `index`, ready to be sent.
  Answer answer_to(std::size_t index) {
    const reference::HttpRequest& request = seen[index].http;
    if (seen[index].elsewhere) return plain_success(request, script.request_id);
    std::size_t turn = 0;
    for (std::size_t i = 0; i < index; ++i) turn += seen[i].elsewhere ? 0 : 1;
    const Answer& wanted = script.answers[std::min(turn, script.answers.size() - 1)];
    switch (wanted.kind) {
      case Answer::Kind::printed: {
        // What a page leaves open is named, in a code as in a message.
        const auto printed = printed_at(*wanted.place, "InstanceId");
        return as_answer(as_bytes(printed->answer(request, format_of(request), script.request_id)));
      }
      case Answer::Kind::echo:
        return plain_success(request, echoed_request_id(parameter_of(request, "InstanceId")));
      case Answer::Kind::endpoint:
        return as_answer(as_bytes(script.endpoint->handle(request)));
      case Answer::Kind::bytes:
      case Answer::Kind::elsewhere:
      case Answer::Kind::refused:
        break;
    }
    Answer made = wanted;
    for (client::Piece& piece : made.pieces) {
      if (piece.bytes.size() > block) continue;  // filler
      replace_all(piece.bytes, client::request_id_blank, script.request_id);
      if (wanted.kind != Answer::Kind::elsewhere) continue;
      replace_all(piece.bytes, "{elsewhere}", url_of(elsewhere, other->local_endpoint().port()));
      const std::string_view query = reference::split_target(request.target).query;
      replace_all(piece.bytes, "{query}", query.empty() ? "" : "?" + std::string{query});
    }
    return made;
  }

  static Answer as_answer(std::string bytes) {
    Answer answer;
    answer.pieces.push_back({.bytes = std::move(bytes)});
    return answer;
  }

  [[nodiscard]] reference::Format format_of(const reference::HttpRequest& request) const {
    return format_for(request, script.unsaid) == cases::Format::json ? reference::Format::json
                                                                     : reference::Format::xml;
  }

  Answer plain_success(const reference::HttpRequest& request, const std::string& request_id) {
    const PrintedAnswer success{
        .status = 200, .code = {}, .message = {}, .root = said_by(request).action + "Response"};
    return as_answer(as_bytes(success.answer(request, format_of(request), request_id)));
  }

  // Whether the connection stays open. `last`: the client wants no other answer by it.
  net::awaitable<bool> deliver(tcp::socket& socket, const Answer& answer, std::size_t index,
                               bool last) {
    for (const client::Piece& piece : answer.pieces) {
      if (piece.after != 0) co_await pause(script.timeout * piece.after / 1000);
      if (closed) co_return false;
      const bool sent = co_await send(socket, piece, index);
      if (!sent) co_return false;
    }
    seen[index].answered_at = steady_clock::now();
    seen[index].ending = words_of(answer.end);
    error_code ignored;
    switch (answer.end == Answer::End::open && last ? Answer::End::close : answer.end) {
      case Answer::End::open:
        co_return true;
      case Answer::End::close:
        socket.shutdown(tcp::socket::shutdown_send, ignored);
        break;
      case Answer::End::reset:
        socket.set_option(net::socket_base::linger{true, 0}, ignored);
        socket.close(ignored);
        co_return false;
      case Answer::End::silent:
        break;
    }
    // Until the client has enough of it, or the place is closed.
    std::string chunk(8192, '\0');
    for (;;) {
      const auto [error, count] = co_await socket.async_read_some(net::buffer(chunk), as_pair);
      if (error) co_return false;
    }
  }

  net::awaitable<bool> send(tcp::socket& socket, const client::Piece& piece, std::size_t index) {
    std::string repeated;  // as often as fits into a block
    std::size_t times = piece.times;
    std::size_t in_block = 1;
    std::string_view text = piece.bytes;
    if (times > 1 && !text.empty() && text.size() < block) {
      in_block = std::min(times, block / text.size());
      for (std::size_t i = 0; i < in_block; ++i) repeated += text;
    }
    while (times > 0) {
      const std::size_t now = std::min(times, in_block);
      const std::string_view part =
          repeated.empty() ? text : std::string_view{repeated}.substr(0, now * text.size());
      SeenRequest& request = seen[index];
      if (request.answer.size() < answer_kept) {
        request.answer += part.substr(0, answer_kept - request.answer.size());
      }
      request.answer_size += part.size();
      const auto [error, n] = co_await net::async_write(socket, net::buffer(part), as_pair);
      if (error || closed) co_return false;  // what was seen has been given away
      times -= now;
    }
    co_return true;
  }

  net::awaitable<void> pause(std::chrono::milliseconds time) {
    net::steady_timer timer{executor, time};
    const auto place = timers.insert(timers.end(), &timer);
    co_await timer.async_wait(as_pair);
    timers.erase(place);
  }

  net::any_io_executor executor;
  Script script;
  bool listens;
  tcp::acceptor acceptor;
  std::optional<tcp::acceptor> other;
  unsigned short port;
  std::vector<SeenRequest> seen;
  std::list<tcp::socket*> sockets;
  std::list<net::steady_timer*> timers;
  bool closed = false;
};

AnswerPlace::AnswerPlace(net::any_io_executor executor, Script script)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(script))} {
  impl_->start();
}

AnswerPlace::~AnswerPlace() { impl_->stop(); }

std::string AnswerPlace::url() const { return url_of(here, impl_->port); }

std::vector<SeenRequest> AnswerPlace::close() {
  impl_->stop();
  return std::move(impl_->seen);
}

}  // namespace hallmark::runner
