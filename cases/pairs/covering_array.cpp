// SPDX-License-Identifier: Apache-2.0
//
// One row at a time, as in AETG: it begins with the first combination that no row has yet, and
// takes for each further factor the value that brings most new ones. Where that leads to a row that
// cannot be, it takes back the last value and tries the next.
#include "cases/pairs/covering_array.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace hallmark::cases {
namespace {

// A row that has as many values as factors come together.
using Combination = ArrayRow;

class Builder {
 public:
  Builder(std::span<const std::size_t> sizes, std::size_t strength, const CanBe& can_be)
      : sizes_{sizes}, strength_{strength}, can_be_{can_be} {
    Combination none(sizes_.size(), unset);
    collect(none, 0, strength_);
  }

  std::vector<ArrayRow> build() {
    std::vector<ArrayRow> rows;
    while (!missing_.empty()) {
      ArrayRow row = *missing_.begin();
      if (!complete(row)) {  // no row that may be has it
        missing_.erase(missing_.begin());
        continue;
      }
      std::erase_if(missing_, [&row](const Combination& one) { return stands_in(row, one); });
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  static bool stands_in(const ArrayRow& row, const Combination& one) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (one[i] != unset && one[i] != row[i]) return false;
    }
    return true;
  }

  void collect(Combination& so_far, std::size_t from, std::size_t more) {
    if (more == 0) {
      missing_.insert(so_far);
      return;
    }
    for (std::size_t factor = from; factor + more <= sizes_.size(); ++factor) {
      for (std::size_t value = 0; value < sizes_[factor]; ++value) {
        so_far[factor] = value;
        collect(so_far, factor + 1, more - 1);
      }
      so_far[factor] = unset;
    }
  }

  // How many combinations that no row has yet would stand in the row by that value.
  std::size_t gain(ArrayRow& row, std::size_t factor, std::size_t value) const {
    row[factor] = value;
    std::size_t sum = 0;
    Combination one(row.size(), unset);
    one[factor] = value;
    count(row, one, factor, 0, strength_ - 1, sum);
    row[factor] = unset;
    return sum;
  }

  void count(const ArrayRow& row, Combination& one, std::size_t factor, std::size_t from,
             std::size_t more, std::size_t& sum) const {
    if (more == 0) {
      if (missing_.contains(one)) ++sum;
      return;
    }
    for (std::size_t other = from; other < row.size(); ++other) {
      if (other == factor || row[other] == unset) continue;
      one[other] = row[other];
      count(row, one, factor, other + 1, more - 1, sum);
      one[other] = unset;
    }
  }

  bool complete(ArrayRow& row) const {
    if (!can_be_(row)) return false;
    const auto open = std::ranges::find(row, unset);
    if (open == row.end()) return true;
    const auto factor = static_cast<std::size_t>(open - row.begin());
    std::vector<std::size_t> values(sizes_[factor]);
    std::iota(values.begin(), values.end(), std::size_t{0});
    std::vector<std::size_t> gains;
    gains.reserve(values.size());
    for (const std::size_t value : values) gains.push_back(gain(row, factor, value));
    std::ranges::stable_sort(values, std::ranges::greater{},
                             [&gains](std::size_t value) { return gains[value]; });
    for (const std::size_t value : values) {
      row[factor] = value;
      if (complete(row)) return true;
    }
    row[factor] = unset;
    return false;
  }

  std::span<const std::size_t> sizes_;
  std::size_t strength_;
  const CanBe& can_be_;
  std::set<Combination> missing_;
};

}  // namespace

std::vector<ArrayRow> covering_array(std::span<const std::size_t> sizes, std::size_t strength,
                                     const CanBe& can_be) {
  return Builder{sizes, strength, can_be}.build();
}

}  // namespace hallmark::cases
