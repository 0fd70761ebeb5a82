// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/shard.hpp"

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

unsigned number(const std::string& where, std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw UsageError{where + " '" + std::string{text} + "' is no whole number"};
  }
  return value;
}

std::optional<unsigned> from_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return number(name, value);
}

Shard checked(const std::string& where, unsigned index, unsigned total) {
  if (total < 1 || total > 10'000 || index < 1 || index > total) {
    throw UsageError{where + ": there is no part " + std::to_string(index) + " of " +
                     std::to_string(total)};
  }
  return {index, total};
}

}  // namespace

Shard find_shard(const std::string& option) {
  if (!option.empty()) {
    const std::size_t slash = option.find('/');
    if (slash == std::string::npos)
      throw UsageError{"--shard '" + option + "' is not I/N, for instance 1/4"};
    return checked("--shard " + option, number("--shard", option.substr(0, slash)),
                   number("--shard", option.substr(slash + 1)));
  }
  const auto total = from_environment("HALLMARK_SHARD_TOTAL");
  if (const auto index = from_environment("HALLMARK_SHARD_INDEX"); index && total) {
    return checked("HALLMARK_SHARD_INDEX", *index, *total);
  }
  if (const auto index = from_environment("GTEST_SHARD_INDEX")) {
    if (const auto of = from_environment("GTEST_TOTAL_SHARDS")) {
      return checked("GTEST_SHARD_INDEX", *index + 1, *of);
    }
  }
  if (const auto index = from_environment("JOB_COMPLETION_INDEX"); index && total) {
    return checked("JOB_COMPLETION_INDEX", *index + 1, *total);
  }
  return {};
}

}  // namespace hallmark::runner
