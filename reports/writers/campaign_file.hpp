// SPDX-License-Identifier: Apache-2.0
//
// The campaign file: one JSON document (docs/campaign-schema.json) that holds a campaign whole.
// Text and bodies that are not UTF-8 stand in it as in the run file.
#pragma once

#include <iosfwd>

#include "reports/campaign.hpp"

namespace hallmark::reports {

// The version of the format that is written. It grows when a reader of the one before would be
// misled.
inline constexpr int campaign_file_version = 1;

void write_campaign_file(const Campaign& campaign, std::ostream& out);

}  // namespace hallmark::reports
