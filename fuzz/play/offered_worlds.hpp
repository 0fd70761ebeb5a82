// SPDX-License-Identifier: Apache-2.0
//
// Which worlds the fixtures of a target offer, and histories brought into one of them.
#pragma once

#include <optional>
#include <vector>

#include "cases/fixture.hpp"
#include "fuzz/grammar/history.hpp"
#include "fuzz/grammar/random.hpp"
#include "fuzz/play/play_target.hpp"

namespace hallmark::fuzz {

class OfferedWorlds {
 public:
  explicit OfferedWorlds(const PlayTarget& target);

  [[nodiscard]] bool none() const { return known_.empty(); }
  // A plain one. There has to be any.
  [[nodiscard]] const cases::Fixture& first() const { return known_.front(); }

  // The history in a world that is on offer: its own, or one that is like it, or any. Where the
  // second world would be of the same account, nothing in it is about another one. There has to be
  // any.
  [[nodiscard]] History within(History history, Random& random) const;

 private:
  [[nodiscard]] bool has(const cases::Fixture& fixture) const {
    return !lacks_ || !lacks_(fixture);
  }
  [[nodiscard]] cases::Fixture nearest(const cases::Fixture& fixture, Random& random) const;

  std::function<std::optional<std::string>(const cases::Fixture&)> lacks_;
  bool other_accounts_;
  // Of those with one condition at most; the ones without stand first.
  std::vector<cases::Fixture> known_;
  cases::ConditionSet conditions_;  // in any of them
};

}  // namespace hallmark::fuzz
