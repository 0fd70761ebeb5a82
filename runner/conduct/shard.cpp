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

Shard checked(const std::string& where, unsigned index, unsigned total) {
  if (total < 1 || total > 10'000 || index < 1 || index > total) {
    throw UsageError{where + ": there is no part " + std::to_string(index) + " of " +
                     std::to_string(total)};
  }
  return {index, total};
}

}  // namespace

Shard find_shard(const std::string& option) {
  tell_of_shards();
  if (!option.empty()) {
    const std::size_t slash = option.find('/');
    if (slash == std::string::npos)
      throw UsageError{"--shard '" + option + "' is not I/N, for instance 1/4"};
    return checked("--shard " + option, number("--shard", option.substr(0, slash)),
                   number("--shard", option.substr(slash + 1)));
  }
  const auto total = from_environment("HALLMARK_SHARD_TOTAL");
  if (const auto index = from_environment("HALLMARK_SHARD_INDEX")) {
    if (!total) refuse_lone("HALLMARK_SHARD_INDEX", "HALLMARK_SHARD_TOTAL");
    return checked("HALLMARK_SHARD_INDEX", *index, *total);
  }
  for (const auto& [index_name, total_name] : counted_from_zero) {
    const auto of = from_environment(total_name);
    if (const auto index = from_environment(index_name)) {
      if (!of) refuse_lone(index_name, total_name);
      return checked(index_name, *index + 1, *of);
    }
    if (of) refuse_lone(total_name, index_name);
  }
  if (const auto index = from_environment("JOB_COMPLETION_INDEX")) {
    if (!total) refuse_lone("JOB_COMPLETION_INDEX", "HALLMARK_SHARD_TOTAL");
    return checked("JOB_COMPLETION_INDEX", *index + 1, *total);
  }
  if (total) refuse_lone("HALLMARK_SHARD_TOTAL", "HALLMARK_SHARD_INDEX");
  return {};
}

}  // namespace hallmark::runner
