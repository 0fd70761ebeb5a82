// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/shard.hpp"

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "reports/output_file.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

// Nothing: it is none, or none that anybody could mean.
std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<unsigned> from_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  if (const auto count = number(value)) return count;
  throw UsageError{std::string{name} + "=" + value + ": a whole number is wanted, in digits"};
}

// Of how many, or which of them, nobody said: each part would run the whole, and none would know.
[[noreturn]] void refuse_lone(const char* given, const char* missing) {
  throw UsageError{std::string{given} + " is set, and " + missing +
                   " is not: set both, or say --shard I/N"};
}

constexpr std::pair<const char*, const char*> counted_from_zero[] = {
    {"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS"},  // Bazel
    {"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS"},
};

// Bazel takes a test for one without shards that does not touch this file.
void tell_of_shards() {
  const char* const path = std::getenv("TEST_SHARD_STATUS_FILE");
  if (path == nullptr || *path == '\0') return;
  try {
    const reports::OutputFile touched{path, O_CREAT | O_APPEND};
  } catch (const std::system_error& error) {
    throw UsageError{std::string{"TEST_SHARD_STATUS_FILE "} + path +
                     ": cannot be written: " + error.code().message()};
  }
}

constexpr unsigned most_parts = 10'000;

// What two variables of the environment say, of which the index counts from `first` on.
Shard checked(const char* index_name, unsigned index, const char* total_name, unsigned total,
              unsigned first) {
  if (total < 1 || total > most_parts) {
    throw UsageError{std::string{total_name} + "=" + std::to_string(total) + ": from 1 to " +
                     std::to_string(most_parts) + " parts can be made"};
  }
  if (index < first || index - first >= total) {
    throw UsageError{std::string{index_name} + "=" + std::to_string(index) + ": it counts from " +
                     std::to_string(first) + ", so " + std::to_string(first) + " to " +
                     std::to_string(total - 1 + first) + " where " + total_name + " is " +
                     std::to_string(total)};
  }
  return {index - first + 1, total};
}

Shard read_option(const std::string& option) {
  const std::size_t slash = option.find('/');
  const auto index = number(option.substr(0, slash));
  const auto total = slash == std::string::npos ? std::nullopt : number(option.substr(slash + 1));
  if (!index || !total) throw UsageError{"--shard '" + option + "' is not I/N, for instance 1/4"};
  if (*total < 1 || *total > most_parts || *index < 1 || *index > *total) {
    throw UsageError{"--shard " + option + ": there is no part " + std::to_string(*index) + " of " +
                     std::to_string(*total) + "; the first of four is 1/4, the last one 4/4"};
  }
  return {*index, *total};
}

}  // namespace

Shard find_shard(const std::string& option) {
  tell_of_shards();
  if (!option.empty()) return read_option(option);
  const auto total = from_environment("HALLMARK_SHARD_TOTAL");
  if (const auto index = from_environment("HALLMARK_SHARD_INDEX")) {
    if (!total) refuse_lone("HALLMARK_SHARD_INDEX", "HALLMARK_SHARD_TOTAL");
    return checked("HALLMARK_SHARD_INDEX", *index, "HALLMARK_SHARD_TOTAL", *total, 1);
  }
  for (const auto& [index_name, total_name] : counted_from_zero) {
    const auto of = from_environment(total_name);
    if (const auto index = from_environment(index_name)) {
      if (!of) refuse_lone(index_name, total_name);
      return checked(index_name, *index, total_name, *of, 0);
    }
    if (of) refuse_lone(total_name, index_name);
  }
  if (const auto index = from_environment("JOB_COMPLETION_INDEX")) {
    if (!total) refuse_lone("JOB_COMPLETION_INDEX", "HALLMARK_SHARD_TOTAL");
    return checked("JOB_COMPLETION_INDEX", *index, "HALLMARK_SHARD_TOTAL", *total, 0);
  }
  if (total) refuse_lone("HALLMARK_SHARD_TOTAL", "HALLMARK_SHARD_INDEX");
  return {};
}

}  // namespace hallmark::runner
