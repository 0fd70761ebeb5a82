// SPDX-License-Identifier: Apache-2.0
//
// The check of an option that takes one of a few words. What is empty is refused for all options
// alike.
#pragma once

#include <CLI/Validators.hpp>
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "reports/nearest.hpp"

namespace hallmark::app {

[[nodiscard]] inline CLI::Validator one_of(std::vector<std::string> words) {
  std::string all;
  std::string told;
  for (const std::string& word : words) {
    all.append(all.empty() ? "" : ",").append(word);
    told.append(told.empty() ? "" : ", ").append(word);
  }
  const auto check = [words = std::move(words), told](const std::string& given) -> std::string {
    if (given.empty() || std::ranges::find(words, given) != words.end()) return {};
    constexpr std::size_t fits_a_line = 48;  // beside the rest of it
    return "'" + given + "' is none of " + (told.size() > fits_a_line ? "its words" : told) +
           reports::did_you_mean(given, {words.begin(), words.end()});
  };
  return CLI::Validator{check, "{" + all + "}"};
}

}  // namespace hallmark::app
