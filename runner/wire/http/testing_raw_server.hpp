// SPDX-License-Identifier: Apache-2.0
//
// For tests: a server that does what a coroutine tells it, well-behaved or not, over TCP or over
// the pairs of sockets that it hands out. It runs on the same io_context as the client under test,
// so that there are no threads and nothing to wait for.
#pragma once

#include <sys/socket.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner::testing {

namespace asio = boost::asio;
using asio::awaitable;
using tcp = asio::ip::tcp;
using Socket = asio::generic::stream_protocol::socket;

inline constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

// One accepted connection, as a script sees it.
//
// No co_await stands in a condition here or in the scripts: GCC 12 destroys the temporaries of such
// an expression twice.
class Peer {
 public:
  explicit Peer(Socket socket) : socket_{std::move(socket)} {}

  // The next whole request: head, blank line and as much body as Content-Length says. Empty when
  // the client closed.
  awaitable<std::string> request() {
    std::string bytes = std::exchange(left_, {});
    std::array<char, 4096> buffer{};
    for (;;) {
      const std::size_t head = bytes.find("\r\n\r\n");
      if (head != std::string::npos) {
        std::size_t length = 0;
        const std::size_t header = bytes.find("Content-Length: ");
        if (header < head) {
          std::from_chars(bytes.data() + header + 16, bytes.data() + head, length);
        }
        const std::size_t size = head + 4 + length;
        if (bytes.size() >= size) {
          left_ = bytes.substr(size);
          bytes.resize(size);
          co_return bytes;
        }
      }
      const auto [error, size] = co_await socket_.async_read_some(asio::buffer(buffer), quietly);
      if (error) co_return std::string{};
      bytes.append(buffer.data(), size);
    }
  }

  // False when the client is gone.
  awaitable<bool> send(std::string_view bytes) {
    const auto [error, size] =
        co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), quietly);
    co_return !error;
  }

  // Byte by byte; the client reads in between.
  awaitable<bool> drip(std::string_view bytes) {
    boost::system::error_code not_tcp;
    socket_.set_option(tcp::no_delay{true}, not_tcp);
    for (const char& byte : bytes) {
      const bool sent = co_await send({&byte, 1});
      if (!sent) co_return false;
      for (int i = 0; i < 4; ++i) {
        co_await asio::post(socket_.get_executor(), asio::use_awaitable);
      }
    }
    co_return true;
  }

  // The same answer to every request, until the client closes.
  awaitable<void> answer_all(std::string_view answer) {
    for (;;) {
      const std::string next = co_await request();
      if (next.empty()) co_return;
      co_await send(answer);
    }
  }

  // The same bytes again and again, until the client closes.
  awaitable<void> flood(std::string_view bytes) {
    for (;;) {
      const bool sent = co_await send(bytes);
      if (!sent) co_return;
    }
  }

  // Reads and says nothing, until the client closes.
  awaitable<void> hang() { return answer_all(""); }

  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  // A reset instead of an end.
  void reset() {
    socket_.set_option(asio::socket_base::linger{true, 0});
    close();
  }

  Socket& socket() { return socket_; }

 private:
  Socket socket_;
  std::string left_;
};

class RawServer {
 public:
  // The script is run for each connection; `number` counts them from 1. It ends, the connection
  // ends.
  using Script = std::function<awaitable<void>(Peer& peer, int number)>;

  RawServer(asio::io_context& io, Script script)
      : state_{std::make_shared<State>(tcp::acceptor{io, {asio::ip::address_v4::loopback(), 0}},
                                       std::move(script))} {
    asio::co_spawn(io, accept(state_), asio::detached);
  }

  [[nodiscard]] std::string port() const {
    return std::to_string(state_->acceptor.local_endpoint().port());
  }
  [[nodiscard]] int connections() const { return state_->connections; }
  // Connections without TCP; they count like the others.
  [[nodiscard]] Dial dial() const {
    return [state = state_](const asio::any_io_executor& executor) {
      int ends[2];
      if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
      ++state->connections;
      asio::co_spawn(executor,
                     serve(state, Socket{executor, {AF_UNIX, 0}, ends[1]}, state->connections),
                     asio::detached);
      return ends[0];
    };
  }
  void stop() {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
  }

 private:
  // Shared with the coroutines, which may outlive the server.
  struct State {
    State(tcp::acceptor with, Script what) : acceptor{std::move(with)}, script{std::move(what)} {}

    tcp::acceptor acceptor;
    Script script;
    int connections = 0;
  };

  static awaitable<void> accept(std::shared_ptr<State> state) {
    for (;;) {
      auto [error, socket] = co_await state->acceptor.async_accept(quietly);
      if (error) co_return;
      ++state->connections;
      asio::co_spawn(state->acceptor.get_executor(),
                     serve(state, std::move(socket), state->connections), asio::detached);
    }
  }

  static awaitable<void> serve(std::shared_ptr<State> state, Socket socket, int number) {
    Peer peer{std::move(socket)};
    co_await state->script(peer, number);
  }

  std::shared_ptr<State> state_;
};

// Runs one coroutine, with whatever else lives on the context, to its end.
template <class T>
T run(asio::io_context& io, awaitable<T> task) {
  std::optional<T> result;
  std::exception_ptr trouble;
  asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown, T value) {
    trouble = thrown;
    result = std::move(value);
  });
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!result && !trouble && std::chrono::steady_clock::now() < give_up) {
    io.run_one_for(std::chrono::seconds{1});
    if (io.stopped()) io.restart();
  }
  if (trouble) std::rethrow_exception(trouble);
  if (!result) throw std::runtime_error{"the client did not come back within 30 s"};
  return std::move(*result);
}

}  // namespace hallmark::runner::testing
