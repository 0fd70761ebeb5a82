// SPDX-License-Identifier: Apache-2.0
//
// What a call may be answered because others came at the same moment.
#pragma once

#include "cases/base/tested_action.hpp"
#include "cases/expectation.hpp"

namespace hallmark::cases {

[[nodiscard]] Answer conflict(const TestedAction& action);
[[nodiscard]] Answer throttled(const TestedAction& action);

}  // namespace hallmark::cases
