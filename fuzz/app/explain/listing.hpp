// SPDX-License-Identifier: Apache-2.0
//
// A list for people, a line an item, that fits a screen.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::app {

struct Item {
  // The first is its name; of what does not fit, the last one gives way.
  std::vector<std::string> cells;
  boost::json::value json;
  // What --long adds: a label and a text each.
  std::vector<std::pair<std::string, std::string>> more = {};
};

// Leaves the items that one of the patterns means: a glob of their names (`*` one level, `**` any
// number), or, without a star, words in their lines. Throws UsageError for one that means none.
void select_items(std::vector<Item>& items, const std::vector<std::string>& patterns);

void print_short(const std::vector<Item>& items, std::size_t columns);
void print_long(const std::vector<Item>& items);
void print_json(const std::vector<Item>& items);

// Of text that may be cut: at the last blank that fits, and "..." for the rest.
[[nodiscard]] std::string cut_at_word(std::string_view text, std::size_t columns);

}  // namespace hallmark::app
