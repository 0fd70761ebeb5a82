// SPDX-License-Identifier: Apache-2.0
//
// By which yardstick and with which options something was asked, as names and values: runs that are
// joined have them alike, of runs that are compared those that differ are told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/report.hpp"

namespace hallmark::reports {

// What a file holds, and how it is called.
struct Saved {
  std::string name;
  Report report;
};

struct Setting {
  std::string_view name;  // as the option spells it; of what is no option a word
  std::string value;      // empty: it says nothing

  friend bool operator==(const Setting&, const Setting&) = default;
};

// kind, hallmark, commit, suite, tables: who asked, and by which tables.
[[nodiscard]] std::vector<Setting> origin_of(const Report& report);

// target, fixtures. Of the embedded endpoint without its port, which differs each time.
[[nodiscard]] std::vector<Setting> target_of(const Report& report);

// edition, variants, depth, select ...; of a campaign seed and limit. Which shard it is is none.
[[nodiscard]] std::vector<Setting> options_of(const Report& report);

// All of the above.
[[nodiscard]] std::vector<Setting> settings_of(const Report& report);

// "run", "client's run", "campaign".
[[nodiscard]] std::string_view kind_of(const Report& report);

}  // namespace hallmark::reports
