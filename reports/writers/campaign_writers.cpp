// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_writers.hpp"

#include <array>

#include "reports/writers/campaign_file.hpp"
#include "reports/writers/campaign_junit.hpp"
#include "reports/writers/endings.hpp"

namespace hallmark::reports {
namespace {

constexpr std::array<CampaignWriter, 2> all_campaign_writers = {{
    {.ending = ".xml", .name = "JUnit", .write = write_campaign_junit},
    {.ending = ".json", .name = "the campaign itself", .write = write_campaign_file},
}};

}  // namespace

std::span<const CampaignWriter> campaign_writers() { return all_campaign_writers; }

const CampaignWriter* campaign_writer_for(std::string_view path) {
  return endings::find(campaign_writers(), path);
}

std::string unknown_campaign_ending(std::string_view path) {
  return endings::unknown(campaign_writers(), path);
}

}  // namespace hallmark::reports
