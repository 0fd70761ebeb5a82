// SPDX-License-Identifier: Apache-2.0
//
// The histories that a campaign keeps: for each feature the shortest that showed it. In a folder it
// is the same corpus that libFuzzer reads and writes: one file a history, in its byte form. From
// any thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "fuzz/grammar/random.hpp"

namespace hallmark::fuzz {

class Corpus {
 public:
  Corpus() = default;
  // Writes what is kept into `folder`, at once. The folder is made where it is not there. Throws
  // std::filesystem::filesystem_error.
  explicit Corpus(std::filesystem::path folder);

  // What the folder held, to be played first: whatever a file holds is a history. Files over 4 KiB
  // are none of ours, and left alone.
  [[nodiscard]] std::vector<History> found() const;

  // Keeps the history where it shows a feature that is new, or shows one in fewer bytes than any
  // before. True where a feature was new.
  bool add(const History& history, std::span<const std::uint64_t> features);

  // One that is kept; nothing where none is.
  [[nodiscard]] std::optional<History> pick(Random& random) const;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t features() const;

 private:
  struct Input {
    std::vector<std::uint8_t> bytes;
    std::size_t owns = 0;  // features
  };
  struct Owner {
    std::uint64_t key = 0;  // of an input
    std::size_t size = 0;   // bytes of it
  };

  void forget_one_feature_of(std::uint64_t key);

  std::filesystem::path folder_;  // empty: nothing is written
  mutable std::mutex mutex_;
  std::map<std::uint64_t, Input> inputs_;                   // by the hash of their bytes
  boost::unordered_flat_map<std::uint64_t, Owner> owners_;  // of features
};

}  // namespace hallmark::fuzz
