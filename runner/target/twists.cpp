// SPDX-License-Identifier: Apache-2.0
#include "runner/target/twists.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <functional>
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

std::string with_first_as(std::string_view text, std::string_view before, int base,
                          std::string_view after) {
  if (text.empty()) return {};
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                 static_cast<unsigned char>(text.front()), base)
                       .ptr;
  return std::string{before}.append(digits.data(), end).append(after).append(text.substr(1));
}

std::string without_prefix(std::string_view text) {
  const std::size_t hyphen = text.find('-');
  return std::string{
      text.substr(hyphen == text.npos ? std::min<std::size_t>(1, text.size()) : hyphen + 1)};
}

std::string with_letters_exchanged(std::string text) {
  const auto pair = std::adjacent_find(text.rbegin(), text.rend(), std::not_equal_to<>{});
  if (pair != text.rend()) {
    std::iter_swap(pair, pair + 1);
  } else if (!text.empty()) {
    text.pop_back();
  }
  return text;
}

std::string with_hyphens_as(std::string_view text, std::string_view sign) {
  if (text.find('-') == text.npos) return std::string{sign}.append(text);
  std::string spelled;
  for (const char c : text) {
    if (c == '-') {
      spelled += sign;
    } else {
      spelled += c;
    }
  }
  return spelled;
}

std::string with_zero_behind_prefix(std::string text) {
  const std::size_t hyphen = text.find('-');
  return text.insert(hyphen == std::string::npos ? 0 : hyphen + 1, "0");
}

std::string in_full_width(std::string_view text) {
  constexpr int distance = 0xff01 - '!';
  std::string wide;
  for (const char c : text) {
    if (c < '!' || c > '~') {
      wide += c;
      continue;
    }
    const auto sign = static_cast<unsigned>(c + distance);
    wide += static_cast<char>(0xe0U | (sign >> 12U));
    wide += static_cast<char>(0x80U | ((sign >> 6U) & 0x3fU));
    wide += static_cast<char>(0x80U | (sign & 0x3fU));
  }
  return wide;
}

}  // namespace hallmark::runner
