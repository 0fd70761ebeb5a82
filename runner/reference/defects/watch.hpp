// SPDX-License-Identifier: Apache-2.0
//
// Which faults an honest endpoint was asked for while which triggers held: a fault cannot show
// under a trigger with which it never met. Safe to be called from any number of threads.
#pragma once

#include <bitset>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/reference/defects/triggers.hpp"

namespace hallmark::runner::reference {

class Watch {
 public:
  using Met = std::vector<DefectSet::Bits>;  // the faults, by the place of the trigger

  explicit Watch(std::vector<Trigger> triggers)
      : triggers_{std::move(triggers)}, met_(triggers_.size()) {}

  // What was `asked` for by one call, in the worlds of the caller and of the instance that it
  // names; they go by their instances, and are empty where there is none.
  void note(const Occasion& at, const DefectSet::Bits& asked, std::string_view caller,
            std::string_view owner);

  // Whether some call asked for the fault while the trigger held; `trigger` is its place among
  // those that were given.
  [[nodiscard]] bool met(Defect fault, std::size_t trigger) const;
  // As if nothing had been asked for yet.
  void forget();

  // What met in the world of the instance, or where it is empty, in calls that name nobody's; null:
  // nothing did. Stands until forget().
  [[nodiscard]] const Met* met_by(std::string_view instance) const;

 private:
  std::vector<Trigger> triggers_;
  mutable std::mutex mutex_;  // guards what follows
  Met met_;
  std::map<std::string, Met, std::less<>> met_by_;
};

}  // namespace hallmark::runner::reference
