// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/progress.hpp"

#include <unistd.h>

#include <iostream>

namespace hallmark::app {

SelftestProgress::SelftestProgress(std::string_view what, std::size_t all)
    : what_{what}, all_{all}, shown_{::isatty(STDERR_FILENO) != 0} {}

SelftestProgress::~SelftestProgress() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

void SelftestProgress::step(bool survived) {
  const std::scoped_lock lock{mutex_};
  ++done_;
  if (survived) ++survived_;
  if (!shown_) return;
  std::cerr << "\rselftest: " << done_ << " of " << all_ << ' ' << what_;
  if (survived_ > 0) std::cerr << ", " << survived_ << " survive";
  std::cerr << std::flush;
}

}  // namespace hallmark::app
