// SPDX-License-Identifier: Apache-2.0
//
// In which world a reason to refuse is asked for: what a case adds to the preconditions of the
// pages. Which rows are then right follows from these.
#pragma once

#include <string_view>

#include "cases/fixture.hpp"
#include "specs/schema/precondition.hpp"

namespace hallmark::cases {

using specs::RefusalReason;

struct AskedRefusal {
  std::string_view name;  // the last part of its cases' ids
  RefusalReason reason;
  Fixture world = {};
  std::string_view lenience = {};  // why there is more than one answer
  specs::FlagSet flags = {};       // that the call sets to true
};

}  // namespace hallmark::cases
