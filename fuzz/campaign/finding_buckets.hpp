// SPDX-License-Identifier: Apache-2.0
//
// The kinds of findings that a campaign meets: each is looked into once, and a few times more where
// it did not show again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hallmark::fuzz {

// An endpoint may break in endless ways: so many kinds are kept.
inline constexpr std::size_t most_findings = 200;

class FindingBuckets {
 public:
  // A finding was met; true where it is to be looked into. Then confirm() or give_up() is due.
  [[nodiscard]] bool meet(const std::string& bucket);
  // It showed again, and is the campaign's finding at `place`.
  void confirm(const std::string& bucket, std::size_t place);
  // It turned out to be the finding of another kind. The next may be one of its own.
  void count_with(const std::string& bucket, std::size_t place);
  // Nothing where it was not confirmed.
  [[nodiscard]] std::optional<std::size_t> place_of(const std::string& bucket) const;
  // It did not: the next of its kind may have another chance.
  void give_up(const std::string& bucket);

  struct Confirmed {
    std::size_t place;
    std::uint64_t seen;  // how often it was met, by whatever kind
  };
  // One for each place.
  [[nodiscard]] std::vector<Confirmed> confirmed() const;
  // Findings of kinds that there was no room for.
  [[nodiscard]] std::uint64_t not_kept() const { return not_kept_; }

 private:
  struct Bucket {
    std::optional<std::size_t> place;  // none while it is looked into, or where it was in vain
    bool is_open = false;              // for another finding, since the last did not show again
    unsigned in_vain = 0;              // how often it was looked into
    std::uint64_t seen = 0;
  };

  std::map<std::string, Bucket> buckets_;
  std::uint64_t not_kept_ = 0;
};

}  // namespace hallmark::fuzz
