// SPDX-License-Identifier: Apache-2.0
//
// Whether calls that overlapped in time can be explained one after the other: is there an order in
// which the model explains every answer, and which keeps calls apart that did not overlap? The
// search is that of Wing and Gong with Lowe's memory of what was tried, and two reductions that
// lose nothing:
//
//  - a look or a refusal that is explained now and leaves the model as it is, is taken at once;
//  - of overlapping calls that ask and were answered the same, the one that returned first comes
//    first.
//
// Calls on one instance only; instances are judged one by one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fuzz/model/instance_model.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

struct Operation {
  static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

  Asked asked;
  std::optional<runner::Reply> reply;  // nothing: no answer came, and it may have been carried out
  std::uint64_t called = 0;            // moments of one clock, in any unit
  std::uint64_t returned = never;      // not before `called`; never: no answer came
};

enum class Linearizable : std::uint8_t {
  yes,
  no,
  unknown,  // the budget was spent before the search ended
};

struct LinearizabilityOptions {
  std::size_t nodes = 1'000'000;           // of the search
  std::chrono::milliseconds time{10'000};  // of the search
  bool reduce = true;                      // off only to measure what the reductions save
};

struct Linearization {
  Linearizable verdict = Linearizable::unknown;
  std::vector<std::size_t> order;  // of the operations, where there is one
  std::size_t nodes = 0;           // visited
};

// `instance_id`: whose status Describe actions tell.
[[nodiscard]] Linearization linearize(const InstanceModel& initial,
                                      std::span<const Operation> operations,
                                      const std::string& instance_id,
                                      const LinearizabilityOptions& options = {});

}  // namespace hallmark::fuzz
