// SPDX-License-Identifier: Apache-2.0
//
// Which writer of campaigns a file's ending asks for, as writers.hpp says it for runs.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "reports/campaign.hpp"

namespace hallmark::reports {

struct CampaignWriter {
  std::string_view ending;  // with its dot
  std::string_view name;
  void (*write)(const Campaign& campaign, std::ostream& out);
};

[[nodiscard]] std::span<const CampaignWriter> campaign_writers();

// By the ending of the path, in any case; null where no writer has it.
[[nodiscard]] const CampaignWriter* campaign_writer_for(std::string_view path);

// "x.txt: its ending says no kind of report; known are .xml (JUnit), .json (the campaign itself)"
[[nodiscard]] std::string unknown_campaign_ending(std::string_view path);

}  // namespace hallmark::reports
