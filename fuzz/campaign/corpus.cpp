// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/corpus.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string_view>
#include <utility>

#include "reports/input_file.hpp"
#include "runner/wire/fnv1a.hpp"

namespace hallmark::fuzz {
namespace {

constexpr std::uintmax_t largest_input = 4096;  // bytes
// Endpoints that answer with something new each time must not fill the memory.
constexpr std::size_t most_features = 200'000;

std::uint64_t key_of(std::span<const std::uint8_t> bytes) {
  return runner::Fnv1a{}
      .add(std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()})
      .value();
}

std::string file_name(std::uint64_t key) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(key));
  return text;
}

}  // namespace

Corpus::Corpus(std::filesystem::path folder) : folder_{std::move(folder)} {
  std::filesystem::create_directories(folder_);
}

std::vector<History> Corpus::found() const {
  std::vector<std::filesystem::path> paths;
  if (!folder_.empty()) {
    for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
      if (entry.is_regular_file() && entry.file_size() <= largest_input) {
        paths.push_back(entry.path());
      }
    }
  }
  std::ranges::sort(paths);  // the same order on every machine
  std::vector<History> histories;
  for (const auto& path : paths) {
    if (reports::input_trouble(path.string())) continue;  // somebody else's, or gone by now
    const std::string bytes = reports::read_input(path.string());
    histories.push_back(
        decode({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
  }
  return histories;
}

bool Corpus::add(const History& history, std::span<const std::uint64_t> features) {
  std::vector<std::uint8_t> bytes = encode(history);
  const std::uint64_t key = key_of(bytes);
  const std::lock_guard lock{mutex_};
  std::vector<std::uint64_t> gained;
  bool has_new = false;
  for (const std::uint64_t feature : features) {
    const auto owner = owners_.find(feature);
    if (owner == owners_.end()) {
      if (owners_.size() >= most_features) continue;
      has_new = true;
      gained.push_back(feature);
    } else if (owner->second.key != key && owner->second.size > bytes.size()) {
      gained.push_back(feature);
    }
  }
  if (gained.empty()) return false;
  const Owner self{.key = key, .size = bytes.size()};
  const auto [place, is_new_input] = inputs_.try_emplace(key);
  if (is_new_input && !folder_.empty()) {
    std::ofstream file{folder_ / file_name(key), std::ios::binary};
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  if (is_new_input) place->second.bytes = std::move(bytes);
  for (const std::uint64_t feature : gained) {
    const auto [owner, is_new] = owners_.try_emplace(feature, self);
    if (!is_new) {
      forget_one_feature_of(owner->second.key);
      owner->second = self;
    }
    ++place->second.owns;
  }
  return has_new;
}

// An input that shows nothing that a shorter one does not show goes.
void Corpus::forget_one_feature_of(std::uint64_t key) {
  const auto input = inputs_.find(key);
  if (--input->second.owns > 0) return;
  if (!folder_.empty()) {
    std::error_code gone_already;
    std::filesystem::remove(folder_ / file_name(key), gone_already);
  }
  inputs_.erase(input);
}

std::optional<History> Corpus::pick(Random& random) const {
  const std::lock_guard lock{mutex_};
  if (inputs_.empty()) return std::nullopt;
  // Whatever stands behind a random key: near enough to even, for keys are hashes.
  auto place = inputs_.lower_bound(random.next());
  if (place == inputs_.end()) place = inputs_.begin();
  return decode(place->second.bytes);
}

std::size_t Corpus::size() const {
  const std::lock_guard lock{mutex_};
  return inputs_.size();
}

std::size_t Corpus::features() const {
  const std::lock_guard lock{mutex_};
  return owners_.size();
}

}  // namespace hallmark::fuzz
