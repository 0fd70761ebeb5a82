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
#include "specs/schema/precondition.hpp"

namespace hallmark::cases {

// The places that cannot be seen from outside: those that the editions name, and those of the
// common pages.
[[nodiscard]] std::span<const specs::Unseen> unseen();

// Every place of the pages: those of the actions in the order of their documents, then the common
// ones.
[[nodiscard]] std::vector<specs::Citation> every_place();

// The ids of the cases that cite the place.
[[nodiscard]] std::vector<std::string_view> cases_citing(const specs::Citation& place);

// Places of the actions' pages and the common ones with neither a case nor a reason. Empty, or the
// suite is incomplete.
[[nodiscard]] std::vector<specs::Citation> uncovered();

}  // namespace hallmark::cases
