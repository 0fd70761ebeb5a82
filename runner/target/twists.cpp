// SPDX-License-Identifier: Apache-2.0
#include "runner/target/twists.hpp"

#include <algorithm>
#include <utility>

namespace hallmark::runner {
namespace {

char flipped(char c) {
  if (c == 'A' || c == 'a' || c == '0') return static_cast<char>(c + 1);
  return (c >= 'a' && c <= 'z') ? 'a' : (c >= 'A' && c <= 'Z') ? 'A' : '0';
}

bool is_sign(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string flip(std::string value) {
  return value.ends_with('=') ? flip_first(std::move(value)) : flip_last(std::move(value));
}

std::string flip_first(std::string value) {
  const auto first = std::ranges::find_if(value, is_sign);
  if (first != value.end()) *first = flipped(*first);
  return value;
}

std::string flip_last(std::string value) {
  auto spared = value.ends_with('=') ? 1 : 0;
  for (auto at = value.rbegin(); at != value.rend(); ++at) {
    if (!is_sign(*at) || spared-- > 0) continue;
    *at = flipped(*at);
    break;
  }
  return value;
}

std::string upper_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace hallmark::runner
