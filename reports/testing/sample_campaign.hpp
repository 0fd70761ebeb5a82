// SPDX-License-Identifier: Apache-2.0
//
// A campaign that never took place, with one of everything that its reports can say.
#pragma once

#include <string>

#include "reports/campaign.hpp"

namespace hallmark::reports::testing {

// A finding with what every report of it needs.
[[nodiscard]] CampaignFinding finding_of(std::string checker, std::string level);

[[nodiscard]] Campaign sample_campaign();

}  // namespace hallmark::reports::testing
