// SPDX-License-Identifier: Apache-2.0
//
// What is printed of a product that has been judged.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "fuzz/app/selftest/pair_judge.hpp"
#include "fuzz/app/selftest/product.hpp"

namespace hallmark::app {

// How many of a family's, or of all, pairs met their fates.
struct Tally {
  std::size_t all = 0;
  std::size_t caught = 0;
  std::size_t explained = 0;
  std::size_t never_met = 0;  // of those that are not explained

  void count(const Product& product, const Pair& pair);
  [[nodiscard]] std::size_t open() const { return all - caught - explained; }
  [[nodiscard]] std::string text() const;
};

void print_pairs(const Product& product);
// A line for each fault that survives under some trigger, a column for each trigger.
void print_matrix(const Product& product, std::ostream& aside);
void print_tallies(const Product& product, std::ostream& aside);
// True where each explanation that is about some pair of the product still explains.
[[nodiscard]] bool print_explanations(const Product& product);
void print_recommended(const Product& product, std::ostream& aside);
// The cases in question that are needed: each time the one that catches most of what none of those
// before it does. What is left catches nothing that they do not.
void print_needed(const Product& product, const PairJudge& judge);

}  // namespace hallmark::app
