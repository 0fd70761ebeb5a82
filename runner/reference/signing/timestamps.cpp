// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/timestamps.hpp"

#include <algorithm>
#include <cstddef>

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view shape = "dddd-dd-ddTdd:dd:ddZ";

bool has_shape(std::string_view text) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool fits = shape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
    if (!fits) return false;
  }
  return true;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

void put_two_digits(char* at, unsigned value) {
  at[0] = static_cast<char>('0' + value / 10 % 10);
  at[1] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Time> parse_timestamp(std::string_view text) {
  if (!has_shape(text)) return std::nullopt;
  const std::chrono::year_month_day day{
      std::chrono::year{number(text.substr(0, 4))},
      std::chrono::month{static_cast<unsigned>(number(text.substr(5, 2)))},
      std::chrono::day{static_cast<unsigned>(number(text.substr(8, 2)))}};
  const int hours = number(text.substr(11, 2));
  const int minutes = number(text.substr(14, 2));
  const int seconds = number(text.substr(17, 2));
  if (!day.ok() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  // Years far from now do not fit into the clock's nanoseconds; they are as wrong as they are old.
  if (day.year() < std::chrono::year{1700} || day.year() > std::chrono::year{2250}) {
    return std::nullopt;
  }
  return std::chrono::sys_days{day} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds};
}

std::string without_fraction(std::string_view text) {
  std::string whole{text};
  const std::size_t dot = whole.find('.');
  if (dot == std::string::npos || !whole.ends_with('Z')) return whole;
  const std::string_view digits = text.substr(dot + 1, text.size() - dot - 2);
  const bool is_number =
      !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (is_number) whole.erase(dot, whole.size() - dot - 1);
  return whole;
}

std::string print_to_the_minute(Time time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day{days};
  const auto minutes = std::chrono::floor<std::chrono::minutes>(time - days).count();
  const auto year = static_cast<unsigned>(static_cast<int>(day.year()));
  std::string printed = "0000-00-00T00:00Z";
  put_two_digits(&printed[0], year / 100);
  put_two_digits(&printed[2], year);
  put_two_digits(&printed[5], static_cast<unsigned>(day.month()));
  put_two_digits(&printed[8], static_cast<unsigned>(day.day()));
  put_two_digits(&printed[11], static_cast<unsigned>(minutes / 60));
  put_two_digits(&printed[14], static_cast<unsigned>(minutes % 60));
  return printed;
}

}  // namespace hallmark::runner::reference
