// SPDX-License-Identifier: Apache-2.0
//
// For tests: that a law finds what is planted, so that no law stands there for decoration.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "fuzz/properties/law.hpp"

namespace hallmark::fuzz {

// Letters of everything that was generated for a counterexample, as shown.
inline std::size_t letters_of(const LawResult& result) {
  std::size_t letters = 0;
  for (const auto& [what, value] : result.counterexample) letters += value.size();
  return letters;
}

// `law`, in which something is planted, breaks within `count` cases of up to `size`, and what is
// left of the counterexample after shrinking has at most `most_letters`. Returns it for a closer
// look.
inline LawResult expect_found(std::string_view planted, const std::function<void()>& law,
                              std::size_t most_letters, int count = 500, int size = 100) {
  // Searched for by seeds of its own, not by those that the laws themselves are checked with.
  const LawParams params{.seed = 20'201'012, .count = count, .size = size};
  LawResult result = check_law(planted, law, params);
  EXPECT_TRUE(result.broken()) << planted
                               << " was not found: " << describe(planted, result, params, "");
  if (result.broken()) {
    EXPECT_LE(letters_of(result), most_letters) << describe(planted, result, params, "");
  }
  return result;
}

}  // namespace hallmark::fuzz
