// SPDX-License-Identifier: Apache-2.0
//
// The parts of the HTTP family, one file each.
#pragma once

#include <string_view>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases {

// The case http/<family>/<asked>: a stopped instance, the call, a look at the effect.
[[nodiscard]] Case http_case(Family family, std::string_view asked, Call call, Citations citations);

void add_methods(std::vector<Case>& all);      // methods.cpp
void add_connections(std::vector<Case>& all);  // connections.cpp
void add_headers(std::vector<Case>& all);      // headers.cpp
void add_bodies(std::vector<Case>& all);       // bodies.cpp
void add_targets(std::vector<Case>& all);      // targets.cpp: path and query
void add_names(std::vector<Case>& all);        // names.cpp: actions and versions

}  // namespace hallmark::cases
