// SPDX-License-Identifier: Apache-2.0
//
// Which rows, clauses, parameters and samples of the documents have a case, and why the rest have
// none.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases {

// A place that cannot be seen from outside, and why.
struct Unseen {
  specs::Citation place;
  std::string_view reason;
};
[[nodiscard]] std::span<const Unseen> unseen();

// The ids of the cases that cite the place.
[[nodiscard]] std::vector<std::string_view> cases_citing(const specs::Citation& place);

// Places of the five documents and the common pages with neither a case nor a reason. Empty, or the
// suite is incomplete.
[[nodiscard]] std::vector<specs::Citation> uncovered();

}  // namespace hallmark::cases
