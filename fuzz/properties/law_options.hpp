// SPDX-License-Identifier: Apache-2.0
//
// The flags of a program of laws, each with an environment variable that says the same:
//
//   --law-seed=N|random         HALLMARK_LAW_SEED           where values are drawn from; 1
//   --law-count=N               HALLMARK_LAW_COUNT          cases of each law; 100
//   --law-size=N                HALLMARK_LAW_SIZE           of the largest values; 100
//   --law-discard=N             HALLMARK_LAW_DISCARD        discarded for each that holds; 10
//   --law-budget=TIME           HALLMARK_LAW_BUDGET         of the search, each law; 10s
//   --law-shrink-budget=TIME    HALLMARK_LAW_SHRINK_BUDGET  of the shrinking; 5s, 0s for none
//   --law-reproduce=CASE        HALLMARK_LAW_REPRODUCE      that case alone, as a failure prints it
//   --law-list                                              prints the names of the laws
//
// TIME is 250ms, 5s or 2m. The command line wins. Whatever else is on it, or is called
// HALLMARK_LAW..., is an error, and so is RC_PARAMS, by which RapidCheck itself would be told.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fuzz/properties/law.hpp"

namespace hallmark::fuzz {

struct LawOptions {
  LawParams params;
  std::optional<LawCase> reproduce;
  bool list = false;
  bool any_given = false;  // by flag or variable: somebody wants laws checked

  friend bool operator==(const LawOptions&, const LawOptions&) = default;
};

// One line for the user.
struct LawUsageError {
  std::string what;
};

// `arguments`: what is left when GoogleTest has taken its own, without the program. `environment`:
// NAME=VALUE each.
[[nodiscard]] std::variant<LawOptions, LawUsageError> parse_law_options(
    std::span<const std::string> arguments, std::span<const std::string> environment);

// What the laws of this process are checked by, and how many were.
struct LawRun {
  LawOptions options;
  std::string program = "this program";
  int laws = 0;

  [[nodiscard]] static LawRun& current();
};

// The main() of a program of laws: 0 all hold, 1 one does not, 2 the flags are wrong, or no law ran
// although flags of laws were given.
[[nodiscard]] int law_main(int argc, char** argv);

}  // namespace hallmark::fuzz
