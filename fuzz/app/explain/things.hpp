// SPDX-License-Identifier: Apache-2.0
//
// The things that have a name, kind by kind: which of them somebody's words mean, what is known of
// each, and what all of them are called. A file for each kind, explain_*.cpp.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "fuzz/app/explain/facts.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::app {

// One thing that the words may mean.
struct Thing {
  std::string kind;  // case, row, defect ...
  std::string name;
  std::function<Facts()> facts;
};

// What somebody asks about.
struct Words {
  std::string text;   // as it was typed
  std::string small;  // the same, as_typed()
};

// A citation or a name as people type it: small letters, without commas, "row 2" for "error row 2".
[[nodiscard]] std::string as_typed(std::string_view name);

// Each adds what the words mean among things of its kind.
void find_cases(const Words& words, std::vector<Thing>& things);    // of clients, and checkers too
void find_defects(const Words& words, std::vector<Thing>& things);  // triggers and conditions too
void find_places(const Words& words, std::vector<Thing>& things);   // of the documents; and pages
void find_causes(const Words& words, std::vector<Thing>& things);   // of which runs tell

// Each adds what things of its kind are called, for those who misspelt one.
void name_cases(std::vector<std::string>& names);
void name_defects(std::vector<std::string>& names);
void name_places(std::vector<std::string>& names);
void name_causes(std::vector<std::string>& names);

// What several kinds tell alike.
[[nodiscard]] Facts facts_of(const cases::Case& one);
void add_addresses(Facts& facts, const specs::Page& page);

}  // namespace hallmark::app
