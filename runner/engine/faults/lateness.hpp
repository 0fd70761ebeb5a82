// SPDX-License-Identifier: Apache-2.0
//
// Whether all answers of a run are late: then it takes long, and nothing is wrong with it.
#pragma once

#include <cstdint>
#include <limits>
#include <mutex>
#include <string>

#include "reports/evidence.hpp"

namespace hallmark::runner {

// Safe to be called from any thread.
class Lateness {
 public:
  void note(const reports::Evidence& evidence);

  // One line, where none of enough answers came within a second; else empty.
  [[nodiscard]] std::string in_words() const;

 private:
  mutable std::mutex mutex_;
  std::uint64_t answers_ = 0;
  std::int64_t soonest_us_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace hallmark::runner
