// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace hallmark::app {

// Calls work(i) for each i below `count`, on at most `workers` threads, and returns when all have
// ended. What one throws ends them all, and is thrown here.
template <class Work>
void for_each_of(std::size_t count, std::size_t workers, const Work& work) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr thrown;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(workers, count); ++i) {
    threads.emplace_back([&] {
      try {
        for (std::size_t at = next++; at < count; at = next++) work(at);
      } catch (...) {
        next = count;
        const std::scoped_lock lock{mutex};
        thrown = std::current_exception();
      }
    });
  }
  threads.clear();  // joins
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace hallmark::app
