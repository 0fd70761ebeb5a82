// SPDX-License-Identifier: Apache-2.0
//
// What goes over the wire in one play, kept as it comes: nearly every one is judged and forgotten.
// What is shown of it, where there is a finding, has no secret of any request in it.
#pragma once

#include <deque>
#include <vector>

#include "fuzz/play/finding.hpp"
#include "fuzz/play/play_target.hpp"
#include "reports/evidence.hpp"
#include "runner/target/request_builder.hpp"

namespace hallmark::fuzz {

class KeptExchanges {
 public:
  // As it came, and where it stays; `status` 0 where there was no whole answer. `request` must
  // outlive this.
  const reports::Exchange& add(const runner::BuiltRequest& request, Outcome outcome);

  // In the order in which they were answered; nothing is kept afterwards.
  [[nodiscard]] std::vector<reports::Exchange> take_shown();
  void strike_out(Finding& finding) const;

 private:
  struct Kept {
    const runner::BuiltRequest& request;
    reports::Exchange exchange;
  };

  std::deque<Kept> kept_;
};

}  // namespace hallmark::fuzz
