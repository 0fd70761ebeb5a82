// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/clock_watch.hpp"

#include <time.h>

#include <algorithm>

namespace hallmark::runner {
namespace {

using std::chrono::nanoseconds;

constexpr std::chrono::seconds as_slewed{2};  // between two readings

nanoseconds read(clockid_t clock) {
  timespec now{};
  (void)::clock_gettime(clock, &now);
  return std::chrono::seconds{now.tv_sec} + nanoseconds{now.tv_nsec};
}

}  // namespace

// The one that cannot be set goes on while the machine sleeps, as the other does.
ClockReading read_clocks() {
  const nanoseconds before = read(CLOCK_BOOTTIME);
  const nanoseconds time = read(CLOCK_REALTIME);
  return {.before = before, .time = time, .after = read(CLOCK_BOOTTIME)};
}

ClockWatch::ClockWatch(Read read) : read_{read}, last_{read()} {}

std::string ClockWatch::was_set() {
  const std::scoped_lock lock{mutex_};
  if (!told_.empty()) return told_;
  const ClockReading now = read_();
  // At least so far, however long this thread was kept from reading.
  const nanoseconds ahead = (now.time - now.after) - (last_.time - last_.before);
  const nanoseconds back = (last_.time - last_.after) - (now.time - now.before);
  last_ = now;
  const nanoseconds set = std::max(ahead, back);
  if (set > as_slewed) {
    told_ = "the clock of this machine was set " +
            std::to_string(std::chrono::round<std::chrono::seconds>(set).count()) + " s" +
            (ahead > back ? " ahead" : " back") + " while the run was under way: run it again";
  }
  return told_;
}

}  // namespace hallmark::runner
