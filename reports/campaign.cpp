// SPDX-License-Identifier: Apache-2.0
#include "reports/campaign.hpp"

#include <algorithm>

namespace hallmark::reports {

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

}  // namespace hallmark::reports
