// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/campaign_worker.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "fuzz/campaign/investigation.hpp"
#include "runner/conduct/fibers.hpp"

namespace hallmark::fuzz {

using namespace std::chrono_literals;

CampaignWorker::CampaignWorker(const CampaignShare& share, PlayTarget target, unsigned number)
    : share_{share},
      offer_{target},
      player_{std::move(target), share.options.seed + number},
      random_{share.options.seed, number} {}

void CampaignWorker::work() {
  while (!share_.ledger.is_over() && !offer_.none()) {
    const History history = offer_.within(share_.source.next(random_), random_);
    if (history.steps.empty()) continue;
    const std::optional<std::uint64_t> number = share_.ledger.next_number();
    if (!number) break;
    play(history, *number);
    runner::let_others_run();
  }
  share_.ledger.add_checks(player_.checked());
}

void CampaignWorker::play(const History& history, std::uint64_t number) {
  feedback_.begin(history);
  player_.watch([this](const Witnessed& call) {
    feedback_.add(call);
    share_.ledger.witness(call);
    took_us_.push_back(call.took_us);
  });
  PlayedHistory played = player_.play(history);
  player_.watch(nullptr);
  if (!played.hindrance) share_.corpus.add(history, feedback_.end());
  share_.ledger.count(played, took_us_);
  took_us_.clear();
  rest(played);
  if (played.finding) found(history, std::move(played), number);
}

void CampaignWorker::rest(const PlayedHistory& played) {
  using Kind = Hindrance::Kind;
  std::optional<Hindrance> hindrance = played.hindrance;
  if (hindrance && hindrance->kind == Kind::no_world && share_.ledger.lacks_worlds()) {
    if (auto nobody = player_.miss_a_connection()) hindrance = std::move(nobody);
  }
  if (hindrance && hindrance->kind == Kind::no_connection) share_.ledger.miss(*hindrance);
  const bool is_hindered = hindrance && hindrance->kind != Kind::not_on_offer;
  if (share_.ledger.is_over() || (!is_hindered && played.busy == 0)) {
    pause_ = 0ms;
    return;
  }
  pause_ = std::clamp<std::chrono::milliseconds>(2 * pause_, 20ms, 1s);
  player_.rest(pause_ + pause_ * random_.below(50) / 100);
}

bool CampaignWorker::is_its_own(const std::string& bucket) {
  std::optional<Hindrance> hindrance;
  if (!share_.ledger.is_over()) {
    hindrance = player_.miss_an_answer(offer_.first());
  } else if (share_.ledger.is_missing()) {  // nobody waits for an answer any more
    hindrance.emplace();
  }
  if (!hindrance) return true;
  share_.ledger.give_up(bucket);
  if (hindrance->kind == Hindrance::Kind::no_connection) share_.ledger.miss(*hindrance);
  return false;
}

void CampaignWorker::found(const History& history, PlayedHistory first, std::uint64_t number) {
  CampaignLedger& ledger = share_.ledger;
  if (!ledger.is_new(first.finding->bucket())) return;
  Investigation it{share_.options, ledger, player_, history, std::move(first), number};
  if (it.is_doubtful() && !is_its_own(it.bucket())) return;
  if (!it.shrinks()) return;
  if (it.is_doubtful() && !is_its_own(it.bucket())) return;
  if (it.holds() && it.is_the_targets()) it.report();
}

}  // namespace hallmark::fuzz
