// SPDX-License-Identifier: Apache-2.0
//
// What a run keeps of what its target sent, whatever that was: so much of an answer, so much of a
// case (reports/evidence_limits.hpp), so much in all. What is cut off is judged before.
#pragma once

#include <atomic>
#include <cstddef>

#include "reports/evidence.hpp"

namespace hallmark::runner {

// Safe to be called from any thread.
class EvidenceRoom {
 public:
  // Leaves what is kept of a case's evidence. Whether anything was cut off.
  bool cut(reports::Evidence& evidence);

  // Whether evidence that has been told may stay in memory to the end of the run.
  [[nodiscard]] bool may_stay(const reports::Evidence& evidence);
  // Of how many cases it did not.
  [[nodiscard]] std::size_t let_go() const { return let_go_; }

 private:
  std::atomic<std::size_t> cut_from_all_ = 0;  // bytes beyond the usual that were kept
  std::atomic<std::size_t> staying_ = 0;       // bytes
  std::atomic<std::size_t> let_go_ = 0;
};

}  // namespace hallmark::runner
