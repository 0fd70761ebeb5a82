// SPDX-License-Identifier: Apache-2.0
#include "cases/pattern.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace hallmark::cases {
namespace {

std::string with_our_method_name(std::string variant) {
  constexpr std::string_view other = "post-query";
  if (variant.starts_with(other)) variant.replace(0, other.size(), "post");
  return variant;
}

}  // namespace

// In as many steps as pattern and path have bytes, multiplied: nothing is tried twice.
bool matches_path(std::string_view pattern, std::string_view path) {
  // Most patterns begin with plain text, and most paths differ there.
  const std::size_t star = std::min(pattern.find('*'), pattern.size());
  if (!path.starts_with(pattern.substr(0, star))) return false;
  pattern.remove_prefix(star);
  path.remove_prefix(star);
  // rows[i][p]: what begins at byte i of the pattern matches what begins at byte p of the path.
  // A row needs the three that follow it.
  std::array<std::vector<bool>, 4> rows;
  rows.fill(std::vector<bool>(path.size() + 1));
  rows[pattern.size() % 4][path.size()] = true;
  for (std::size_t i = pattern.size(); i-- > 0;) {
    const std::string_view rest = pattern.substr(i);
    std::vector<bool>& row = rows[i % 4];
    const std::vector<bool>& next = rows[(i + 1) % 4];
    const std::vector<bool>& after_two = rows[(i + 2) % 4];
    const std::vector<bool>& after_three = rows[(i + 3) % 4];
    bool open = false;  // what follows the star matches here, or further on where the star reaches
    for (std::size_t p = path.size() + 1; p-- > 0;) {
      const bool has_more = p < path.size();
      if (rest.starts_with("**")) {
        open = open || after_two[p];
        // "base/**" means what is below base; "**/x" also means x at the top.
        row[p] = open || (rest.starts_with("**/") && after_three[p]);
      } else if (rest.front() == '*') {
        row[p] = open = next[p] || (open && path[p] != '/');
      } else {
        row[p] = has_more && path[p] == rest.front() && next[p + 1];
      }
    }
  }
  return rows[0][0];
}

Pattern::Pattern(std::string text) : text_{std::move(text)} {
  id_ = id_in(text_);
  if (id_ != text_) variant_ = with_our_method_name(text_.substr(id_.size() + 1));
}

bool Pattern::matches(std::string_view id, std::string_view variant) const {
  if (!variant_.empty() && (variant.empty() || !matches_path(variant_, variant))) return false;
  return matches_path(id_, id);
}

std::string id_in(std::string_view address) {
  return std::string{address.substr(0, address.find('@'))};
}

}  // namespace hallmark::cases
