// SPDX-License-Identifier: Apache-2.0
//
// For tests: a history as a person writes it.
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "fuzz/grammar/history.hpp"

namespace hallmark::fuzz {

inline History history_of(std::string_view text) {
  auto history = parse_history(text);
  EXPECT_TRUE(history) << history.error().what;
  return *history;
}

}  // namespace hallmark::fuzz
