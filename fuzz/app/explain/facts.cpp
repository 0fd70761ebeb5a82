// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/explain/facts.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cstddef>

#include "reports/text.hpp"
#include "reports/writers/block.hpp"

namespace hallmark::app {

namespace json = boost::json;

void Facts::add(std::string_view label, std::string line) {
  if (line.empty()) return;
  if (all_.empty() || all_.back().first != label) all_.emplace_back(label, Lines{});
  Lines& lines = all_.back().second;
  if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
}

void Facts::add_some(std::string_view label, const std::vector<std::string>& lines,
                     const std::string& all_of_them) {
  constexpr std::size_t most = 12;
  const std::size_t shown = lines.size() <= most ? lines.size() : most - 1;
  for (std::size_t i = 0; i < shown; ++i) add(label, lines[i]);
  if (shown < lines.size()) {
    add(label, "and " + std::to_string(lines.size() - shown) + " more: " + all_of_them);
  }
}

void Facts::print(std::ostream& out) const {
  constexpr std::size_t screen = 100;
  constexpr std::size_t column = 14;
  for (const auto& [label, lines] : all_) {
    std::string head = label;
    for (const std::string& line : lines) {
      // What has no blank is an address, or to be pasted.
      const bool is_one_word = line.find(' ') == std::string::npos;
      for (const std::string& part :
           reports::block::wrapped(line, is_one_word ? line.size() : screen - column)) {
        head.resize(std::max(head.size(), column - 2), ' ');
        out << "  " << head << part << "\n";
        head.clear();
      }
    }
  }
}

void Facts::append_to(json::object& object) const {
  for (const auto& [label, lines] : all_) {
    json::array array;
    for (const std::string& line : lines) array.emplace_back(json::string_view{line});
    object[label] = std::move(array);
  }
}

std::string in_shell(std::string_view word) {
  const bool is_plain = word.find_first_of(" ,*'\"()$<>;&|#?") == std::string_view::npos;
  return is_plain ? std::string{word} : reports::shell_quoted(word);
}

}  // namespace hallmark::app
