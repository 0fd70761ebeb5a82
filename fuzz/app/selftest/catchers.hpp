// SPDX-License-Identifier: Apache-2.0
//
// What is known of a fault: the cases that have caught it so far, under whichever trigger, and how
// often; and so of what they are about.
#pragma once

#include <cstddef>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "cases/case.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::app {

class Catchers {
 public:
  void add(const runner::PlannedCase& planned);

  // The greater the better.
  [[nodiscard]] std::pair<std::size_t, std::size_t> promise_of(
      const runner::PlannedCase& planned) const;

 private:
  using Topic = std::tuple<cases::Chapter, cases::Family, std::string_view>;

  std::map<const cases::Case*, std::size_t> by_case_;
  std::map<Topic, std::size_t> by_topic_;
};

}  // namespace hallmark::app
