// SPDX-License-Identifier: Apache-2.0
#include "cases/caught.hpp"

#include <algorithm>

namespace hallmark::cases {
namespace {

constexpr Caught table[] = {
#define HALLMARK_CAUGHT(place, defects) {place, defects},
#include "cases/caught.inc"
#undef HALLMARK_CAUGHT
};

}  // namespace

std::span<const Caught> caught() { return table; }

std::string name_in_table(const specs::Citation& place) {
  const std::string text = place.text();
  return text.substr(0, text.find(" ("));
}

std::size_t defects_caught_at(const specs::Citation& place) {
  const auto found = std::ranges::find(table, name_in_table(place), &Caught::place);
  return found == std::end(table) ? 0 : found->defects;
}

}  // namespace hallmark::cases
