// SPDX-License-Identifier: Apache-2.0
//
// What a campaign says on the console: each finding with all that is needed to see it again, and at
// the end what was checked, which documented answers were met and what follows from it.
#pragma once

#include <iosfwd>

#include "reports/campaign.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

// The block of one finding:
//
//   FIND  refusal-changes-nothing  StopInstance                                          required
//         history world Running PostPaid
//                 StopInstance id=odd/empty
//         wanted  a refused call changes nothing         StopInstance 2020-10, clause 2
//         got     403 after which the instance is Stopping
//         shows   in 75 % of the plays of this history
//         found   by history 812 of seed 42, after 12.300 s; shrunk from 17 to 1 call in 214 plays
//         again   hallmark fuzz --endpoint http://127.0.0.1:8080 --replay refusal.history
void write_finding(const CampaignInfo& info, const CampaignFinding& finding, std::ostream& out,
                   Style style);

// The end of a campaign; its last line is the headline.
void write_campaign_summary(const Campaign& campaign, std::ostream& out, Style style);

}  // namespace hallmark::reports
