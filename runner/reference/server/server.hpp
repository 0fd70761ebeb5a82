// SPDX-License-Identifier: Apache-2.0
//
// Serves a Handler, such as the Endpoint, over HTTP/1.1 or HTTPS: keep-alive, pipelining, bounded
// headers, bodies and idleness.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "runner/reference/server/handler.hpp"

namespace hallmark::runner::reference {

struct ServerOptions {
  std::string address = "127.0.0.1";
  unsigned short port = 0;  // 0: any free one
  unsigned threads = 1;
  // PEM files. HTTPS if both are given, HTTP if neither is.
  std::string certificate_file;
  std::string private_key_file;
};

class Server {
 public:
  // Listens when it returns. Throws std::system_error if it cannot: port in use, address or
  // certificate unusable. `handler` must outlive the server.
  Server(Handler& handler, const ServerOptions& options);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] unsigned short port() const;
  [[nodiscard]] std::string url() const;  // without a slash at its end

  // Ends every connection and joins the threads. Idempotent; not from a thread of the server.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// A connection to `handler` for a client in this process, without a server and without TCP: one
// end of a pair of Unix stream sockets, whose other end is served, as a Server would, on
// `executor`. The pair has no name, so that nobody else can reach it. It ends when either end is
// closed, or with the executor's context, which must not run any more once the handler is gone.
//
// -1, and errno, if there is none to be had.
[[nodiscard]] int connect_in_process(Handler& handler,
                                     const boost::asio::any_io_executor& executor);

}  // namespace hallmark::runner::reference
