// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/lateness.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hallmark::runner {

void Lateness::note(const reports::Evidence& evidence) {
  const std::scoped_lock lock{mutex_};
  for (const reports::CallRecord& call : evidence.calls) {
    if (!call.exchange.fault.empty()) continue;
    ++answers_;
    soonest_us_ = std::min(soonest_us_, call.exchange.took_us);
  }
}

std::string Lateness::in_words() const {
  constexpr std::uint64_t enough = 20;
  constexpr std::int64_t late_us = 1'000'000;
  const std::scoped_lock lock{mutex_};
  if (answers_ < enough || soonest_us_ < late_us) return {};
  std::array<char, 32> seconds{};
  std::snprintf(seconds.data(), seconds.size(), "%.1f s",
                static_cast<double>(soonest_us_) / static_cast<double>(late_us));
  return std::string{"no answer came within "} + seconds.data() +
         ", so that the run took long: the target is slow, or far away: ask from nearer, or have "
         "more cases asked at a time (--jobs)";
}

}  // namespace hallmark::runner
