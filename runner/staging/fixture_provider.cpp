// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/fixture_provider.hpp"

#include <algorithm>

#include "reports/text.hpp"

namespace hallmark::runner {

void LeftBehind::add(const LeftBehind& more) {
  worlds.insert(worlds.end(), more.worlds.begin(), more.worlds.end());
  if (!more.why.empty()) why = more.why;
  unnamed += more.unnamed;
}

std::string in_words(const LeftBehind& left) {
  constexpr std::size_t most = 20;     // that are named
  constexpr std::size_t longest = 80;  // characters of a name
  const std::size_t count = left.worlds.size();
  const std::string unnamed =
      left.unnamed == 0 ? std::string{}
                        : reports::counted(left.unnamed, "world", "worlds") +
                              " may stand that nobody can name: so many answers to a POST for a "
                              "fixture were lost";
  if (count == 0) return unnamed;
  std::string text = reports::counted(count, "world could", "worlds could");
  text += " not be taken down (" + reports::shortened(reports::printable(left.why)) + "): ";
  for (std::size_t i = 0; i < std::min(count, most); ++i) {
    if (i > 0) text += ", ";
    text += reports::shortened(reports::printable(left.worlds[i]), longest);
  }
  if (count > most) text += " and " + std::to_string(count - most) + " more";
  return unnamed.empty() ? text : text + "; " + unnamed;
}

}  // namespace hallmark::runner
