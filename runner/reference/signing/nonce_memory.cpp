// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/nonce_memory.hpp"

#include <algorithm>
#include <vector>

#include "runner/reference/signing/crypto.hpp"

namespace hallmark::runner::reference {
namespace {

// A nonce may be of any length; what is kept of it may not.
std::string fingerprint(std::string_view nonce) {
  constexpr std::size_t kept_whole = 64;  // bytes
  return nonce.size() <= kept_whole ? std::string{nonce} : "sha256 " + lower_hex(sha256(nonce));
}

}  // namespace

bool NonceMemory::use(std::string_view nonce, Time now, Time expires) {
  if (expiry_.size() >= tidy_at_) make_room(now);
  const auto [entry, added] = expiry_.try_emplace(fingerprint(nonce), expires);
  if (added) return true;
  if (entry->second >= now) return false;
  entry->second = expires;
  return true;
}

bool NonceMemory::knows(std::string_view nonce, Time now) const {
  const auto entry = expiry_.find(fingerprint(nonce));
  return entry != expiry_.end() && entry->second >= now;
}

void NonceMemory::make_room(Time now) {
  std::erase_if(expiry_, [now](const auto& entry) { return entry.second < now; });
  if (expiry_.size() >= limit) {
    std::vector<Time> times;
    times.reserve(expiry_.size());
    for (const auto& [nonce, expires] : expiry_) times.push_back(expires);
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    std::size_t surplus = times.size() / 2;
    std::erase_if(expiry_, [&surplus, median = *middle](const auto& entry) {
      if (surplus == 0 || entry.second > median) return false;
      --surplus;
      return true;
    });
  }
  tidy_at_ = std::clamp<std::size_t>(2 * expiry_.size(), 64, limit);
}

}  // namespace hallmark::runner::reference
