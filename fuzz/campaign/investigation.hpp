// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a contradiction that a campaign has met: whether it shows again, in what smallest
// history, how often, and whether it is the target's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "fuzz/campaign/campaign.hpp"
#include "fuzz/campaign/campaign_ledger.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/shrink.hpp"

namespace hallmark::fuzz {

// One by one, and each only where the one before says so; the ledger is told why it ends early.
class Investigation {
 public:
  // `first`: the play of `history` that met it, the `number`th of the campaign.
  Investigation(const CampaignOptions& options, CampaignLedger& ledger, Player& player,
                const History& history, PlayedHistory first, std::uint64_t number);

  [[nodiscard]] const std::string& bucket() const { return bucket_; }
  // Whether it may have been somebody else: who stands before the target, or nobody at all.
  [[nodiscard]] bool is_doubtful() const { return is_doubtful_; }

  // Shrinks it. False where it does not show as often as it has to.
  [[nodiscard]] bool shrinks();
  // False where it has not shown again, unless its evidence stands by itself.
  [[nodiscard]] bool holds();
  // False where somebody else explains it. Throws where who does spoils all that was found.
  [[nodiscard]] bool is_the_targets();
  void report();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] bool is_late() const;
  // Plays it once; whether it shows what was met.
  [[nodiscard]] bool shows(const History& candidate);
  // As often as it has to show.
  [[nodiscard]] bool always_shows(const History& candidate);
  void give_up();
  [[nodiscard]] std::optional<Doubt> ask() const;

  const CampaignOptions& options_;
  CampaignLedger& ledger_;
  Player& player_;
  const History& history_;
  const std::uint64_t number_;

  const Violation met_;
  const std::string bucket_;
  const bool is_doubtful_;
  const bool any_does_;  // that counts no less
  const std::optional<runner::Disturbance> lost_;
  const int must_show_;
  const CampaignLedger::Clock::duration at_;
  const Clock::time_point until_;

  // The last play that showed it, and of what.
  PlayedHistory evidence_;
  History evidence_of_;
  std::size_t played_ = 0;
  std::size_t shown_ = 0;
  Shrunk shrunk_;
};

}  // namespace hallmark::fuzz
