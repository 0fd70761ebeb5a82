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

  CampaignShare share_;
  Player player_;
  Random random_;
  Feedback feedback_;
  std::vector<std::int64_t> took_us_;
  Clock::time_point staged_ = Clock::now();  // when there was a world for the last time
};

}  // namespace hallmark::fuzz
