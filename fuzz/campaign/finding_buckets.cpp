// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/finding_buckets.hpp"

#include <utility>

namespace hallmark::fuzz {
namespace {

constexpr unsigned most_chances = 4;  // of a kind that has shown no finding of its own

}  // namespace

bool FindingBuckets::meet(const std::string& bucket) {
  const auto known = buckets_.find(bucket);
  if (known != buckets_.end()) {
    ++known->second.seen;
    return std::exchange(known->second.is_open, false);
  }
  if (buckets_.size() >= most_findings) {
    ++not_kept_;
    return false;
  }
  buckets_[bucket].seen = 1;
  return true;
}

void FindingBuckets::confirm(const std::string& bucket, std::size_t place) {
  buckets_[bucket].place = place;
}

void FindingBuckets::count_with(const std::string& bucket, std::size_t place) {
  give_up(bucket);
  buckets_[bucket].place = place;
}

std::optional<std::size_t> FindingBuckets::place_of(const std::string& bucket) const {
  const auto known = buckets_.find(bucket);
  return known == buckets_.end() ? std::nullopt : known->second.place;
}

void FindingBuckets::give_up(const std::string& bucket) {
  Bucket& known = buckets_[bucket];
  known.is_open = ++known.in_vain < most_chances;
}

std::vector<FindingBuckets::Confirmed> FindingBuckets::confirmed() const {
  std::map<std::size_t, std::uint64_t> seen;
  for (const auto& [bucket, known] : buckets_) {
    if (known.place) seen[*known.place] += known.seen;
  }
  std::vector<Confirmed> all;
  for (const auto& [place, times] : seen) all.push_back({place, times});
  return all;
}

}  // namespace hallmark::fuzz
