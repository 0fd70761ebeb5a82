// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <thread>
#include <utility>

namespace hallmark::runner {

// Memory for what a thread takes before it can say that there is no more: the caches of its
// allocator, and what glibc is to do at its end. Where a thread gets none of that, glibc 2.36 and
// jemalloc 5.3 end the process. Taken before the thread is begun, and let go of by the thread as
// soon as it is there.
class Headroom {
 public:
  // Throws std::system_error, as std::thread does, where this machine has not as much.
  Headroom();

  void let_go() { held_.reset(); }

 private:
  struct Unmap {
    void operator()(void* memory) const;
  };

  std::unique_ptr<void, Unmap> held_;
};

// A thread that does `work`, begun with that headroom. Throws std::system_error where this machine
// has no thread, or no memory for one.
template <class Work>
[[nodiscard]] std::jthread begin_thread(Work work) {
  return std::jthread{[headroom = Headroom{}, work = std::move(work)]() mutable {
    headroom.let_go();
    work();
  }};
}

}  // namespace hallmark::runner
