// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/connection.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/wire/as_pair.hpp"
#include "runner/wire/http/answer_parser.hpp"
#include "runner/wire/http/hide.hpp"
#include "runner/wire/http/name_lookup.hpp"
#include "runner/wire/lack.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Socket = asio::generic::stream_protocol::socket;

bool is_end(const error_code& error) {
  return error == asio::error::eof || error == ssl::error::stream_truncated ||
         error == asio::error::connection_reset || error == asio::error::broken_pipe;
}

// Of several addresses of a host one that does not answer is left so early, while there is another.
constexpr std::chrono::milliseconds patience_with_one_of_many{1'000};

// Who does not wait so long until somebody reads is not to be blamed.
constexpr std::chrono::seconds patience_of_others{1};

Error cancelled() { return {Fault::cancelled, "the exchange was cancelled"}; }

// What an answer takes of the room for answers while it comes in. What is not handed over with it
// is given back.
struct Taking {
  std::shared_ptr<AnswerShare> share = nullptr;  // empty: there is no limit
  std::size_t had = 0;

  Taking() = default;
  Taking(const Taking&) = delete;
  Taking& operator=(const Taking&) = delete;
  ~Taking() {
    if (!share) return;
    share->end(had);
    if (had > 0) share->give(had);
  }
  void hand_over(HttpReply& reply) {
    if (!share) return;
    share->end(had);
    reply.taken = had;
    reply.share = std::move(share);
  }
};

// Asio's check of the name, which leaves unsaid that it was the name.
class NamedHost {
 public:
  NamedHost(std::string host, bool is_address)
      : host_{std::move(host)}, is_address_{is_address}, is_host_{host_} {}
  bool operator()(bool verified, ssl::verify_context& context) const {
    const bool is_host = is_host_(verified, context);
    if (verified && !is_host) {
      X509_STORE_CTX_set_error(context.native_handle(), is_address_ ? X509_V_ERR_IP_ADDRESS_MISMATCH
                                                                    : X509_V_ERR_HOSTNAME_MISMATCH);
    }
    return is_host;
  }

 private:
  std::string host_;
  bool is_address_;
  ssl::host_name_verification is_host_;
};

// In words that name the cause, where OpenSSL's tell how it was noticed.
std::string why_no_handshake(const error_code& error) {
  if (error == ssl::error::stream_truncated || error == asio::error::eof) {
    return "the server closed the connection";
  }
  const bool is_of_tls = error.category() == asio::error::get_ssl_category();
  if (is_of_tls &&
      ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_WRONG_VERSION_NUMBER) {
    return "what the server says is no TLS";
  }
  return error.message();
}

// What did not end within the time given.
std::string_view unfinished(Fault stage) {
  if (stage == Fault::connect) return "no connection";
  return stage == Fault::tls ? "no end of the TLS handshake" : "no whole answer";
}

}  // namespace

// The way there

struct Route::Parts {
  Parts(Url where, const ClientOptions& how)
      : url{std::move(where)}, options{how}, host{url.host_header()} {
    error_code no_address;
    const auto address = asio::ip::make_address(url.host, no_address);
    for (const std::string& known : options.addresses) add(asio::ip::make_address(known));
    if (endpoints.empty() && !no_address) add(address);
    if (url.tls) prepare_tls(!no_address);
  }
  void add(const asio::ip::address& address) {
    const tcp::endpoint endpoint{address, static_cast<std::uint16_t>(std::stoul("0" + url.port))};
    if (std::ranges::find(endpoints, endpoint) == endpoints.end()) endpoints.push_back(endpoint);
  }
  void prepare_tls(bool host_is_address);

  Url url;
  ClientOptions options;
  std::string host;                      // the Host header
  std::vector<tcp::endpoint> endpoints;  // known after the first look-up; the one that works first
  std::shared_ptr<const NameLookup> lookup;
  std::optional<ssl::context> tls_context;
  std::optional<Error> tls_trouble;  // of the set-up; every exchange reports it
  bool send_server_name = false;
};

void Route::Parts::prepare_tls(bool host_is_address) {
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

Route::Route(Url url, const ClientOptions& options)
    : parts_{std::make_unique<Parts>(std::move(url), options)} {}
Route::~Route() = default;

const Url& Route::url() const { return parts_->url; }

// The connection

struct Connection::Parts {
  explicit Parts(const asio::any_io_executor& executor) : socket{executor} {}

  Socket socket;
  std::optional<ssl::stream<Socket&>> tls;
  std::string out;                 // the request; kept for its memory
  std::array<char, 8U << 10U> in;  // NOLINT: filled by the socket
};

Connection::Connection(const asio::any_io_executor& executor, Route& route)
    : parts_{std::make_unique<Parts>(executor)}, route_{*route.parts_} {}
Connection::~Connection() = default;

void Connection::close() {
  error_code ignored;
  parts_->socket.close(ignored);
  open_ = false;
}

void Connection::time_out() {
  timed_out_ = true;
  close();
}

void Connection::abandon() {
  abandoned_ = true;
  close();
}

bool Connection::is_quiet() const {
  char byte = 0;
  const ssize_t got = ::recv(parts_->socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool Connection::is_told_more() const {
  if (parts_->tls) return false;
  std::array<char, 12> told{};
  const ssize_t got =
      ::recv(parts_->socket.native_handle(), told.data(), told.size(), MSG_PEEK | MSG_DONTWAIT);
  if (got <= 0) return false;
  const std::string_view text{told.data(), static_cast<std::size_t>(got)};
  return !(text.starts_with("HTTP/1.") && text.ends_with(" 408"));
}

// Why an operation failed: because we closed the connection under it, or because of `error`.
Error Connection::failed(Fault fault, std::string what, const error_code& error) const {
  if (timed_out_) {
    return {Fault::timeout, std::string{unfinished(fault)} + " within " +
                                std::to_string(route_.options.timeout.count()) + " ms"};
  }
  if (abandoned_ || error == asio::error::operation_aborted) return cancelled();
  if (lacks_something(error)) fault = Fault::local;
  return {fault, std::move(what) + ": " + error.message()};
}

// Opening it

// One look-up for all connections that wait for it.
asio::awaitable<std::optional<Error>> Connection::look_up() {
  if (!route_.lookup) route_.lookup = runner::look_up(route_.url.host);
  const std::shared_ptr<const NameLookup> lookup = route_.lookup;
  asio::steady_timer timer{parts_->socket.get_executor()};
  for (std::chrono::milliseconds pause{1}; !lookup->done && !is_given_up();
       pause = std::min(2 * pause, std::chrono::milliseconds{20})) {
    timer.expires_after(pause);
    co_await timer.async_wait(as_pair);
  }
  if (!lookup->done || lookup->error || is_given_up()) {
    if (lookup->done && route_.lookup == lookup) route_.lookup = nullptr;
    co_return failed(Fault::connect, "cannot look up the host " + route_.url.host,
                     lookup->done ? lookup->error : error_code{asio::error::timed_out});
  }
  for (const std::string& address : lookup->addresses) route_.add(asio::ip::make_address(address));
  co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Connection::shake_hands() {
  parts_->tls.emplace(parts_->socket, *route_.tls_context);
  if (route_.send_server_name) {
    SSL_set_tlsext_host_name(parts_->tls->native_handle(), route_.url.host.c_str());
  }
  if (!route_.options.insecure) {
    parts_->tls->set_verify_callback(NamedHost{route_.url.host, !route_.send_server_name});
  }
  const auto [error] = co_await parts_->tls->async_handshake(ssl::stream_base::client, as_pair);
  if (!error) co_return std::nullopt;
  std::string what = "the TLS handshake with " + route_.host + " failed";
  const long verdict = SSL_get_verify_result(parts_->tls->native_handle());
  if (verdict != X509_V_OK) {
    what += std::string{" ("} + X509_verify_cert_error_string(verdict) + ")";
  }
  Error trouble = failed(Fault::tls, what, error);
  if (trouble.fault == Fault::tls) trouble.what = std::move(what) + ": " + why_no_handshake(error);
  co_return trouble;
}

std::optional<Error> Connection::dial() {
  error_code error;
  const int descriptor = route_.options.dial(parts_->socket.get_executor());
  if (descriptor < 0) {
    error.assign(errno, boost::system::system_category());
  } else {
    parts_->socket.assign({AF_UNIX, 0}, descriptor, error);
    if (error) ::close(descriptor);
  }
  if (!error) parts_->socket.non_blocking(true, error);
  if (error) return failed(Fault::connect, "cannot connect to " + route_.host, error);
  open_ = true;
  return std::nullopt;
}

asio::awaitable<std::optional<Error>> Connection::open() {
  parts_->tls.reset();
  served_ = 0;
  if (route_.tls_trouble) co_return route_.tls_trouble;
  if (route_.options.dial) co_return dial();
  if (route_.endpoints.empty()) {
    std::optional<Error> trouble = co_await look_up();
    if (trouble) co_return trouble;
  }
  const std::vector<tcp::endpoint> candidates = route_.endpoints;
  error_code error;
  for (const auto& endpoint : candidates) {
    error_code ignored;
    parts_->socket.close(ignored);
    if (is_given_up()) break;
    asio::steady_timer patience{
        parts_->socket.get_executor(),
        std::min(patience_with_one_of_many,
                 route_.options.timeout / static_cast<std::int64_t>(candidates.size()))};
    const auto waits = std::make_shared<bool>(true);  // until it is connected, or gone
    if (&endpoint != &candidates.back()) {
      patience.async_wait([weak = std::weak_ptr{waits}, this](const error_code& cancelled) {
        error_code ignored_too;
        if (!cancelled && !weak.expired()) parts_->socket.cancel(ignored_too);
      });
    }
    std::tie(error) = co_await parts_->socket.async_connect(endpoint, as_pair);
    if (error) continue;
    const auto at = std::find(route_.endpoints.begin(), route_.endpoints.end(), endpoint);
    if (at != route_.endpoints.end()) std::iter_swap(route_.endpoints.begin(), at);
    break;
  }
  if (error || is_given_up()) {
    co_return failed(Fault::connect,
                     "cannot connect to " + route_.url.host + " port " + route_.url.port, error);
  }
  parts_->socket.set_option(tcp::no_delay{true}, error);
  if (!error) parts_->socket.non_blocking(true, error);
  if (error) co_return failed(Fault::connect, "cannot set up the socket", error);
  if (route_.url.tls) {
    std::optional<Error> trouble = co_await shake_hands();
    if (trouble) co_return trouble;
  }
  open_ = true;
  co_return std::nullopt;
}

// One exchange

// As long as others give back what they have.
asio::awaitable<std::optional<Error>> Connection::wait_for_room(AnswerShare& share,
                                                                std::size_t& had,
                                                                std::size_t bytes) {
  constexpr std::chrono::milliseconds longest_pause{20};
  std::optional<Error> trouble =
      Error{Fault::local, "the answers under way fill the room that there is for them"};
  const auto began = Clock::now();
  std::chrono::milliseconds in_vain{0};  // as it was meant to be slept, whatever became of it
  auto returns = share.room().returns();
  waits_since_ = began;
  asio::steady_timer timer{parts_->socket.get_executor()};
  for (std::chrono::milliseconds pause{1};; pause = std::min(2 * pause, longest_pause)) {
    const auto place = share.take(had, bytes);
    if (place == AnswerShare::Place::taken) trouble.reset();
    if (place != AnswerShare::Place::later) break;
    if (is_given_up()) {
      trouble = cancelled();
      break;
    }
    if (const auto now = share.room().returns(); now != returns) {
      returns = now;
      in_vain = {};
    }
    if (in_vain > route_.options.timeout) break;
    in_vain += pause;
    timer.expires_after(pause);
    co_await timer.async_wait(as_pair);
  }
  waits_since_.reset();
  waited_ += Clock::now() - began;
  co_return trouble;
}

asio::awaitable<Result<HttpReply>> Connection::exchange(const HttpRequest& request) {
  sent_ = false;
  has_more_ = false;
  waited_ = {};
  if (!open_) {
    std::optional<Error> trouble = co_await open();
    if (trouble) {
      close();
      co_return std::move(*trouble);
    }
  }
  busy_ = true;
  parts_->out.clear();
  append_raw_request(parts_->out, request, route_.host, route_.options.headers);
  // Let the others get theirs ready: a target that is woken once for many requests answers sooner.
  if (!parts_->tls && !route_.options.dial) co_await asio::post(as_pair);
  const auto started = Clock::now();

  // A request that cannot be written to its end may have been answered all the same (too large,
  // say), so a broken connection is left to the reading part.
  error_code error;
  if (parts_->tls) {
    std::tie(error, std::ignore) =
        co_await asio::async_write(*parts_->tls, asio::buffer(parts_->out), as_pair);
  } else {
    std::size_t written = 0;
    while (written < parts_->out.size()) {
      written += parts_->socket.write_some(asio::buffer(parts_->out) + written, error);
      if (error != asio::error::would_block) {
        if (error) break;
        continue;
      }
      std::tie(error) = co_await parts_->socket.async_wait(Socket::wait_write, as_pair);
      if (error) break;
    }
  }
  const auto sent = Clock::now();

  AnswerParser parser{
      {.header = route_.options.header_limit, .body = route_.options.response_limit},
      request.method == "HEAD"};
  auto state = AnswerParser::State::more;
  if (error && !is_end(error)) {
    close();
    co_return failed(Fault::closed, "cannot send the request", error);
  }
  sent_ = !error;
  Taking room;
  if (route_.options.room) {
    room.share = request.share ? request.share : std::make_shared<AnswerShare>(route_.options.room);
  }
  while (state == AnswerParser::State::more) {
    std::size_t size = 0;
    if (parts_->tls) {
      std::tie(error, size) =
          co_await parts_->tls->async_read_some(asio::buffer(parts_->in), as_pair);
    } else {
      std::tie(error, size) =
          co_await parts_->socket.async_read_some(asio::buffer(parts_->in), as_pair);
    }
    if (size > 0) state = parser.feed({parts_->in.data(), size});
    if (room.share && room.share->take(room.had, parser.held()) != AnswerShare::Place::taken) {
      std::optional<Error> trouble = co_await wait_for_room(*room.share, room.had, parser.held());
      if (trouble) {
        close();
        co_return std::move(*trouble);
      }
    }
    if (!error || state != AnswerParser::State::more) continue;
    if (is_given_up() || error == asio::error::operation_aborted) {
      close();
      co_return failed(Fault::cancelled, cancelled().what, error);
    }
    // A reset is no proper end of a body that lasts to the end of the connection.
    const bool proper = error == asio::error::eof || error == ssl::error::stream_truncated;
    close();
    if (waited_ > patience_of_others) {
      co_return Error{Fault::local,
                      "the connection ended while its answer waited for room: " + error.message()};
    }
    if (is_end(error) && (proper || !parser.started())) {
      state = parser.end();
    } else {
      co_return Error{parser.started() ? Fault::truncated : Fault::closed,
                      "the connection broke: " + error.message()};
    }
  }
  if (state == AnswerParser::State::failed) {
    close();
    Error trouble = parser.error();
    hide(trouble.what, route_.options.hidden);
    co_return trouble;
  }
  has_more_ = parser.has_more();
  HttpReply& reply = parser.reply();
  if (!reply.tolerated.empty() && route_.options.tolerated) {
    route_.options.tolerated->count(reply.tolerated);
  }
  hide(reply, route_.options.hidden);
  last_used_ = Clock::now();
  reply.took = last_used_ - started;
  reply.sent = sent;
  room.hand_over(reply);
  if (!open_ || !reply.keep_alive) close();
  ++served_;
  busy_ = false;
  co_return std::move(reply);
}

}  // namespace hallmark::runner
