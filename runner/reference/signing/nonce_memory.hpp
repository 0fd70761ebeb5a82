// SPDX-License-Identifier: Apache-2.0
//
// The signature nonces that an account has used, as long as their timestamps would still be taken.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runner/reference/signing/timestamps.hpp"

namespace hallmark::runner::reference {

class NonceMemory {
 public:
  // At most this many are kept; beyond it, those that expire first are forgotten early.
  static constexpr std::size_t limit = 65536;

  // False if `nonce` was used already. Otherwise it is remembered until `expires`.
  [[nodiscard]] bool use(std::string_view nonce, Time now, Time expires);

  [[nodiscard]] bool knows(std::string_view nonce, Time now) const;

  [[nodiscard]] std::size_t size() const { return expiry_.size(); }

 private:
  void make_room(Time now);

  std::unordered_map<std::string, Time> expiry_;
  std::size_t tidy_at_ = 64;
};

}  // namespace hallmark::runner::reference
