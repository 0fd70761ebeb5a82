// SPDX-License-Identifier: Apache-2.0
//
// A target that counts what it is asked.
#pragma once

#include <atomic>
#include <cstdint>

#include "fuzz/play/play_target.hpp"

namespace hallmark::fuzz {

// One thread's count, which others may read. Threads that count in one cache line wait for each
// other.
struct alignas(64) RequestCount {
  std::atomic<std::uint64_t> value = 0;

  void add(std::uint64_t more) { value.fetch_add(more, std::memory_order_relaxed); }
};

// `requests` counts calls, and what is asked of the worlds; it must outlive the target.
[[nodiscard]] PlayTarget counted(PlayTarget target, RequestCount& requests);

}  // namespace hallmark::fuzz
