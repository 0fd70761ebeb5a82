// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/quantities.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

struct Unit {
  std::string_view name;
  double milliseconds;
};
constexpr std::array units = {Unit{"ms", 1}, Unit{"s", 1'000}, Unit{"m", 60'000},
                              Unit{"h", 3'600'000}};

std::optional<double> in_milliseconds(std::string_view unit) {
  for (const Unit& one : units) {
    if (one.name == unit) return one.milliseconds;
  }
  return std::nullopt;
}

// The digits that `text` begins with, with or without a point; they are taken from it. No sign, no
// exponent, no infinity.
std::optional<double> take_number(std::string_view& text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

[[noreturn]] void refuse(const std::string& option, const std::string& text,
                         const std::string& what) {
  throw UsageError{option + " '" + text + "' is no " + what};
}

}  // namespace

std::chrono::milliseconds parse_duration(const std::string& option, const std::string& text) {
  constexpr double most = 1'000.0 * 3'600'000;
  std::string_view rest = text;
  const std::optional<double> value = take_number(rest);
  const std::optional<double> scale = in_milliseconds(rest.empty() ? "s" : rest);
  if (!value || !scale || *value * *scale < 1 || *value * *scale > most) {
    refuse(option, text, "duration from 1ms to 1000h: write 500ms, 10s, 2m or 8h");
  }
  return std::chrono::milliseconds{static_cast<std::int64_t>(*value * *scale)};
}

std::chrono::seconds parse_skew(const std::string& option, const std::string& text) {
  const bool behind = text.starts_with('-');
  const auto far = std::chrono::round<std::chrono::seconds>(
      parse_duration(option, behind ? text.substr(1) : text));
  return behind ? -far : far;
}

double parse_rate(const std::string& option, const std::string& text) {
  constexpr double least = 1.0 / (1'000.0 * 3'600);  // a second
  constexpr double most = 1e6;
  std::string_view rest = text;
  const std::optional<double> requests = take_number(rest);
  double time = 1'000;  // NaN: it is none
  if (rest.starts_with('/')) {
    rest.remove_prefix(1);
    const double times = take_number(rest).value_or(1);
    time = times * in_milliseconds(rest).value_or(std::nan(""));
  } else if (!rest.empty()) {
    time = std::nan("");
  }
  if (requests == 0.0 && !std::isnan(time)) return 0;
  const double rate = requests.value_or(0) * 1'000 / time;
  if (!(rate >= least && rate <= most)) {
    refuse(option, text, "rate from 1/1000h to 1000000/s: write 20/s, 100/m or 0 for no limit");
  }
  return rate;
}

std::uint64_t parse_count(const std::string& option, const std::string& text, CountRange range) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < range.least || value > range.most) {
    const bool has_end = range.most < std::numeric_limits<std::uint32_t>::max();
    refuse(option, text,
           "whole number from " + std::to_string(range.least) +
               (has_end ? " to " + std::to_string(range.most) : std::string{" on"}));
  }
  return value;
}

}  // namespace hallmark::runner
