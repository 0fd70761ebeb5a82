// SPDX-License-Identifier: Apache-2.0
//
// How a client connects, how long it waits, and what it lets the other side decide.
#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "runner/wire/http/answer_room.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/http/pace.hpp"
#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {

// Hands out a connected stream socket whose far end is the server; -1, and errno, where it cannot.
// A server of this process may serve the far end on the same executor, so that a request is
// answered by the thread that sent it and nobody is woken. Such a context never runs out of work.
using Dial = std::function<int(const boost::asio::any_io_executor&)>;

// How far those who wait for a client are prepared to go on.
enum class Going : std::uint8_t {
  on,
  ending,  // nobody waits for the rate limit any more
  ended,   // nobody waits for anything
};

// What RFC 9112 forbids and came all the same, by HttpReply::tolerated. Safe from any thread.
class Tolerated {
 public:
  void count(std::string_view what) {
    const std::lock_guard lock{mutex_};
    ++answers_[what];
  }
  // Each with the number of its answers.
  [[nodiscard]] std::map<std::string_view, std::size_t> all() const {
    const std::lock_guard lock{mutex_};
    return answers_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string_view, std::size_t> answers_;
};

struct ClientOptions {
  // For one exchange from the connection attempt to the last byte. Waiting for a free connection or
  // for the rate limit does not count.
  std::chrono::milliseconds timeout{10'000};
  std::size_t response_limit = 1U << 20U;  // bytes of the body, framing removed
  std::size_t header_limit = 64U << 10U;   // bytes of status line and headers, 1xx answers included
  // For all answers under way together; empty: no limit. Where it is full an answer waits, which
  // does not count, for `timeout` at most while nobody gives anything back.
  std::shared_ptr<AnswerRoom> room;
  std::size_t max_connections = 64;
  // Sockets of this process for each of them: two where the far end is served here, too.
  std::size_t sockets_per_connection = 1;
  double requests_per_second = 0;  // 0: no limit
  std::shared_ptr<Pace> pace;      // of several clients together; empty: each keeps its own
  std::string ca_file;             // PEM; empty: the system's certificates
  bool insecure = false;           // accept any certificate
  // Of the URL's host, as text, where they are known: its name is not looked up then.
  std::vector<std::string> addresses = {};
  Dial dial;                           // connections in place of TCP ones to the URL's host
  std::chrono::seconds clock_skew{0};  // how far the server's clock is ahead, for timestamps
  // Sent with every request, behind its own headers; no transcript has them.
  Headers headers = {};
  std::vector<Secret> hidden = {};  // struck out of every answer, before anybody sees it
  // Asked while exchanges wait, many times a second, by the thread that does; empty: on. What is
  // waited for in vain ends with Fault::cancelled.
  std::function<Going()> going;
  // How many answers were followed by something that nobody asked for, of several clients together;
  // empty: each counts its own. From the first on each request goes out on a connection of its own:
  // what comes on another may be the answer to somebody else.
  std::shared_ptr<std::atomic<std::size_t>> told_more;
  std::shared_ptr<Tolerated> tolerated;  // of several clients together; empty: nobody counts
  // Of several clients together, once true: each request goes out on a connection of its own, for
  // the server does not answer others while some are kept open. Empty: never.
  std::shared_ptr<std::atomic<bool>> keeps_none;
};

}  // namespace hallmark::runner
