// SPDX-License-Identifier: Apache-2.0
//
// The check of an option that takes one of a few words.
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
    if (std::ranges::find(words, given) != words.end()) return {};
    return "'" + given + "' is none of " + told +
           reports::did_you_mean(given, {words.begin(), words.end()});
  };
  return CLI::Validator{check, "{" + all + "}"};
}

}  // namespace hallmark::app
