// SPDX-License-Identifier: Apache-2.0
//
// The API's front door: takes a request apart, has it authenticated, hands it to its action, and
// puts the answer into its envelope.
#pragma once

#include <string_view>

#include "runner/reference/defects.hpp"
#include "runner/reference/http.hpp"
#include "runner/reference/timestamps.hpp"
#include "runner/reference/world.hpp"

namespace hallmark::runner::reference {

// A request's target, taken apart at the question mark.
struct Target {
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] Target split_target(std::string_view target);

[[nodiscard]] HttpResponse answer_call(const HttpRequest& request, const Target& target,
                                       const Worlds& worlds, const DefectSet& defects, Time now);

}  // namespace hallmark::runner::reference
