// SPDX-License-Identifier: Apache-2.0
#include "reports/totals.hpp"

#include <algorithm>

namespace hallmark::reports {

void add_totals(Report& all, const Report& part) {
  all.exchanges += part.exchanges;
  all.took_us += part.took_us;
  for (const std::string& note : part.notes) {
    if (std::ranges::find(all.notes, note) == all.notes.end()) all.notes.push_back(note);
  }
}

}  // namespace hallmark::reports
