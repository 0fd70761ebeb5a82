// SPDX-License-Identifier: Apache-2.0
//
// Puts the cases to a client, through its shim, and judges what comes of it. Whatever the client
// does, the certification goes on and ends: a call that kills the shim or is never answered is a
// finding about that call, and the next one finds the shim started again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/listener.hpp"
#include "runner/client_role/shim_process.hpp"

namespace hallmark::runner {

struct CertificationOptions {
  ShimOptions shim;
  std::vector<std::string> select, skip;  // patterns over id and id@variant
  unsigned shard_index = 1, shard_total = 1;
  unsigned jobs = 8;  // cases under way at once, if the client can
  // The client's timeout where the server tries it.
  std::chrono::milliseconds timeout{1000};
  bool timeout_is_known = false;  // also of a client whose shim does not take it
  std::size_t most_copies = 10000;
  // It ends when a case of this chapter fails: for whoever only wants to see that one does.
  std::string ends_with_chapter = {};
  std::function<bool()> stop = [] { return false; };
};

// The one case that is no call: whether the shim keeps to its protocol.
inline constexpr std::string_view protocol_case = "client/keeps-to-the-protocol";

// Which cases there are for any client: id, level, and how it is answered.
struct ListedClientCase {
  std::string id, variant;
  std::string level, given;
  std::string looked_at;  // besides what the user is told; empty: nothing
  std::string when;
};
[[nodiscard]] std::vector<ListedClientCase> list_client_cases();

// Throws std::invalid_argument, with one line for the user, where a pattern matches nothing.
void check_patterns(const CertificationOptions& options);

class Certification {
 public:
  Certification(boost::asio::io_context& io, CertificationOptions options);
  ~Certification();

  // Starts the shim. Nothing, or why it does not speak: then nobody can be judged.
  [[nodiscard]] std::optional<std::string> greet();
  [[nodiscard]] const Hello& hello() const;

  // Runs `io` until all is judged. Tells `listener` of each record; the caller begins and ends.
  // Fills records, exchanges, notes and duration of `report`.
  void run(reports::Listener& listener, reports::Report& report);

  // What the run asks, at most: as far as it is known before the first call.
  [[nodiscard]] std::size_t planned() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hallmark::runner
