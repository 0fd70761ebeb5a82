// SPDX-License-Identifier: Apache-2.0
//
// The only file of the client that includes Asio's sockets.
//
// Deadlines: every exchange under way stands in `active`; one timer waits for the earliest deadline
// and closes what is late, which makes the pending operation return. That is one timer for all
// connections, set once per timeout and not once per exchange.
#include "runner/wire/http_client.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <list>
#include <optional>
#include <utility>

#include "runner/wire/answer_parser.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Socket = asio::generic::stream_protocol::socket;
using Clock = std::chrono::steady_clock;

constexpr auto as_pair = asio::as_tuple(asio::use_awaitable);

struct Connection {
  explicit Connection(const asio::any_io_executor& executor) : socket{executor} {}

  Socket socket;
  std::optional<ssl::stream<Socket&>> tls;
  std::optional<tcp::resolver> resolver;  // while the name is looked up
  std::string out;                        // the request; kept for its memory
  std::array<char, 16U << 10U> in;        // NOLINT: filled by the socket
  Clock::time_point deadline;
  std::size_t position = 0;  // in Impl::active
  bool open = false;
  bool busy = false;       // an exchange has begun and not come to its end
  std::size_t served = 0;  // exchanges carried
  Clock::time_point last_used;
  bool timed_out = false;
  bool abandoned = false;  // the client was destroyed

  void close() {
    error_code ignored;
    if (resolver) resolver->cancel();
    socket.close(ignored);
    open = false;
  }
};

// Whether a kept connection is still there: nothing to read, no end, no error. What is readable now
// cannot be the answer to a request not yet sent.
bool is_quiet(Connection& connection) {
  char byte = 0;
  const ssize_t got = ::recv(connection.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool is_end(const error_code& error) {
  return error == asio::error::eof || error == ssl::error::stream_truncated ||
         error == asio::error::connection_reset || error == asio::error::broken_pipe;
}

}  // namespace

struct HttpClient::Impl {
  Impl(asio::any_io_executor with, Url where, ClientOptions how)
      : executor{std::move(with)},
        url{std::move(where)},
        options{std::move(how)},
        host{url.host_header()},
        timer{executor} {
    options.max_connections = std::max<std::size_t>(options.max_connections, 1);
    if (options.requests_per_second > 0 && !options.pace) {
      options.pace = std::make_shared<Pace>(options.requests_per_second);
    }
    error_code no_address;
    const auto address = asio::ip::make_address(url.host, no_address);
    if (!no_address) {
      endpoints.emplace_back(address, static_cast<std::uint16_t>(std::stoul("0" + url.port)));
    }
    if (url.tls) prepare_tls(!no_address);
  }

  // One place in the pool with its connection. Gives both back, whatever happens.
  class Lease {
   public:
    Lease(std::shared_ptr<Impl> pool, std::unique_ptr<Connection> connection)
        : pool_{std::move(pool)}, connection_{std::move(connection)} {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (!pool_) return;
      if (connection_->open && !connection_->busy && !pool_->closed) {
        pool_->idle.push_back(std::move(connection_));
      } else {
        --pool_->total;
      }
      pool_->wake_one();
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    std::shared_ptr<Impl> pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Somebody who waits for a place in the pool or for the rate limit.
  class Sleeper {
   public:
    Sleeper(Impl& impl, std::list<Sleeper*>& queue, Clock::time_point until)
        : timer{impl.executor, until}, queue_{queue}, at_{queue.insert(queue.end(), this)} {}
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;
    ~Sleeper() {
      if (!woken) queue_.erase(at_);
    }
    void wake() {
      woken = true;
      queue_.erase(at_);
      timer.cancel();
    }

    asio::steady_timer timer;
    bool woken = false;

   private:
    std::list<Sleeper*>& queue_;
    std::list<Sleeper*>::iterator at_;
  };

  // Keeps a connection under the eyes of the timer.
  class Watch {
   public:
    Watch(Impl& impl, Connection& connection) : impl_{impl}, connection_{connection} {
      connection_.position = impl_.active.size();
      impl_.active.push_back(&connection_);
      if (connection_.deadline < impl_.armed_until) impl_.arm(connection_.deadline);
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() {
      Connection* last = impl_.active.back();
      impl_.active[connection_.position] = last;
      last->position = connection_.position;
      impl_.active.pop_back();
      if (impl_.active.empty()) impl_.disarm();
    }

   private:
    Impl& impl_;
    Connection& connection_;
  };

  static asio::awaitable<Result<HttpReply>> exchange(std::shared_ptr<Impl> self,
                                                     HttpRequest request);
  static asio::awaitable<Result<HttpReply>> exchange_kept(std::shared_ptr<Impl> self,
                                                          const HttpRequest& request);
  static asio::awaitable<Result<std::vector<HttpReply>>> exchange_all(
      std::shared_ptr<Impl> self, std::vector<HttpRequest> requests, std::size_t& connections_used);

  asio::awaitable<bool> wait_for_place();
  asio::awaitable<bool> wait_for_turn();
  asio::awaitable<std::optional<Error>> open(Connection& connection);
  std::optional<Error> dial(Connection& connection);
  asio::awaitable<std::optional<Error>> look_up(Connection& connection);
  asio::awaitable<std::optional<Error>> shake_hands(Connection& connection);
  asio::awaitable<Result<HttpReply>> converse(Connection& connection, const HttpRequest& request);

  void prepare_tls(bool host_is_address);
  void arm(Clock::time_point when);
  void disarm();
  void sweep();
  void abandon();
  void wake_one();
  [[nodiscard]] bool has_place() const;
  [[nodiscard]] bool needs_look(const Connection& connection, Clock::time_point now) const;
  [[nodiscard]] std::unique_ptr<Connection> take_idle(Clock::time_point now);
  [[nodiscard]] std::unique_ptr<Connection> take(bool fresh, Clock::time_point now);
  [[nodiscard]] Error failed(const Connection& connection, Fault fault, std::string what,
                             const error_code& error) const;
  [[nodiscard]] Error cancelled() const { return {Fault::cancelled, "the exchange was cancelled"}; }

  asio::any_io_executor executor;
  Url url;
  ClientOptions options;
  std::string host;                      // the Host header
  std::vector<tcp::endpoint> endpoints;  // known after the first look-up; the one that works first
  std::optional<ssl::context> tls_context;
  std::optional<Error> tls_trouble;  // of the set-up; every exchange reports it
  bool send_server_name = false;

  std::vector<std::unique_ptr<Connection>> idle;  // the last used at the end
  std::size_t total = 0;                          // idle and leased
  bool closes_unannounced = false;                // the server was seen to do that
  std::size_t promised = 0;                       // places for waiters that were woken
  std::list<Sleeper*> waiting;                    // for a place, first come first served
  std::list<Sleeper*> pacing;                     // for the rate limit

  std::vector<Connection*> active;
  asio::steady_timer timer;
  Clock::time_point armed_until = Clock::time_point::max();  // max: not at all
  bool closed = false;
  std::weak_ptr<Impl> weak_self;
};

void HttpClient::Impl::prepare_tls(bool host_is_address) {
  send_server_name = !host_is_address;
  try {
    tls_context.emplace(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(tls_context->native_handle(), TLS1_2_VERSION);
    if (options.insecure) {
      tls_context->set_verify_mode(ssl::verify_none);
      return;
    }
    tls_context->set_verify_mode(ssl::verify_peer);
    if (options.ca_file.empty()) {
      tls_context->set_default_verify_paths();
    } else {
      tls_context->load_verify_file(options.ca_file);
    }
  } catch (const boost::system::system_error& error) {
    tls_trouble = Error{Fault::tls, "cannot use the certificates" +
                                        (options.ca_file.empty() ? std::string{" of the system"}
                                                                 : " in " + options.ca_file) +
                                        ": " + error.code().message()};
  }
}

// Deadlines

void HttpClient::Impl::arm(Clock::time_point when) {
  armed_until = when;
  timer.expires_at(when);
  timer.async_wait([weak = weak_self](const error_code& error) {
    if (error) return;
    if (const auto self = weak.lock()) self->sweep();
  });
}

void HttpClient::Impl::disarm() {
  armed_until = Clock::time_point::max();
  timer.cancel();
}

void HttpClient::Impl::sweep() {
  armed_until = Clock::time_point::max();
  if (active.empty()) return;
  const auto now = Clock::now();
  auto earliest = Clock::time_point::max();
  for (Connection* connection : active) {
    if (connection->timed_out) continue;  // closed, about to leave
    if (connection->deadline <= now) {
      connection->timed_out = true;
      connection->close();
    } else {
      earliest = std::min(earliest, connection->deadline);
    }
  }
  if (earliest != Clock::time_point::max()) arm(earliest);
}

void HttpClient::Impl::abandon() {
  closed = true;
  timer.cancel();
  idle.clear();
  for (Connection* connection : active) {
    connection->abandoned = true;
    connection->close();
  }
  while (!waiting.empty()) waiting.front()->wake();
  while (!pacing.empty()) pacing.front()->wake();
}

// Why an operation failed: because we closed the connection under it, or because of `error`.
Error HttpClient::Impl::failed(const Connection& connection, Fault fault, std::string what,
                               const error_code& error) const {
  if (connection.timed_out) {
    return {Fault::timeout,
            "no whole answer within " + std::to_string(options.timeout.count()) + " ms"};
  }
  if (connection.abandoned || error == asio::error::operation_aborted) return cancelled();
  return {fault, std::move(what) + ": " + error.message()};
}

// The pool

bool HttpClient::Impl::has_place() const {
  return idle.size() + (options.max_connections - total) > promised;
}

void HttpClient::Impl::wake_one() {
  if (!waiting.empty() && has_place()) {
    ++promised;
    waiting.front()->wake();
  }
}

std::unique_ptr<Connection> HttpClient::Impl::take_idle(Clock::time_point now) {
  while (!idle.empty()) {
    auto connection = std::move(idle.back());
    idle.pop_back();
    if (!needs_look(*connection, now) || is_quiet(*connection)) return connection;
    closes_unannounced = true;
    --total;
  }
  return nullptr;
}

// To look costs a system call. A server that closes without a word does so from its first answers
// on, or when a connection was idle; who was seen to do it once is looked at every time.
bool HttpClient::Impl::needs_look(const Connection& connection, Clock::time_point now) const {
  constexpr std::size_t trusted_after = 8;  // exchanges
  constexpr std::chrono::milliseconds idle_after{1};
  return closes_unannounced || connection.served < trusted_after ||
         now - connection.last_used > idle_after;
}

// There has to be a place.
std::unique_ptr<Connection> HttpClient::Impl::take(bool fresh, Clock::time_point now) {
  if (!fresh) {
    if (auto connection = take_idle(now)) return connection;
  } else if (total == options.max_connections) {
    idle.erase(idle.begin());
    --total;
  }
  auto connection = std::make_unique<Connection>(executor);
  ++total;
  return connection;
}

// False: cancelled.
asio::awaitable<bool> HttpClient::Impl::wait_for_place() {
  struct Promise {
    Impl& impl;
    const Sleeper& sleeper;
    ~Promise() {
      if (sleeper.woken && !impl.closed) --impl.promised;
    }
  };
  Sleeper sleeper{*this, waiting, Clock::time_point::max()};
  const Promise promise{*this, sleeper};
  co_await sleeper.timer.async_wait(as_pair);
  co_return sleeper.woken;
}

// False: cancelled.
asio::awaitable<bool> HttpClient::Impl::wait_for_turn() {
  const auto now = Clock::now();
  const auto turn = options.pace->take_turn(now);
  if (turn <= now) co_return true;
  Sleeper sleeper{*this, pacing, turn};
  const auto [error] = co_await sleeper.timer.async_wait(as_pair);
  co_return !error;
}

// Opening a connection

asio::awaitable<std::optional<Error>> HttpClient::Impl::look_up(Connection& connection) {
  connection.resolver.emplace(executor);
  auto [error, found] = co_await connection.resolver->async_resolve(url.host, url.port, as_pair);
  connection.resolver.reset();
  if (error || connection.timed_out || connection.abandoned) {
    co_return failed(connection, Fault::connect, "cannot look up the host " + url.host, error);
  }
  if (endpoints.empty()) {
    for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  }
  co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> HttpClient::Impl::shake_hands(Connection& connection) {
  connection.tls.emplace(connection.socket, *tls_context);
  if (send_server_name) {
    SSL_set_tlsext_host_name(connection.tls->native_handle(), url.host.c_str());
  }
  if (!options.insecure) {
    connection.tls->set_verify_callback(ssl::host_name_verification{url.host});
  }
  const auto [error] = co_await connection.tls->async_handshake(ssl::stream_base::client, as_pair);
  if (!error) co_return std::nullopt;
  std::string what = "the TLS handshake with " + host + " failed";
  const long verdict = SSL_get_verify_result(connection.tls->native_handle());
  if (verdict != X509_V_OK) {
    what += std::string{" ("} + X509_verify_cert_error_string(verdict) + ")";
  }
  co_return failed(connection, Fault::tls, std::move(what), error);
}

std::optional<Error> HttpClient::Impl::dial(Connection& connection) {
  error_code error;
  const int descriptor = options.dial(executor);
  if (descriptor < 0) {
    error.assign(errno, boost::system::system_category());
  } else {
    connection.socket.assign({AF_UNIX, 0}, descriptor, error);
    if (error) ::close(descriptor);
  }
  if (!error) connection.socket.non_blocking(true, error);
  if (error) return failed(connection, Fault::connect, "cannot connect to " + host, error);
  connection.open = true;
  return std::nullopt;
}

asio::awaitable<std::optional<Error>> HttpClient::Impl::open(Connection& connection) {
  if (tls_trouble) co_return tls_trouble;
  if (options.dial) co_return dial(connection);
  if (endpoints.empty()) {
    std::optional<Error> trouble = co_await look_up(connection);
    if (trouble) co_return trouble;
  }
  const std::vector<tcp::endpoint> candidates = endpoints;
  error_code error;
  for (const auto& endpoint : candidates) {
    error_code ignored;
    connection.socket.close(ignored);
    if (connection.timed_out || connection.abandoned) break;
    std::tie(error) = co_await connection.socket.async_connect(endpoint, as_pair);
    if (error) continue;
    const auto at = std::find(endpoints.begin(), endpoints.end(), endpoint);
    if (at != endpoints.end()) std::iter_swap(endpoints.begin(), at);
    break;
  }
  if (error || connection.timed_out || connection.abandoned) {
    co_return failed(connection, Fault::connect,
                     "cannot connect to " + url.host + " port " + url.port, error);
  }
  connection.socket.set_option(tcp::no_delay{true}, error);
  if (!error) connection.socket.non_blocking(true, error);
  if (error) co_return failed(connection, Fault::connect, "cannot set up the socket", error);
  if (url.tls) {
    std::optional<Error> trouble = co_await shake_hands(connection);
    if (trouble) co_return trouble;
  }
  connection.open = true;
  co_return std::nullopt;
}

// One exchange

asio::awaitable<Result<HttpReply>> HttpClient::Impl::converse(Connection& connection,
                                                              const HttpRequest& request) {
  const Watch watch{*this, connection};
  if (!connection.open) {
    std::optional<Error> trouble = co_await open(connection);
    if (trouble) {
      connection.close();
      co_return std::move(*trouble);
    }
  }
  connection.busy = true;
  connection.out.clear();
  append_raw_request(connection.out, request, host);
  // Let the others get theirs ready: a target that is woken once for many requests answers sooner.
  if (!connection.tls && !options.dial) co_await asio::post(as_pair);
  const auto started = Clock::now();

  // A request that cannot be written to its end may have been answered all the same (too large,
  // say), so a broken connection is left to the reading part.
  error_code error;
  if (connection.tls) {
    std::tie(error, std::ignore) =
        co_await asio::async_write(*connection.tls, asio::buffer(connection.out), as_pair);
  } else {
    std::size_t written = 0;
    while (written < connection.out.size()) {
      written += connection.socket.write_some(asio::buffer(connection.out) + written, error);
      if (error != asio::error::would_block) {
        if (error) break;
        continue;
      }
      std::tie(error) = co_await connection.socket.async_wait(Socket::wait_write, as_pair);
      if (error) break;
    }
  }

  AnswerParser parser{{.header = options.header_limit, .body = options.response_limit},
                      request.method == "HEAD"};
  auto state = AnswerParser::State::more;
  if (error && !is_end(error)) {
    connection.close();
    co_return failed(connection, Fault::closed, "cannot send the request", error);
  }
  while (state == AnswerParser::State::more) {
    std::size_t size = 0;
    if (connection.tls) {
      std::tie(error, size) =
          co_await connection.tls->async_read_some(asio::buffer(connection.in), as_pair);
    } else {
      std::tie(error, size) =
          co_await connection.socket.async_read_some(asio::buffer(connection.in), as_pair);
    }
    if (size > 0) state = parser.feed({connection.in.data(), size});
    if (!error || state != AnswerParser::State::more) continue;
    if (connection.timed_out || connection.abandoned || error == asio::error::operation_aborted) {
      connection.close();
      co_return failed(connection, Fault::cancelled, cancelled().what, error);
    }
    // A reset is no proper end of a body that lasts to the end of the connection.
    const bool proper = error == asio::error::eof || error == ssl::error::stream_truncated;
    connection.close();
    if (is_end(error) && (proper || !parser.started())) {
      state = parser.end();
    } else {
      co_return Error{parser.started() ? Fault::truncated : Fault::closed,
                      "the connection broke: " + error.message()};
    }
  }
  if (state == AnswerParser::State::failed) {
    connection.close();
    co_return parser.error();
  }
  HttpReply& reply = parser.reply();
  connection.last_used = Clock::now();
  reply.took = connection.last_used - started;
  if (!connection.open || !reply.keep_alive) connection.close();
  ++connection.served;
  connection.busy = false;
  co_return std::move(reply);
}

asio::awaitable<Result<HttpReply>> HttpClient::Impl::exchange(std::shared_ptr<Impl> self,
                                                              HttpRequest request) {
  Result<HttpReply> reply = co_await exchange_kept(std::move(self), request);
  co_return reply;
}

asio::awaitable<Result<HttpReply>> HttpClient::Impl::exchange_kept(std::shared_ptr<Impl> self,
                                                                   const HttpRequest& request) {
  // Asio throws at the next wait of a coroutine that was cancelled; here that is a result.
  try {
    bool fresh = false;
    std::optional<Clock::time_point> deadline;
    for (;;) {
      if (self->options.requests_per_second > 0) {
        const bool its_turn = co_await self->wait_for_turn();
        if (!its_turn) co_return self->cancelled();
      }
      if (!self->closed && !self->has_place()) {
        const bool got_place = co_await self->wait_for_place();
        if (!got_place) co_return self->cancelled();
      }
      if (self->closed) co_return self->cancelled();
      const auto now = Clock::now();
      Lease lease{self, self->take(fresh, now)};
      if (!deadline) deadline = now + self->options.timeout;
      lease->deadline = *deadline;
      const bool kept = lease->served > 0;
      Result<HttpReply> reply = co_await self->converse(*lease, request);
      if (reply || reply.error().fault != Fault::closed || !kept || !request.idempotent || fresh) {
        co_return reply;
      }
      self->closes_unannounced = true;
      fresh = true;
    }
  } catch (const boost::system::system_error& error) {
    co_return Error{Fault::cancelled, error.code().message()};
  }
}

asio::awaitable<Result<std::vector<HttpReply>>> HttpClient::Impl::exchange_all(
    std::shared_ptr<Impl> self, std::vector<HttpRequest> requests, std::size_t& connections_used) {
  connections_used = 0;
  try {
    if (!self->closed && !self->has_place()) {
      const bool got_place = co_await self->wait_for_place();
      if (!got_place) co_return self->cancelled();
    }
    if (self->closed) co_return self->cancelled();
    std::optional<Lease> lease;
    std::vector<HttpReply> replies;
    replies.reserve(requests.size());
    lease.emplace(self, self->take(true, Clock::now()));
    for (const HttpRequest& request : requests) {
      if (self->options.requests_per_second > 0) {
        const bool its_turn = co_await self->wait_for_turn();
        if (!its_turn) co_return self->cancelled();
      }
      if (self->closed) co_return self->cancelled();
      Connection& connection = **lease;
      if (connection.open && !is_quiet(connection)) connection.close();
      if (!connection.open) {
        connection.tls.reset();
        connection.served = 0;
        ++connections_used;
      }
      connection.deadline = Clock::now() + self->options.timeout;
      Result<HttpReply> reply = co_await self->converse(connection, request);
      if (!reply && reply.error().fault == Fault::closed && connection.served > 0 &&
          request.idempotent) {
        connection.tls.reset();
        ++connections_used;
        reply = co_await self->converse(connection, request);
      }
      if (!reply) co_return reply.error();
      replies.push_back(std::move(*reply));
    }
    co_return replies;
  } catch (const boost::system::system_error& error) {
    co_return Error{Fault::cancelled, error.code().message()};
  }
}

HttpClient::HttpClient(asio::any_io_executor executor, Url url, ClientOptions options)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(url), std::move(options))} {
  impl_->weak_self = impl_;
}

HttpClient::HttpClient(HttpClient&&) noexcept = default;

HttpClient& HttpClient::operator=(HttpClient&& other) noexcept {
  if (this != &other) {
    if (impl_) impl_->abandon();
    impl_ = std::move(other.impl_);
  }
  return *this;
}

HttpClient::~HttpClient() {
  if (impl_) impl_->abandon();
}

asio::awaitable<Result<HttpReply>> HttpClient::exchange(HttpRequest request) {
  return Impl::exchange(impl_, std::move(request));
}

asio::awaitable<Result<HttpReply>> HttpClient::exchange_kept(const HttpRequest& request) {
  return Impl::exchange_kept(impl_, request);
}

asio::awaitable<Result<std::vector<HttpReply>>> HttpClient::exchange_on_one_connection(
    std::vector<HttpRequest> requests, std::size_t& connections_used) {
  return Impl::exchange_all(impl_, std::move(requests), connections_used);
}

const Url& HttpClient::url() const { return impl_->url; }

}  // namespace hallmark::runner
