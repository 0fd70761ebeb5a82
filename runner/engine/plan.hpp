// SPDX-License-Identifier: Apache-2.0
//
// Which cases are put to the target, under which variants, in which order; and which are not, and
// why. Made before the first request is sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "reports/check.hpp"
#include "runner/engine/without.hpp"
#include "runner/oracle/yardstick.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

struct PlanOptions {
  Yardstick yardstick;
  bool full = false;  // all twelve variants
  // Those in which requests are known to travel; empty: not found out.
  std::vector<cases::Variant> working = {};
  // 1 to 3: cases that are deeper are left out, unless `select` names them or others need them.
  unsigned depth = 1;
  std::vector<std::string> select;
  std::vector<std::string> skip;
  Without without;
  std::uint64_t shuffle_seed = 0;  // 0: the library's order, with those that wait spread
  unsigned shard_index = 1;
  unsigned shard_total = 1;
};

struct PlannedCase {
  const cases::Case* test = nullptr;
  // What reports say of it. The checks of a plan stand side by side, in the library's order: their
  // addresses are ordered as their cases are.
  std::shared_ptr<const reports::Check> check;
  std::optional<cases::Variant> variant;   // nothing: runs once
  bool selected = true;                    // false: only because another case needs it
  std::optional<std::string> unsupported;  // why it is not put to the target
  std::vector<std::size_t> needs;          // places in Plan::cases; blocked where one did not pass
  std::vector<std::size_t> after;          // places that come first, whatever they show
  std::size_t rank = 0;                    // greater than the rank of everything it comes after
};

struct Plan {
  std::vector<PlannedCase> cases;  // by rank
  std::size_t ranks = 0;
};

// How many of them are put to the target because they are asked for.
[[nodiscard]] std::size_t selected_in(const Plan& plan);

// The base variants that are claimed and, as far as is known, work. In the place of each other one
// comes that which is most like it, and not taken: two where two work.
[[nodiscard]] std::vector<cases::Variant> base_forms(const PlanOptions& options);

// Whether the yardstick asks for the case and for all that it stands on.
[[nodiscard]] bool is_asked(const Yardstick& yardstick, const cases::Case& one);

// An error when a pattern matches nothing, or when nothing is left to run. One line: what, and what
// to do.
[[nodiscard]] Result<Plan> make_plan(const std::vector<cases::Case>& library,
                                     const PlanOptions& options);

// The part of a plan at the given places, with all that it stands on, in the order of the plan.
[[nodiscard]] Plan part_of(const Plan& plan, const std::vector<std::size_t>& places);

}  // namespace hallmark::runner
