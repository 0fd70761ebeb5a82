// SPDX-License-Identifier: Apache-2.0
//
// A precondition must say with which rows a call is refused, or that its page has none.
#include "specs/schema/precondition.hpp"

namespace hallmark::specs {

constexpr Precondition wrong{.reason = RefusalReason::wrong_status,
                             .when = When{},
                             .certainty = Certainty::surely,
                             .dry_run = DryRunCheck::no_dry_run};

}  // namespace hallmark::specs
