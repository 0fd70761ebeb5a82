// SPDX-License-Identifier: Apache-2.0
//
// What somebody meant who misspelt a word.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::reports {

// How many letters are wrong, missing, too many or swapped with their neighbour; small or capital
// is the same.
[[nodiscard]] std::size_t misspelt_by(std::string_view one, std::string_view other);

// Of `known` those that are spelt most like `word`, three at most, in their order; where none is,
// those that hold it. Empty: none is near.
[[nodiscard]] std::vector<std::string_view> nearest(std::string_view word,
                                                    const std::vector<std::string_view>& known);

// "; did you mean 'a' or 'b'?"; empty where none is near.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string_view>& known);

// The same of a path with * in it: what stands before the first level that has one is looked for
// among the folders of the known paths.
[[nodiscard]] std::string did_you_mean_path(std::string_view pattern,
                                            const std::vector<std::string_view>& known);

}  // namespace hallmark::reports
