// SPDX-License-Identifier: Apache-2.0
//
// Puts the cases to a client, through its shim, and judges what comes of it. Whatever the client
// does, the certification goes on and ends: a call that kills the shim or is never answered is a
// finding about that call, and the next one finds the shim started again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "reports/listener.hpp"
#include "runner/client_role/client_plan.hpp"
#include "runner/client_role/shim_caller.hpp"

namespace hallmark::runner {

struct CertificationOptions {
  ClientSelection selection;
  CallerOptions calls;
  unsigned jobs = 8;  // cases under way at once, if the client can
  // It ends when a case of this chapter fails: for whoever only wants to see that one does.
  std::string ends_with_chapter = {};
  std::function<bool()> stop = [] { return false; };
};

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
