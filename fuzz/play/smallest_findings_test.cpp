// SPDX-License-Identifier: Apache-2.0
//
// The table by which fuzz/campaign/defects_found.py measures the shrinker: each history in it shows
// its defect and nothing without it, and is as long as the table says. Where a defect is new, the
// program smallest_findings gives its line.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"
#include "fuzz/play/shrink.hpp"
#include "fuzz/play/testing_history.hpp"
#include "runner/reference/defects/defects.hpp"

namespace hallmark::fuzz {
namespace {

struct Smallest {
  std::string calls, conditions, checker, history;
};

std::map<std::string, Smallest, std::less<>> smallest_findings() {
  std::map<std::string, Smallest, std::less<>> all;
  std::ifstream table{HALLMARK_SMALLEST_FINDINGS};
  for (std::string line; std::getline(table, line);) {
    std::istringstream fields{line};
    std::string defect;
    Smallest one;
    std::getline(fields, defect, '\t');
    std::getline(fields, one.calls, '\t');
    std::getline(fields, one.conditions, '\t');
    std::getline(fields, one.checker, '\t');
    std::getline(fields, one.history, '\t');
    all.emplace(defect, one);
  }
  return all;
}

History on_lines(std::string history) {
  for (std::size_t at = 0; (at = history.find("; ")) != history.npos;) history.replace(at, 2, "\n");
  return history_of("hallmark history 1\n" + history + "\n");
}

TEST(SmallestFindings, ShowTheirDefectAndNothingElse) {
  Player honest{reference_target()};
  for (const auto& [defect, one] : smallest_findings()) {
    if (one.calls == "-") continue;  // not to be seen in-process, or longer than was looked for
    const History history = on_lines(one.history);
    Player broken{reference_target({defect})};
    const auto finding = broken.play(history).finding;
    ASSERT_TRUE(finding) << defect;
    EXPECT_EQ(info_of(finding->checker).name, one.checker) << defect;
    EXPECT_EQ(std::to_string(weight_of(history).calls), one.calls) << defect;
    EXPECT_EQ(std::to_string(weight_of(history).conditions), one.conditions) << defect;
    EXPECT_FALSE(honest.play(history).finding) << defect;
  }
}

TEST(SmallestFindings, AreThereForEachDefect) {
  const auto all = smallest_findings();
  for (const runner::reference::DefectInfo& defect : runner::reference::defects()) {
    EXPECT_TRUE(all.contains(defect.name)) << defect.name;
  }
}

}  // namespace
}  // namespace hallmark::fuzz
