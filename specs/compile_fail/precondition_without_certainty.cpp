// SPDX-License-Identifier: Apache-2.0
//
// A precondition must say whether it is beyond doubt.
#include "specs/schema/precondition.hpp"

namespace hallmark::specs {

constexpr Precondition wrong{.reason = RefusalReason::wrong_status,
                             .when = When{},
                             .answers = Alternatives{},
                             .dry_run = DryRunCheck::no_dry_run};

}  // namespace hallmark::specs
