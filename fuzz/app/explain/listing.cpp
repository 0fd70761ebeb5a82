// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/explain/listing.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "cases/pattern.hpp"
#include "reports/nearest.hpp"
#include "reports/text.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

constexpr std::size_t widest_names = 64;   // columns of all cells but the last, where they line up
constexpr std::size_t worth_showing = 12;  // characters of a last cell

bool means(const std::string& pattern, const Item& item) {
  if (cases::matches_path(pattern, item.cells.front())) return true;
  if (pattern.find('*') != std::string::npos) return false;
  return std::ranges::any_of(item.cells, [&pattern](const std::string& cell) {
    return cell.find(pattern) != std::string::npos;
  });
}

}  // namespace

void select_items(std::vector<Item>& items, const std::vector<std::string>& patterns) {
  if (patterns.empty()) return;
  for (const std::string& pattern : patterns) {
    const auto is_meant = [&pattern](const Item& item) { return means(pattern, item); };
    if (std::ranges::any_of(items, is_meant)) continue;
    std::vector<std::string_view> names;
    for (const Item& item : items) names.push_back(item.cells.front());
    throw runner::UsageError{"--select '" + pattern + "' matches nothing" +
                             reports::did_you_mean_path(pattern, names)};
  }
  std::erase_if(items, [&patterns](const Item& item) {
    return std::ranges::none_of(
        patterns, [&item](const std::string& pattern) { return means(pattern, item); });
  });
}

std::string cut_at_word(std::string_view text, std::size_t columns) {
  if (reports::characters_in(text) <= columns) return std::string{text};
  constexpr std::string_view rest = "...";
  const std::size_t room = columns - std::min(columns, rest.size());
  std::size_t end = 0;
  for (std::size_t at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
    if (reports::characters_in(text.substr(0, at)) > room) break;
    end = at;
  }
  if (end == 0) return reports::shortened(text, columns);
  return std::string{text.substr(0, end)}.append(rest);
}

void print_short(const std::vector<Item>& items, std::size_t columns) {
  std::vector<std::size_t> widths;
  for (const Item& item : items) {
    widths.resize(std::max(widths.size(), item.cells.size()));
    for (std::size_t i = 0; i < item.cells.size(); ++i) {
      widths[i] = std::max(widths[i], reports::characters_in(item.cells[i]));
    }
  }
  std::size_t others = 0;  // all but the first and the last
  for (std::size_t i = 1; i + 1 < widths.size(); ++i) others += widths[i] + 2;
  if (widths.size() > 1) {
    widths[0] = std::min(widths[0], widest_names - std::min(others, widest_names - 1));
  }
  for (const Item& item : items) {
    std::string line;
    for (std::size_t i = 0; i < item.cells.size(); ++i) {
      std::string cell = item.cells[i];
      const std::size_t used = reports::characters_in(line);
      if (i + 1 == item.cells.size() && i > 0) {
        const std::size_t room = columns - std::min(columns, used);
        cell = room < std::min(worth_showing, cell.size()) ? "" : cut_at_word(cell, room);
      } else if (i + 1 < item.cells.size()) {
        const std::size_t wide = reports::characters_in(cell);
        cell.append(widths[i] + 2 - std::min(widths[i], wide), ' ');
      }
      line += cell;
    }
    std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
  }
}

void print_long(const std::vector<Item>& items) {
  for (const Item& item : items) {
    std::string line;
    for (const std::string& cell : item.cells) line.append(line.empty() ? "" : "  ").append(cell);
    std::cout << line << "\n";
    std::size_t widest = 0;
    for (const auto& [label, text] : item.more) widest = std::max(widest, label.size());
    for (const auto& [label, text] : item.more) {
      std::cout << "    " << label << std::string(widest + 2 - label.size(), ' ') << text << "\n";
    }
  }
}

void print_json(const std::vector<Item>& items) {
  std::cout << "[";
  for (const char* separator = "\n"; const Item& item : items) {
    std::cout << separator << boost::json::serialize(item.json);
    separator = ",\n";
  }
  std::cout << "\n]\n";
}

}  // namespace hallmark::app
