// SPDX-License-Identifier: Apache-2.0
//
// What a campaign found, in the words that every report of it uses: history, wanted, got, shows,
// found, saved, again.
#pragma once

#include <string>
#include <vector>

#include "reports/campaign.hpp"

namespace hallmark::reports {

// Each member is one printable line of at most a few hundred characters, but the history's lines,
// `saved` and `again`, which are whole. Empty: there is nothing to say.
struct FindingText {
  std::vector<std::string> history;  // the world, then a line a call; without the format's title
  std::string wanted;
  std::string wanted_by;  // the citation
  std::string got;
  std::string shows;  // where not every play of the history shows it: in how many
  std::string found;  // when, by which history, and how it was shrunk
  std::string saved;  // the file
  std::string again;  // a command line for a POSIX shell
};
[[nodiscard]] FindingText explain(const CampaignInfo& info, const CampaignFinding& finding);

}  // namespace hallmark::reports
