// SPDX-License-Identifier: Apache-2.0
//
// One of those who play a campaign's histories, one after the other, and shrink what they find.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/campaign/campaign.hpp"
#include "fuzz/campaign/campaign_ledger.hpp"
#include "fuzz/campaign/corpus.hpp"
#include "fuzz/campaign/feedback.hpp"
#include "fuzz/campaign/history_source.hpp"
#include "fuzz/grammar/random.hpp"
#include "fuzz/play/offered_worlds.hpp"
#include "fuzz/play/player.hpp"

namespace hallmark::fuzz {

// What all of them share.
struct CampaignShare {
  const CampaignOptions& options;
  HistorySource& source;
  Corpus& corpus;
  CampaignLedger& ledger;
};

class CampaignWorker {
 public:
  // `number` makes each a worker with random numbers of its own.
  CampaignWorker(const CampaignShare& share, PlayTarget target, unsigned number);

  // Until the campaign is over.
  void work();

 private:
  using Clock = std::chrono::steady_clock;

  void play(const History& history, std::uint64_t number);
  void found(const History& history, PlayedHistory first, std::uint64_t number);
  // Whether a finding that others could be the cause of is this call's own: any other is answered.
  [[nodiscard]] bool is_its_own(const std::string& bucket);
  // Where nobody is there, or somebody is too busy, for ever longer.
  void rest(const PlayedHistory& played);

  CampaignShare share_;
  OfferedWorlds offer_;
  Player player_;
  Random random_;
  Feedback feedback_;
  std::vector<std::int64_t> took_us_;
  std::chrono::milliseconds pause_{0};  // the last one
};

}  // namespace hallmark::fuzz
