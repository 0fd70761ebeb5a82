// SPDX-License-Identifier: Apache-2.0
//
// Makes the calls of a case through a shim, with a place for each where its requests arrive, and
// starts a shim again that died. What was seen is a value; nothing is judged here.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "cases/request.hpp"
#include "reports/verdict.hpp"
#include "runner/client_role/client_plan.hpp"
#include "runner/client_role/endpoint_world.hpp"
#include "runner/client_role/seen.hpp"
#include "runner/client_role/shim_process.hpp"

namespace hallmark::runner {

// Of a client whose shim does not take a timeout, where the user did not say.
inline constexpr std::chrono::milliseconds unknown_timeout{15'000};

struct CallerOptions {
  ShimOptions shim;
  // The client's timeout where the server tries it.
  std::chrono::milliseconds timeout{1000};
  bool timeout_is_known = false;  // also of a client whose shim does not take it
  std::size_t most_copies = 10000;
};

// All on the one thread that runs the context.
class ShimCaller {
 public:
  // No further copy of a call is made once `stops` says so.
  ShimCaller(boost::asio::io_context& io, CallerOptions options, std::function<bool()> stops);

  [[nodiscard]] ShimProcess& shim() { return shim_; }
  [[nodiscard]] const ShimProcess& shim() const { return shim_; }

  // The calls of a case, one after the other; or why they cannot be made.
  [[nodiscard]] boost::asio::awaitable<std::optional<reports::Finding>> play(
      const PlannedClientCase& one, SeenCase& seen);

  // Whether another case was under way at any time since.
  [[nodiscard]] bool had_company(std::chrono::steady_clock::time_point since) const {
    return under_way_ > 0 || last_company_ > since;
  }

  [[nodiscard]] std::size_t restarts() const { return restarts_; }
  // Why it does not start again; nothing: it did, or did not have to.
  [[nodiscard]] const std::optional<std::string>& restart_trouble() const {
    return restart_trouble_;
  }

  // The timeout is handed on to the client, or the user said it.
  [[nodiscard]] bool knows_timeout() const;

  // What a request that names no format is answered in; nothing: the default of its signature.
  [[nodiscard]] std::optional<cases::Format> unsaid() const { return unsaid_; }
  void answer_unsaid_in(cases::Format format) { unsaid_ = format; }

 private:
  using Case = cases::client::Case;
  using Call = cases::client::Call;

  boost::asio::awaitable<void> play_calls(const PlannedClientCase& one, SeenCase& seen);
  boost::asio::awaitable<void> play_copies(const PlannedClientCase& one, SeenCase& seen);
  boost::asio::awaitable<void> make(const PlannedClientCase& one, SeenCall& made,
                                    const SeenCase& seen, EndpointWorld& world);
  boost::asio::awaitable<void> ask(CallLine line, std::chrono::milliseconds patience,
                                   SeenCall& made);
  boost::asio::awaitable<void> be_ready();
  [[nodiscard]] std::optional<reports::Finding> cannot_make(const Call& call) const;
  [[nodiscard]] std::string action_of(const Call& call) const;
  [[nodiscard]] SeenCall prepared(const Call& call, const EndpointWorld& world) const;
  [[nodiscard]] CallLine line_for(const PlannedClientCase& one, const SeenCall& made,
                                  const SeenCase& seen, const std::string& url) const;

  boost::asio::io_context& io_;
  CallerOptions options_;
  std::function<bool()> stops_;
  ShimProcess shim_;
  std::optional<cases::Format> unsaid_;
  std::optional<std::string> restart_trouble_;
  std::size_t restarts_ = 0;
  bool starting_ = false;
  std::size_t under_way_ = 0;                           // cases
  std::chrono::steady_clock::time_point last_company_;  // when two calls were under way
  // Of the calls with an answer: when the last one was made.
  std::chrono::steady_clock::time_point latest_answered_;
};

}  // namespace hallmark::runner
