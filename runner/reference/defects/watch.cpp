// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/watch.hpp"

namespace hallmark::runner::reference {

void Watch::note(const Occasion& at, const DefectSet::Bits& asked) {
  const std::scoped_lock lock{mutex_};
  for (std::size_t i = 0; i < triggers_.size(); ++i) {
    if (triggers_[i].holds(at)) met_[i] |= asked;
  }
}

bool Watch::met(Defect fault, std::size_t trigger) const {
  const std::scoped_lock lock{mutex_};
  return met_[trigger][static_cast<std::size_t>(fault)];
}

}  // namespace hallmark::runner::reference
