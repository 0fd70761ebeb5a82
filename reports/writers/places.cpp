// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/places.hpp"

#include <algorithm>

#include "reports/text.hpp"

namespace hallmark::reports {

std::string Places::text() const {
  std::string text = joined(named, "; ");
  if (more > 0) text.append("; and ").append(std::to_string(more)).append(" more");
  return text;
}

Places Places::within(std::size_t columns) const {
  Places fewer = *this;
  while (fewer.named.size() > 1 && characters_in(fewer.text()) > columns) {
    fewer.named.pop_back();
    ++fewer.more;
  }
  return fewer;
}

Places first_of(std::string_view joined, std::size_t most) {
  constexpr std::string_view separator = "; ";
  Places places;
  while (!joined.empty()) {
    const std::string_view place = joined.substr(0, joined.find(separator));
    joined.remove_prefix(std::min(joined.size(), place.size() + separator.size()));
    if (places.named.size() < most) {
      places.named.push_back(shortened(printable(place)));
    } else {
      ++places.more;
    }
  }
  return places;
}

}  // namespace hallmark::reports
