// SPDX-License-Identifier: Apache-2.0
//
// A precondition must say when it holds: left out, it would hold in every world.
#include "specs/schema/precondition.hpp"

namespace hallmark::specs {

constexpr Precondition wrong{.reason = RefusalReason::wrong_status,
                             .answers = Alternatives{},
                             .certainty = Certainty::surely,
                             .dry_run = DryRunCheck::no_dry_run};

}  // namespace hallmark::specs
