// SPDX-License-Identifier: Apache-2.0
//
// How far a self-test is, on a terminal: one line on standard error, which goes when it is done.
#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>

namespace hallmark::app {

class SelftestProgress {
 public:
  // "defects", of which there are `all`. `what` must outlive it.
  SelftestProgress(std::string_view what, std::size_t all);
  ~SelftestProgress();
  SelftestProgress(const SelftestProgress&) = delete;
  SelftestProgress& operator=(const SelftestProgress&) = delete;

  // One more is done. From any thread.
  void step(bool survived = false);

 private:
  std::string_view what_;
  std::size_t all_;
  bool shown_;
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::size_t survived_ = 0;
};

}  // namespace hallmark::app
