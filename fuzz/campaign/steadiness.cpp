// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/steadiness.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace hallmark::fuzz {
namespace {

constexpr std::size_t quarters = 4;
constexpr std::size_t fewest = 16;

double median(std::span<const double> values) {
  std::vector<double> sorted{values.begin(), values.end()};
  std::ranges::sort(sorted);
  return sorted[sorted.size() / 2];
}

}  // namespace

std::optional<Growth> growth_of(std::span<const double> values, double factor, double least) {
  if (values.size() < fewest) return std::nullopt;
  double medians[quarters];
  for (std::size_t i = 0; i < quarters; ++i) {
    const std::size_t begin = i * values.size() / quarters;
    const std::size_t end = (i + 1) * values.size() / quarters;
    medians[i] = median(values.subspan(begin, end - begin));
    if (i > 0 && medians[i] <= medians[i - 1]) return std::nullopt;
  }
  const Growth growth{.at_first = medians[0], .at_last = medians[quarters - 1]};
  if (growth.at_last < factor * growth.at_first || growth.at_last - growth.at_first < least) {
    return std::nullopt;
  }
  return growth;
}

std::optional<std::uint64_t> resident_memory(int process) {
  std::ifstream file{"/proc/" + std::to_string(process) + "/statm"};
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  if (!(file >> all >> resident)) return std::nullopt;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace hallmark::fuzz
