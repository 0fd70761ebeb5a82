// SPDX-License-Identifier: Apache-2.0
//
// Where something stands: a report's line names where to look, not all that agree.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::reports {

struct Places {
  std::vector<std::string> named = {};  // each a printable line
  std::size_t more = 0;                 // that are not named

  [[nodiscard]] bool empty() const { return named.empty(); }

  // "A; B; and 3 more".
  [[nodiscard]] std::string text() const;

  // With fewer named, so that the text has at most `columns` characters; one at least.
  [[nodiscard]] Places within(std::size_t columns) const;
};

// Of places joined by "; " the first `most`.
[[nodiscard]] Places first_of(std::string_view joined, std::size_t most);

}  // namespace hallmark::reports
