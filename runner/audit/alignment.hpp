// SPDX-License-Identifier: Apache-2.0
//
// Lays two lists beside each other, so that a row that came or went does not make all rows behind
// it look changed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace hallmark::runner {

// A place in both lists; or in one, where the other has nothing beside it.
struct Pairing {
  std::optional<std::size_t> ours;
  std::optional<std::size_t> theirs;
};

// The cheapest alignment. `cost(i, j)` is the price of laying ours[i] beside theirs[j]; leaving
// either alone costs `alone`.
template <class Cost>
std::vector<Pairing> align(std::size_t ours, std::size_t theirs, int alone, Cost cost) {
  const std::size_t width = theirs + 1;
  std::vector<int> best((ours + 1) * width);
  for (std::size_t i = 0; i <= ours; ++i) {
    for (std::size_t j = 0; j <= theirs; ++j) {
      if (i == 0 || j == 0) {
        best[i * width + j] = static_cast<int>(i + j) * alone;
        continue;
      }
      best[i * width + j] =
          std::min({best[(i - 1) * width + j - 1] + cost(i - 1, j - 1),
                    best[(i - 1) * width + j] + alone, best[i * width + j - 1] + alone});
    }
  }
  std::vector<Pairing> pairs;
  for (std::size_t i = ours, j = theirs; i > 0 || j > 0;) {
    const int here = best[i * width + j];
    if (i > 0 && j > 0 && here == best[(i - 1) * width + j - 1] + cost(i - 1, j - 1)) {
      pairs.push_back({--i, --j});
    } else if (i > 0 && here == best[(i - 1) * width + j] + alone) {
      pairs.push_back({--i, std::nullopt});
    } else {
      pairs.push_back({std::nullopt, --j});
    }
  }
  std::ranges::reverse(pairs);
  return pairs;
}

}  // namespace hallmark::runner
