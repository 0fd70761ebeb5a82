// SPDX-License-Identifier: Apache-2.0
//
// What goes over the wire in one play, kept as it comes: nearly every one is judged and forgotten.
// What is shown of it, where there is a finding, has no secret of any request in it.
#pragma once

#include <deque>
#include <vector>

#include "fuzz/play/play_target.hpp"
#include "fuzz/play/violation.hpp"
#include "reports/evidence.hpp"
#include "runner/target/request_builder.hpp"

namespace hallmark::fuzz {

class KeptExchanges {
 public:
  // As it came, and where it stays; `status` 0 where there was no whole answer. `request` must
  // outlive this.
  const reports::Exchange& add(const runner::BuiltRequest& request, ReplyOrFault outcome);

  // In the order in which they were answered; nothing is kept afterwards.
  [[nodiscard]] std::vector<reports::Exchange> take_shown();
  void strike_out(Violation& finding) const;

 private:
  struct Kept {
    const runner::BuiltRequest& request;
    reports::Exchange exchange;
  };

  std::deque<Kept> kept_;
};

}  // namespace hallmark::fuzz
