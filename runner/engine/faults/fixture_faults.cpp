// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/fixture_faults.hpp"

namespace hallmark::runner {

void FixtureFaults::break_for_good(const std::string& why) {
  const std::scoped_lock lock{mutex_};
  if (!broke_for_good_) broke_for_good_ = why;
}

std::optional<std::string> FixtureFaults::broke_for_good() const {
  const std::scoped_lock lock{mutex_};
  return broke_for_good_;
}

std::string FixtureFaults::tell_once(const std::string& kind, const std::string& lie) {
  const std::scoped_lock lock{mutex_};
  return lies_.try_emplace(kind, lie).first->second;
}

std::optional<std::string> FixtureFaults::a_lie() const {
  const std::scoped_lock lock{mutex_};
  return lies_.empty() ? std::nullopt : std::optional{lies_.begin()->second};
}

}  // namespace hallmark::runner
