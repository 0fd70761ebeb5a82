// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/finding_buckets.hpp"

#include <utility>

namespace hallmark::fuzz {
namespace {

constexpr unsigned most_chances = 4;  // of a kind whose finding did not show again

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
  buckets_.try_emplace(bucket);
  return true;
}

void FindingBuckets::confirm(const std::string& bucket, std::size_t place) {
  buckets_[bucket].place = place;
}

void FindingBuckets::give_up(const std::string& bucket) {
  Bucket& known = buckets_[bucket];
  known.is_open = ++known.in_vain < most_chances;
}

std::vector<FindingBuckets::Confirmed> FindingBuckets::confirmed() const {
  std::vector<Confirmed> all;
  for (const auto& [bucket, known] : buckets_) {
    if (known.place) all.push_back({*known.place, known.seen});
  }
  return all;
}

}  // namespace hallmark::fuzz
