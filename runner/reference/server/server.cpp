// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/server/server.hpp"

#include <sys/socket.h>

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>

#include "runner/reference/defects/past.hpp"
#include "runner/reference/server/response_head.hpp"

namespace hallmark::runner::reference {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;
using Socket = net::generic::stream_protocol::socket;
using std::chrono::steady_clock;

constexpr auto as_pair = net::as_tuple(net::use_awaitable);
constexpr std::uint32_t header_limit = 96 * 1024;  // bytes
constexpr std::uint64_t body_limit = 1024 * 1024;  // bytes
constexpr std::size_t connection_limit = 4096;     // of one thread
constexpr std::size_t read_size = 8 * 1024;        // bytes
constexpr std::chrono::seconds idle_limit{60};
constexpr std::chrono::seconds sweep_interval{2};

// The connections of one thread. Those that were idle for too long are closed by a sweep, which
// costs less than a timer for each read.
struct Watched {
  Socket::lowest_layer_type* socket;
  steady_clock::time_point active;
};
using Connections = std::list<Watched>;

// A place among the connections, for as long as the connection lives.
class Place {
 public:
  Place(Connections& connections, Socket::lowest_layer_type& socket)
      : connections_{connections},
        place_{connections.insert(connections.end(), {&socket, steady_clock::now()})} {}
  ~Place() { connections_.erase(place_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  void touch() { place_->active = steady_clock::now(); }

 private:
  Connections& connections_;
  Connections::iterator place_;
};

net::awaitable<void> sweep(Connections& connections) {
  const net::any_io_executor executor = co_await net::this_coro::executor;
  net::steady_timer timer{executor};
  for (;;) {
    timer.expires_after(sweep_interval);
    const auto [ec] = co_await timer.async_wait(as_pair);
    if (ec) co_return;
    for (const Watched& watched : connections) {
      error_code ignored;
      if (steady_clock::now() - watched.active > idle_limit) watched.socket->close(ignored);
    }
  }
}

net::awaitable<void> wait(std::chrono::milliseconds time) {
  const net::any_io_executor executor = co_await net::this_coro::executor;
  net::steady_timer timer{executor, time};
  co_await timer.async_wait(as_pair);
}

// Beast's grammar of a request, writing straight into one whose memory is kept.
class RequestReader final : public http::basic_parser<true> {
 public:
  explicit RequestReader(HttpRequest& request) : request_{request} {
    eager(true);
    header_limit(reference::header_limit);
    body_limit(reference::body_limit);
    request_.body.clear();
  }

  // Whether the client holds the body back until it is invited. Known once the header is done.
  [[nodiscard]] bool expects_continue() const { return expects_continue_; }

  [[nodiscard]] Framing framing() const {
    return {.keep_alive = keep_alive(), .http_1_0 = version_ < 11, .head_only = head_only_};
  }

 private:
  using Text = beast::string_view;

  void on_request_impl(http::verb verb, Text method, Text target, int version,
                       error_code&) override {
    head_only_ = verb == http::verb::head;
    version_ = version;
    request_.method.assign(method.data(), method.size());
    request_.target.assign(target.data(), target.size());
  }
  void on_response_impl(int, Text, int, error_code&) override {}
  void on_field_impl(http::field field, Text name, Text value, error_code&) override {
    if (field == http::field::expect && beast::iequals(value, "100-continue")) {
      expects_continue_ = true;
    }
    if (count_ == request_.headers.size()) request_.headers.emplace_back();
    auto& [kept_name, kept_value] = request_.headers[count_++];
    kept_name.assign(name.data(), name.size());
    kept_value.assign(value.data(), value.size());
  }
  void on_header_impl(error_code&) override { request_.headers.resize(count_); }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(Text body, error_code&) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, error_code& error) override {
    return on_body_impl(body, error);
  }
  void on_finish_impl(error_code&) override {}

  HttpRequest& request_;
  std::size_t count_ = 0;  // headers so far
  int version_ = 11;
  bool head_only_ = false;
  bool expects_continue_ = false;
};

// From 1, of all connections of the process.
std::uint64_t next_connection() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

// One client's connection: reads a request, answers it, and so on, until either side has enough.
template <class Stream>
class Connection {
 public:
  Connection(Stream stream, Handler& handler, Connections& connections)
      : stream_{std::move(stream)}, handler_{handler}, place_{connections, stream_.lowest_layer()} {
    request_.connection = &past_;
  }

  Stream& stream() { return stream_; }

  net::awaitable<void> serve() {
    for (bool go_on = true; go_on;) {
      reader_.emplace(request_);
      const error_code read_error = co_await read_request();
      if (read_error) {
        co_await refuse(read_error);
        co_return;
      }
      const HttpResponse response = handler_.handle(request_);
      go_on = co_await deliver(response, reader_->framing());
    }
  }

 private:
  net::awaitable<error_code> read_request() {
    bool continued = false;
    for (;;) {
      if (buffer_.size() != 0) {
        error_code ec;
        buffer_.consume(reader_->put(buffer_.data(), ec));
        if (ec && ec != http::error::need_more) co_return ec;
        if (reader_->is_done()) co_return error_code{};
      }
      if (!continued && reader_->is_header_done() && reader_->expects_continue()) {
        continued = true;
        const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
        const error_code write_error = co_await write(interim);
        if (write_error) co_return write_error;
      }
      auto [ec, n] = co_await stream_.async_read_some(buffer_.prepare(read_size), as_pair);
      if (ec) co_return ec;
      buffer_.commit(n);
      place_.touch();
    }
  }

  net::awaitable<error_code> write(std::string_view text) {
    const auto [ec, n] = co_await net::async_write(stream_, net::buffer(text), as_pair);
    co_return ec;
  }

  // Writes what can be written without waiting, which for an ordinary answer is all of it, and
  // spares the context a turn. The number of bytes written; an error will show itself to the next
  // write.
  std::size_t write_at_once(std::string_view text) {
    if constexpr (std::is_same_v<Stream, Socket>) {
      error_code ec;
      return stream_.write_some(net::buffer(text), ec);
    } else {
      return 0;
    }
  }

  // Whether the connection stays open.
  net::awaitable<bool> deliver(const HttpResponse& response, Framing framing) {
    output_.clear();
    append_response(output_, response, framing);
    if (response.delivery != Delivery{}) {
      const bool stays_open = co_await deliver_badly(response.delivery, framing);
      co_return stays_open;
    }
    std::string_view rest = output_;
    rest.remove_prefix(write_at_once(rest));
    if (!rest.empty()) {
      const error_code write_error = co_await write(rest);
      if (write_error) co_return false;
    }
    place_.touch();
    co_return framing.keep_alive;
  }

  net::awaitable<bool> deliver_badly(const Delivery& delivery, Framing framing) {
    if (delivery.delay.count() > 0) co_await wait(delivery.delay);
    if (delivery.close_without_answer) co_return false;
    if (delivery.never_answer) {
      co_await stay_silent();
      co_return false;
    }
    if (delivery.garbage) output_ = "\x01\x02 this is not HTTP\r\n\r\n";
    const bool cut = delivery.truncate_after < output_.size();
    if (cut) output_.resize(delivery.truncate_after);
    const std::size_t step = delivery.drip ? 1 : std::max<std::size_t>(output_.size(), 1);
    for (std::size_t sent = 0; sent < output_.size(); sent += step) {
      const auto piece = std::string_view{output_}.substr(sent, step);
      const error_code write_error = co_await write(piece);
      if (write_error) co_return false;
      place_.touch();
    }
    output_.shrink_to_fit();  // a flood is not kept
    co_return framing.keep_alive && !cut && !delivery.garbage && !delivery.close_after;
  }

  // Reads and says nothing until the client gives up or the sweep comes by.
  net::awaitable<void> stay_silent() {
    for (;;) {
      buffer_.clear();
      auto [ec, n] = co_await stream_.async_read_some(buffer_.prepare(read_size), as_pair);
      if (ec) co_return;
    }
  }

  // Says what is wrong with bytes that are no request; a connection that just ended needs no
  // answer.
  net::awaitable<void> refuse(error_code error) {
    if (error.category() != http::make_error_code(http::error::need_more).category()) co_return;
    const bool header = error == http::error::header_limit;
    const bool body = error == http::error::body_limit;
    const HttpResponse response = header ? server_refusal(431, "the headers are too large")
                                  : body ? server_refusal(413, "the body is too large")
                                         : server_refusal(400, "this is no HTTP request");
    const Framing framing{.keep_alive = false};
    co_await deliver(response, framing);
    // What the client still has to say is read, or closing would take the answer away from it.
    error_code ignored;
    stream_.lowest_layer().shutdown(Socket::shutdown_send, ignored);
    for (std::size_t read = 0; read < 2 * body_limit;) {
      buffer_.clear();
      auto [ec, n] = co_await stream_.async_read_some(buffer_.prepare(read_size), as_pair);
      if (ec) co_return;
      read += n;
    }
  }

  Stream stream_;
  Handler& handler_;
  Place place_;
  beast::flat_buffer buffer_{header_limit + 2 * read_size};
  Past past_{.connection = next_connection()};
  HttpRequest request_;
  std::optional<RequestReader> reader_;
  std::string output_;
};

net::awaitable<void> serve_plainly(Socket socket, Handler& handler, Connections& connections) {
  // Without it, what is written at once would wait for a client that does not read.
  error_code ec;
  socket.non_blocking(true, ec);
  if (ec) co_return;
  Connection<Socket> connection{std::move(socket), handler, connections};
  co_await connection.serve();
}

net::awaitable<void> serve_encrypted(Socket socket, net::ssl::context& tls, Handler& handler,
                                     Connections& connections) {
  using Stream = net::ssl::stream<Socket>;
  Connection<Stream> connection{Stream{std::move(socket), tls}, handler, connections};
  Stream& stream = connection.stream();
  const auto [ec] = co_await stream.async_handshake(net::ssl::stream_base::server, as_pair);
  if (ec) co_return;
  co_await connection.serve();
  co_await stream.async_shutdown(as_pair);
}

// The client is of this process and sees to its own deadlines: no sweep watches over it.
net::awaitable<void> serve_in_process(Socket socket, Handler& handler) {
  Connections unwatched;
  co_await serve_plainly(std::move(socket), handler, unwatched);
}

// One thread and what it serves. The connections outlive the context, whose end destroys them.
struct Worker {
  Connections connections;
  net::io_context context{1};
  std::thread thread;
};

[[noreturn]] void give_up(const error_code& ec, const std::string& what) {
  throw std::system_error{ec, what};
}

std::optional<net::ssl::context> make_tls(const ServerOptions& options) {
  if (options.certificate_file.empty() && options.private_key_file.empty()) return std::nullopt;
  net::ssl::context tls{net::ssl::context::tls_server};
  error_code ec;
  tls.use_certificate_chain_file(options.certificate_file, ec);
  if (ec) give_up(ec, "certificate " + options.certificate_file);
  tls.use_private_key_file(options.private_key_file, net::ssl::context::pem, ec);
  if (ec) give_up(ec, "private key " + options.private_key_file);
  return tls;
}

}  // namespace

struct Server::Parts {
  Parts(Handler& served, const ServerOptions& options)
      : handler{served}, tls{make_tls(options)}, workers(std::max(1u, options.threads)) {
    tcp::acceptor acceptor = listen(options);
    net::co_spawn(workers.front().context, accept(std::move(acceptor)), net::detached);
    // The first accepts for all, and so begins last: those that this machine has no thread for are
    // gone by then.
    for (auto worker = std::next(workers.begin()); worker != workers.end();) {
      worker = begins(*worker) ? std::next(worker) : workers.erase(worker);
    }
    if (begins(workers.front())) return;
    stop();
    give_up(net::error::make_error_code(net::error::try_again), "no thread to serve on");
  }

  // False where this machine has no descriptor for its context, or no thread.
  static bool begins(Worker& worker) {
    try {
      const net::steady_timer opens_the_descriptors{worker.context};
      net::co_spawn(worker.context, sweep(worker.connections), net::detached);
      worker.thread = std::thread{[&worker] { worker.context.run(); }};
    } catch (const std::runtime_error&) {  // of Asio or of the library
      return false;
    }
    return true;
  }

  ~Parts() { stop(); }

  void stop() {
    for (Worker& worker : workers) worker.context.stop();
    for (Worker& worker : workers) {
      if (worker.thread.joinable()) worker.thread.join();
    }
    workers.clear();  // and with them the listening socket and every connection
  }

  tcp::acceptor listen(const ServerOptions& options) {
    error_code ec;
    const auto address = net::ip::make_address(options.address, ec);
    if (ec) give_up(ec, "address " + options.address);
    const std::string where = options.address + " port " + std::to_string(options.port);
    tcp::acceptor acceptor{workers.front().context};
    const tcp::endpoint local{address, options.port};
    acceptor.open(local.protocol(), ec);
    if (!ec) acceptor.set_option(net::socket_base::reuse_address{true}, ec);
    if (!ec) acceptor.bind(local, ec);
    if (!ec) acceptor.listen(net::socket_base::max_listen_connections, ec);
    if (ec) give_up(ec, where);
    port = acceptor.local_endpoint().port();
    url = (tls ? "https://" : "http://") +
          (address.is_v6() ? "[" + options.address + "]" : options.address) + ":" +
          std::to_string(port);
    return acceptor;
  }

  net::awaitable<void> accept(tcp::acceptor acceptor) {
    for (auto next = workers.begin();; ++next) {
      if (next == workers.end()) next = workers.begin();
      Worker& worker = *next;
      auto [ec, socket] = co_await acceptor.async_accept(worker.context, as_pair);
      if (ec == net::error::operation_aborted) co_return;
      if (ec) {
        co_await wait(std::chrono::milliseconds{50});  // out of descriptors, perhaps
        continue;
      }
      error_code ignored;
      socket.set_option(tcp::no_delay{true}, ignored);
      net::co_spawn(worker.context, serve(std::move(socket), worker), net::detached);
    }
  }

  net::awaitable<void> serve(Socket socket, Worker& worker) {
    if (worker.connections.size() >= connection_limit) co_return;
    if (tls) {
      co_await serve_encrypted(std::move(socket), *tls, handler, worker.connections);
    } else {
      co_await serve_plainly(std::move(socket), handler, worker.connections);
    }
  }

  Handler& handler;
  std::optional<net::ssl::context> tls;
  std::list<Worker> workers;
  unsigned short port = 0;
  std::string url;
};

Server::Server(Handler& handler, const ServerOptions& options)
    : parts_{std::make_unique<Parts>(handler, options)} {}
Server::~Server() = default;

unsigned short Server::port() const { return parts_->port; }
std::string Server::url() const { return parts_->url; }
void Server::stop() { parts_->stop(); }

int connect_in_process(Handler& handler, const net::any_io_executor& executor) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  Socket served{executor, {AF_UNIX, 0}, ends[1]};
  // Who runs the context is not told of a connection that ended in an exception.
  net::co_spawn(executor, serve_in_process(std::move(served), handler),
                [](const std::exception_ptr&) {});
  return ends[0];
}

}  // namespace hallmark::runner::reference
