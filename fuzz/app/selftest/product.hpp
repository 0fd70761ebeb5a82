// SPDX-License-Identifier: Apache-2.0
//
// Every fault under every trigger that makes sense, or the part of that which was asked for, and
// what became of each pair.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/app/selftest/pairs.hpp"
#include "runner/reference/defects/defects.hpp"
#include "runner/reference/defects/triggers.hpp"

namespace hallmark::app {

[[nodiscard]] std::string_view name_of(runner::reference::Defect fault);
[[nodiscard]] std::string title_of(const runner::reference::Trigger& trigger);

enum class Fate : std::uint8_t {
  caught,
  survived,   // it was met, and nobody saw it
  never_met,  // no case asks for the fault while the trigger holds
};

struct Pair {
  std::size_t fault;    // place among the rows of the matrix
  std::size_t trigger;  // place among its columns
  Fate fate = Fate::never_met;
  std::string caught_by = {};
};

// The product, or the part of it that was asked for.
struct Product {
  std::vector<runner::reference::Defect> faults;
  std::vector<runner::reference::Trigger> triggers;
  std::vector<Pair> pairs;

  // FAULT@TRIGGER, as `serve --defect` takes it.
  [[nodiscard]] std::string name_of(const Pair& pair) const;
};

// Throws UsageError where nothing of it makes sense.
[[nodiscard]] Product product_of(const PairSelection& selection);

}  // namespace hallmark::app
