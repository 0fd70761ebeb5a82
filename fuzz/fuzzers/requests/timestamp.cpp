// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes parse_timestamp() and utc_timestamp().
//
// Holds for every input: what parses is printed as it was and lies where counting days one by one
// puts it; what such counting takes, parses; and the reference endpoint, which has a parser of its
// own, agrees.
#include "runner/wire/signing/timestamp.hpp"

#include <cstdio>

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/reference/signing/timestamps.hpp"

namespace {

using namespace hallmark;
using Time = std::chrono::system_clock::time_point;

bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}

// Seconds since 1970, counted; nothing where the text is no "yyyy-MM-ddTHH:mm:ssZ".
std::optional<long long> counted(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00Z";
  if (text.size() != shape.size()) return {};
  int parts[6] = {};
  std::size_t part = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0') {
      if (text[i] < '0' || text[i] > '9') return {};
      parts[part] = parts[part] * 10 + (text[i] - '0');
    } else {
      if (text[i] != shape[i]) return {};
      ++part;
    }
  }
  const auto [year, month, day, hour, minute, second] = parts;
  if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return {};
  if (hour > 23 || minute > 59 || second > 59) return {};
  long long days = day - 1;
  for (int y = 1970; y < year; ++y) days += leap(y) ? 366 : 365;
  for (int y = year; y < 1970; ++y) days -= leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += days_in(year, m);
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

std::optional<Time> under_test(std::string_view text) {
  if (fuzz::planted("timestamp/no-leap-day") && text.find("-02-29T") == 4) return std::nullopt;
  if (fuzz::planted("timestamp/takes-second-60") && text.size() == 20 && text.ends_with(":60Z")) {
    return Time{};
  }
  return runner::parse_timestamp(text);
}

// The time whose parts the bytes are; each part also takes values just outside of its range.
std::string written(const std::uint8_t* bytes) {
  char text[32];
  const int year = 1695 + (bytes[0] * 256 + bytes[1]) % 560;
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, bytes[2] % 14,
                bytes[3] % 33, bytes[4] % 25, bytes[5] % 61, bytes[6] % 61);
  return text;
}

void check(std::string_view text) {
  const std::optional<long long> wanted = counted(text);
  // The endpoint refuses years that its clock is not sure to hold: before 1700, behind 2250.
  constexpr long long first = -8'520'336'000, last = 8'867'404'799;
  if (wanted && (*wanted < first || *wanted > last)) return;
  const std::optional<Time> time = under_test(text);
  fuzz::require(time.has_value() == wanted.has_value(), "the days that exist are taken, no others");
  fuzz::require(runner::reference::parse_timestamp(text) == time, "the endpoint reads it the same");
  if (!time) return;
  fuzz::require(*time == Time{std::chrono::seconds{*wanted}}, "it lies where counting puts it");
  fuzz::require(runner::utc_timestamp(*time) == text, "it is printed as it was");
}

}  // namespace

// The input is a text; and its first seven bytes are the parts of a time, so that days which exist
// are never far.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check(fuzz::text_of(data, size));
  if (size >= 7) check(written(data));
  return 0;
}
