// SPDX-License-Identifier: Apache-2.0
//
// One connection of a client: opened by TCP, TLS or whatever dials in their place, and the
// exchanges over it, one after the other. Nobody else includes Asio's sockets.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "runner/wire/http/client_options.hpp"
#include "runner/wire/http/http.hpp"
#include "runner/wire/http/result.hpp"
#include "runner/wire/http/url.hpp"

namespace hallmark::runner {

// Where the connections of a client go: the host, its addresses as soon as they are known, and whom
// to trust there.
class Route {
 public:
  Route(Url url, const ClientOptions& options);
  ~Route();
  Route(const Route&) = delete;
  Route& operator=(const Route&) = delete;

  [[nodiscard]] const Url& url() const;

 private:
  friend class Connection;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  // `route` must outlive it.
  Connection(const boost::asio::any_io_executor& executor, Route& route);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends the request, on a connection that is opened for it where there is none, and reads the
  // answer. Afterwards the connection is open if it may carry another exchange.
  [[nodiscard]] boost::asio::awaitable<Result<HttpReply>> exchange(const HttpRequest& request);

  // Whatever is under way ends: with Fault::timeout, or with Fault::cancelled.
  void time_out();
  void abandon();
  void close();

  [[nodiscard]] bool is_open() const { return open_; }
  [[nodiscard]] bool is_timed_out() const { return timed_out_; }
  // Open, and no exchange was left in its middle.
  [[nodiscard]] bool is_reusable() const { return open_ && !busy_; }
  // Whether the other side is still there: nothing to read, no end, no error. What is readable
  // before a request is sent cannot be the answer to it.
  [[nodiscard]] bool is_quiet() const;
  // Whether something came with the last answer that nobody asked for.
  [[nodiscard]] bool has_more() const { return has_more_; }
  // Whether that has come by now. A server may tell a connection that it is tired of waiting (RFC
  // 9110, 15.5.9). What TLS says is not looked into.
  [[nodiscard]] bool is_told_more() const;
  // Of the last exchange: whether its request went out whole, and for how long its answer could not
  // be read, because there was no room for it.
  [[nodiscard]] bool has_sent() const { return sent_; }
  [[nodiscard]] bool waits_for_room() const { return waits_since_.has_value(); }
  [[nodiscard]] Clock::duration waited(Clock::time_point now) const {
    return waits_since_ ? waited_ + (now - *waits_since_) : waited_;
  }
  // Exchanges since it was opened.
  [[nodiscard]] std::size_t served() const { return served_; }
  [[nodiscard]] Clock::time_point last_used() const { return last_used_; }

 private:
  struct Parts;

  boost::asio::awaitable<std::optional<Error>> open();
  std::optional<Error> dial();
  boost::asio::awaitable<std::optional<Error>> look_up();
  boost::asio::awaitable<std::optional<Error>> shake_hands();
  boost::asio::awaitable<std::optional<Error>> wait_for_room(AnswerShare& share, std::size_t& had,
                                                             std::size_t bytes);
  [[nodiscard]] bool is_given_up() const { return timed_out_ || abandoned_; }
  [[nodiscard]] Error failed(Fault fault, std::string what,
                             const boost::system::error_code& error) const;

  std::unique_ptr<Parts> parts_;
  Route::Parts& route_;
  std::size_t served_ = 0;
  Clock::time_point last_used_;
  Clock::duration waited_{};
  std::optional<Clock::time_point> waits_since_;
  bool sent_ = false;
  bool has_more_ = false;
  bool open_ = false;
  bool busy_ = false;  // an exchange has begun and not come to its end
  bool timed_out_ = false;
  bool abandoned_ = false;  // the client was destroyed
};

}  // namespace hallmark::runner
