// SPDX-License-Identifier: Apache-2.0
//
// Accepted, as the pages of an action say.
#pragma once

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"

namespace hallmark::cases {

[[nodiscard]] inline Answer accepted_as(const TestedAction& action) {
  return accepted({action.outcome.begin(), action.outcome.end()});
}

}  // namespace hallmark::cases
