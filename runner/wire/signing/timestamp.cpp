// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/timestamp.hpp"

#include <cstddef>
#include <random>

namespace hallmark::runner {
namespace {

constexpr std::string_view shape = "dddd-dd-ddTdd:dd:ddZ";

void put(std::string& out, std::size_t at, std::size_t digits, unsigned value) {
  for (std::size_t i = digits; i-- > 0; value /= 10) {
    out[at + i] = static_cast<char>('0' + value % 10);
  }
}

int number(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
  return value;
}

// The finalizer of SplitMix64: a bijection, so different seeds stay different.
std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

std::uint64_t entropy() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32U) ^ device();
}

}  // namespace

std::string utc_timestamp(std::chrono::system_clock::time_point when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{seconds - day};
  std::string out = "0000-00-00T00:00:00Z";
  put(out, 0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  put(out, 5, 2, static_cast<unsigned>(date.month()));
  put(out, 8, 2, static_cast<unsigned>(date.day()));
  put(out, 11, 2, static_cast<unsigned>(time.hours().count()));
  put(out, 14, 2, static_cast<unsigned>(time.minutes().count()));
  put(out, 17, 2, static_cast<unsigned>(time.seconds().count()));
  return out;
}

std::optional<std::chrono::system_clock::time_point> parse_timestamp(std::string_view text) {
  if (text.size() != shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool fits = shape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
    if (!fits) return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year{number(text, 0, 4)},
      std::chrono::month{static_cast<unsigned>(number(text, 5, 2))},
      std::chrono::day{static_cast<unsigned>(number(text, 8, 2))}};
  const int hours = number(text, 11, 2);
  const int minutes = number(text, 14, 2);
  const int seconds = number(text, 17, 2);
  // What the clock counts ends in 1677 and in 2262.
  if (date.year() < std::chrono::year{1678} || date.year() > std::chrono::year{2261}) {
    return std::nullopt;
  }
  if (!date.ok() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds};
}

NonceGenerator::NonceGenerator() : count_{entropy()}, origin_{entropy()} {}

NonceGenerator::NonceGenerator(std::uint64_t seed) : count_{mix(seed)}, origin_{mix(~seed)} {}

std::string NonceGenerator::next() {
  constexpr std::string_view digits = "0123456789abcdef";
  count_ += 1U << 16U;
  std::uint64_t parts[] = {count_, origin_};
  std::string out = "00000000-0000-0000-0000-000000000000";
  std::size_t taken = 0;
  for (char& c : out) {
    if (c == '-') continue;
    std::uint64_t& part = parts[taken++ / 16];
    c = digits[part >> 60U];
    part <<= 4U;
  }
  return out;
}

std::string nonce() {
  thread_local NonceGenerator generator;
  return generator.next();
}

}  // namespace hallmark::runner
