// SPDX-License-Identifier: Apache-2.0
//
// Which faults an honest endpoint was asked for while which triggers held: a fault cannot show
// under a trigger with which it never met. Safe to be called from any number of threads.
#pragma once

#include <bitset>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "runner/reference/defects/triggers.hpp"

namespace hallmark::runner::reference {

class Watch {
 public:
  explicit Watch(std::vector<Trigger> triggers)
      : triggers_{std::move(triggers)}, met_(triggers_.size()) {}

  // What was `asked` for by one call.
  void note(const Occasion& at, const DefectSet::Bits& asked);

  // Whether some call asked for the fault while the trigger held; `trigger` is its place among
  // those that were given.
  [[nodiscard]] bool met(Defect fault, std::size_t trigger) const;

 private:
  std::vector<Trigger> triggers_;
  mutable std::mutex mutex_;  // guards what follows
  std::vector<DefectSet::Bits> met_;
};

}  // namespace hallmark::runner::reference
