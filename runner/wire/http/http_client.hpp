// SPDX-License-Identifier: Apache-2.0
//
// An HTTP client for one host: a pool of kept connections, one deadline per exchange, and a limit
// on everything that the other side decides. It trusts the target with nothing.
//
//   HttpClient client{io.get_executor(), *parse_url("http://127.0.0.1:8080"), {}};
//   Result<HttpReply> reply = co_await client.exchange({.method = "GET", .target =
//   "/?Action=..."});
//
// All calls, the destructor included, belong to the one thread that runs the executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runner/wire/http/client_options.hpp"
#include "runner/wire/http/http.hpp"
#include "runner/wire/http/result.hpp"
#include "runner/wire/http/url.hpp"

namespace hallmark::runner {

class HttpClient {
 public:
  HttpClient(boost::asio::any_io_executor executor, Url url, ClientOptions options);
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();  // exchanges under way end with Fault::cancelled

  // On any idle connection; waits for one when max_connections are busy.
  //
  // Sent once, except when a kept connection turns out to have been closed before any byte of an
  // answer came, and the request is marked idempotent: then once more, on a new connection. A kept
  // connection that is seen to be closed before anything is written is replaced for every request.
  //
  // Where this machine has no socket left, it waits a while for one of ours to become free.
  [[nodiscard]] boost::asio::awaitable<Result<HttpReply>> exchange(HttpRequest request);

  // The same for a request that its owner keeps, unchanged, until the answer is there. `on_kept`
  // says whether it went out on a connection that had carried another one: the server may have
  // closed that by right (RFC 9112, 9.3.1).
  [[nodiscard]] boost::asio::awaitable<Result<HttpReply>> exchange_kept(const HttpRequest& request,
                                                                        bool* on_kept = nullptr);

  // The same on a connection that is opened for it; kept for others afterwards.
  [[nodiscard]] boost::asio::awaitable<Result<HttpReply>> exchange_on_new_connection(
      const HttpRequest& request);

  // One after the other on a connection of their own; on a further one where the server did not
  // keep it; none after one that is not answered. `connections_used` says how many it took: 1 if
  // the server kept the first to the end, and said no more than it was asked. `on_kept`: of the
  // last request that was sent. `each` is given every answer as soon as it is there, by its place,
  // and may take of it what is long.
  using EachReply = std::function<void(std::size_t, HttpReply&)>;
  [[nodiscard]] boost::asio::awaitable<std::vector<Result<HttpReply>>> exchange_on_one_connection(
      std::vector<HttpRequest> requests, std::size_t& connections_used, bool* on_kept = nullptr,
      EachReply each = {});

  // Closes what is kept and not in use.
  void let_go();

  // Of ClientOptions::room, for all that one asker asks; empty where there is no limit.
  [[nodiscard]] std::shared_ptr<AnswerShare> new_share() const;

  [[nodiscard]] const Url& url() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace hallmark::runner
