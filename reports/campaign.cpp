// SPDX-License-Identifier: Apache-2.0
//
// What follows from a campaign: the coverage of the pages, the headline and the exit code.
#include "reports/campaign.hpp"

#include <algorithm>
#include <utility>

#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

constexpr std::string_view advice = "advice";

std::size_t deciding(const Campaign& campaign) {
  return static_cast<std::size_t>(
      std::count_if(campaign.findings.begin(), campaign.findings.end(),
                    [](const CampaignFinding& finding) { return counts(finding); }));
}

// "1200 histories with 8342 calls".
std::string asked(const Campaign& campaign) {
  return counted(campaign.histories, "history", "histories") + " with " +
         counted(campaign.calls, "call", "calls");
}

// "2 required, 1 observed, 1 advice": the levels that decide most come first.
std::string by_level(const Campaign& campaign) {
  std::vector<std::pair<std::string_view, std::size_t>> levels = {
      {"required", 0}, {"recommended", 0}, {"observed", 0}, {advice, 0}};
  for (const CampaignFinding& finding : campaign.findings) {
    const auto known = std::find_if(levels.begin(), levels.end(), [&](const auto& level) {
      return level.first == finding.level;
    });
    if (known == levels.end()) {
      levels.emplace_back(finding.level, 1);
    } else {
      ++known->second;
    }
  }
  std::string text;
  for (const auto& [level, n] : levels) {
    if (n == 0) continue;
    text.append(text.empty() ? "" : ", ").append(std::to_string(n)).append(" ").append(level);
  }
  return text;
}

// How it ended, where that is less than it was asked to do.
std::string_view early_end(const Campaign& campaign) {
  if (campaign.end == Campaign::End::interrupted) return "; interrupted";
  if (campaign.end == Campaign::End::target_gone) return "; the target went away";
  return {};
}

std::string why_no_verdict(const Campaign& campaign) {
  if (campaign.calls == 0 && campaign.end == Campaign::End::target_gone) {
    return "the target went away before anything was judged";
  }
  std::string text;
  if (campaign.histories == 0) {
    text = "no history was played";
  } else if (campaign.calls > 0) {
    text = "no call was accepted in " + asked(campaign);
  } else {
    text = "nothing was judged";
    if (campaign.unstaged > 0) {
      text += ", " + counted(campaign.unstaged, "world", "worlds") + " could not be made";
    }
  }
  return text.append(early_end(campaign));
}

}  // namespace

std::string_view name_of(Campaign::End end) {
  switch (end) {
    case Campaign::End::time:
      return "time";
    case Campaign::End::count:
      return "count";
    case Campaign::End::finding:
      return "finding";
    case Campaign::End::interrupted:
      return "interrupted";
    case Campaign::End::target_gone:
      return "target-gone";
  }
  return {};
}

bool counts(const CampaignFinding& finding) { return finding.level != advice; }

std::vector<PageCoverage> coverage_by_page(const Campaign& campaign) {
  std::vector<PageCoverage> pages;
  for (const RowCoverage& row : campaign.rows) {
    auto page = std::find_if(pages.begin(), pages.end(), [&](const PageCoverage& known) {
      return known.action == row.action && known.edition == row.edition;
    });
    if (page == pages.end()) {
      page = pages.insert(page, {.action = row.action, .edition = row.edition, .rows = {}});
    }
    page->rows.push_back(&row);
    if (row.met > 0) ++page->met;
  }
  return pages;
}

std::size_t rows_met(const Campaign& campaign) {
  return static_cast<std::size_t>(std::count_if(campaign.rows.begin(), campaign.rows.end(),
                                                [](const auto& row) { return row.met > 0; }));
}

std::string headline(const Campaign& campaign) {
  const std::size_t all = campaign.findings.size();
  if (deciding(campaign) > 0) {
    std::string text = counted(all, "FINDING: ", "FINDINGS: ") + by_level(campaign);
    text += campaign.accepted > 0 ? " in " : "; no call was accepted in ";
    return text.append(asked(campaign)).append(early_end(campaign));
  }
  const std::string also = all == 0 ? "" : "; " + counted(all, "piece", "pieces") + " of advice";
  if (campaign.accepted == 0) return "NO VERDICT: " + why_no_verdict(campaign) + also;
  return std::string{"NO FINDING in "}
      .append(asked(campaign))
      .append(also)
      .append(early_end(campaign));
}

int exit_code(const Campaign& campaign) {
  if (deciding(campaign) > 0) return 1;
  return campaign.accepted == 0 ? 2 : 0;
}

}  // namespace hallmark::reports
