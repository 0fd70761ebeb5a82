// SPDX-License-Identifier: Apache-2.0
#include "fuzz/properties/law_options.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <random>
#include <system_error>

namespace hallmark::fuzz {
namespace {

constexpr std::string_view flag_prefix = "--law-";
constexpr std::string_view variable_prefix = "HALLMARK_LAW";
constexpr std::string_view all_flags =
    "--law-seed, --law-count, --law-size, --law-discard, --law-budget, --law-shrink-budget, "
    "--law-reproduce, --law-list";

// Why a value will not do; empty when it does.
using Complaint = std::string;

Complaint read(std::string_view text, std::uint64_t least, std::uint64_t most,
               std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    return "a number from " + std::to_string(least) + " to " + std::to_string(most) + " is wanted";
  }
  return {};
}

Complaint read(std::string_view text, int least, int most, int& value) {
  std::uint64_t number = 0;
  Complaint complaint =
      read(text, static_cast<std::uint64_t>(least), static_cast<std::uint64_t>(most), number);
  if (complaint.empty()) value = static_cast<int>(number);
  return complaint;
}

Complaint read(std::string_view text, std::chrono::milliseconds least,
               std::chrono::milliseconds& value) {
  struct Unit {
    std::string_view suffix;
    std::chrono::milliseconds length;
  };
  constexpr std::array<Unit, 3> units = {{{"ms", std::chrono::milliseconds{1}},
                                          {"s", std::chrono::seconds{1}},
                                          {"m", std::chrono::minutes{1}}}};
  constexpr std::uint64_t most = 86'400'000;  // of any unit
  for (const auto& [suffix, length] : units) {
    if (!text.ends_with(suffix)) continue;
    std::uint64_t number = 0;
    if (!read(text.substr(0, text.size() - suffix.size()), 0, most, number).empty()) break;
    const auto time = length * static_cast<std::int64_t>(number);
    if (time < least) break;
    value = time;
    return {};
  }
  return "a time such as 250ms, 5s or 2m is wanted";
}

Complaint read_seed(std::string_view text, std::uint64_t& seed) {
  if (text == "random") {
    std::random_device device;
    seed = (std::uint64_t{device()} << 32U) | device();
    return {};
  }
  std::uint64_t value = 0;
  if (!read(text, 0, UINT64_MAX, value).empty()) return "a number, or random, is wanted";
  seed = value;
  return {};
}

// `name` without the prefix, as flags are spelled: shrink-budget.
std::optional<Complaint> apply(std::string_view name, std::string_view value, LawOptions& options) {
  constexpr int most = 1'000'000'000;
  constexpr int largest_size = 1'000'000;
  constexpr std::chrono::milliseconds no_time{0};
  LawParams& params = options.params;
  if (name == "seed") return read_seed(value, params.seed);
  if (name == "count") return read(value, 1, most, params.count);
  if (name == "size") return read(value, 0, largest_size, params.size);
  if (name == "discard") return read(value, 0, 10'000, params.discard_ratio);
  if (name == "budget") return read(value, std::chrono::milliseconds{1}, params.budget);
  if (name == "shrink-budget") return read(value, no_time, params.shrink_budget);
  if (name == "reproduce") {
    options.reproduce = LawCase::parse(value);
    if (options.reproduce) return Complaint{};
    return "a case Suite.Name:SEED:SIZE:PATH is wanted, as a failure prints it";
  }
  return std::nullopt;
}

std::string as_flag(std::string_view variable) {
  std::string name{variable};
  std::ranges::transform(name, name.begin(), [](char c) {
    if (c == '_') return '-';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name;
}

std::optional<LawUsageError> read_variable(std::string_view variable, LawOptions& options) {
  const std::size_t equals = std::min(variable.find('='), variable.size());
  const std::string_view name = variable.substr(0, equals);
  const std::string_view value = variable.substr(std::min(equals + 1, variable.size()));
  if (name == "RC_PARAMS") {
    return LawUsageError{
        "RC_PARAMS is not read by this program; use --law-seed=, --law-count=, --law-size=, "
        "--law-discard=, --law-shrink-budget=, --law-reproduce="};
  }
  if (!name.starts_with(variable_prefix)) return std::nullopt;
  const std::string_view rest = name.substr(variable_prefix.size());
  const auto complaint =
      rest.starts_with('_') ? apply(as_flag(rest.substr(1)), value, options) : std::nullopt;
  if (!complaint)
    return LawUsageError{std::string{name} + ": unknown; the flags are " + std::string{all_flags}};
  if (!complaint->empty()) return LawUsageError{std::string{name} + ": " + *complaint};
  options.any_given = true;
  return std::nullopt;
}

std::optional<LawUsageError> read_argument(std::string_view argument, LawOptions& options,
                                           std::vector<std::string_view>& seen) {
  const std::size_t equals = std::min(argument.find('='), argument.size());
  const std::string_view flag = argument.substr(0, equals);
  if (argument == "--law-list") {
    options.list = true;
    return std::nullopt;
  }
  if (std::ranges::find(seen, flag) != seen.end()) {
    return LawUsageError{std::string{flag} + ": given twice"};
  }
  seen.push_back(flag);
  const bool ours = flag.starts_with(flag_prefix) && equals < argument.size();
  const auto complaint =
      ours ? apply(flag.substr(flag_prefix.size()), argument.substr(equals + 1), options)
           : std::nullopt;
  if (!complaint) {
    return LawUsageError{std::string{argument} + ": unknown, or without its value; the flags are " +
                         std::string{all_flags}};
  }
  if (!complaint->empty()) return LawUsageError{std::string{flag} + ": " + *complaint};
  options.any_given = true;
  return std::nullopt;
}

int fail(std::string_view what) {
  std::cerr << what << '\n';
  return 2;
}

}  // namespace

std::variant<LawOptions, LawUsageError> parse_law_options(
    std::span<const std::string> arguments, std::span<const std::string> environment) {
  LawOptions options;
  for (const std::string& variable : environment) {
    if (auto error = read_variable(variable, options)) return *std::move(error);
  }
  std::vector<std::string_view> seen;
  for (const std::string& argument : arguments) {
    if (auto error = read_argument(argument, options, seen)) return *std::move(error);
  }
  return options;
}

LawRun& LawRun::current() {
  static LawRun run;
  return run;
}

int law_main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  std::vector<std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    environment.emplace_back(*variable);
  }
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  auto parsed = parse_law_options(arguments, environment);
  if (const auto* error = std::get_if<LawUsageError>(&parsed)) return fail(error->what);

  LawRun& run = LawRun::current();
  run.options = std::get<LawOptions>(std::move(parsed));
  if (argc > 0) run.program = argv[0];
  const std::vector<std::string> names = law_names();
  if (run.options.list) {
    for (const std::string& name : names) std::cout << name << '\n';
    return 0;
  }
  if (run.options.reproduce) {
    const std::string& law = run.options.reproduce->law;
    if (!std::ranges::binary_search(names, law)) {
      return fail("--law-reproduce: no law of this program is called " + law);
    }
    ::testing::GTEST_FLAG(filter) = law;
  }
  const int result = RUN_ALL_TESTS();
  const bool only_listed = ::testing::GTEST_FLAG(list_tests);
  if (run.options.any_given && run.laws == 0 && !only_listed) {
    return fail("no law ran: the filter, or the shard, leaves none");
  }
  return result;
}

}  // namespace hallmark::fuzz
