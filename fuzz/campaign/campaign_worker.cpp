// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/campaign_worker.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "fuzz/campaign/checks.hpp"
#include "fuzz/play/shrink.hpp"
#include "runner/conduct/fibers.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::chrono_literals;

constexpr auto away = 5s;       // without a world: the target is gone
constexpr int more_tries = 20;  // for what did not show again

// Whose evidence stands by itself, even if it never shows again: there was no order, and no clock
// and no busy machine makes one.
bool proves_itself(Checker checker) {
  return checker == Checker::concurrent_calls_explained || checker == Checker::nonce_good_once ||
         checker == Checker::request_id_once;
}

}  // namespace

CampaignWorker::CampaignWorker(const CampaignShare& share, PlayTarget target, unsigned number)
    : share_{share},
      player_{std::move(target), share.options.seed + number},
      random_{share.options.seed, number} {}

void CampaignWorker::work() {
  while (!share_.ledger.is_over()) {
    const History history = share_.source.next(random_);
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
  if (played.trouble.empty()) {
    share_.corpus.add(history, feedback_.end());
    staged_ = Clock::now();
  } else if (Clock::now() - staged_ > away) {
    share_.ledger.end_without_target(played.trouble);
  }
  share_.ledger.count(played, took_us_);
  took_us_.clear();
  if (played.finding) found(history, std::move(played), number);
}

void CampaignWorker::found(const History& history, PlayedHistory first, std::uint64_t number) {
  const Checker checker = first.finding->checker;
  const std::string bucket = first.finding->bucket();
  if (!share_.ledger.is_new(bucket)) return;
  const auto at = share_.ledger.since_start();
  const auto until = Clock::now() + share_.options.shrink_time;
  const auto shown_by = [&](const History& candidate) {
    player_.forget();
    PlayedHistory played = player_.play(candidate);
    if (played.finding && played.finding->bucket() != bucket) played.finding.reset();
    return played;
  };
  const auto shows = [&](const History& candidate) {
    return Clock::now() <= until && shown_by(candidate).finding.has_value();
  };
  Shrunk shrunk = shrink(history, shows, share_.options.shrink);
  for (int i = 0; i < more_tries && shrunk.rate == 0; ++i) {
    if (shows(history)) shrunk.rate = 1.0 / more_tries;
  }
  // Once more, for the evidence: one play that showed it, and the shrunk one where it does.
  PlayedHistory evidence = std::move(first);
  for (std::size_t i = 0; i < std::max<std::size_t>(shrunk.tries, 3); ++i) {
    PlayedHistory again = shown_by(shrunk.history);
    if (!again.finding) continue;
    evidence = std::move(again);
    break;
  }
  if (shrunk.rate == 0 && !proves_itself(checker)) {
    share_.ledger.add_unconfirmed(bucket, number);
    return;
  }
  const Violation& finding = *evidence.finding;
  reports::Record record{.check = check_of(finding.checker)};
  record.finding = {.verdict = reports::Verdict::fail,
                    .wanted = finding.wanted,
                    .wanted_by = finding.citation.text(),
                    .got = finding.got};
  record.evidence.history = to_text(shrunk.history);
  for (reports::Exchange& exchange : evidence.exchanges) {
    record.evidence.calls.push_back(
        {.call = record.evidence.calls.size(), .exchange = std::move(exchange)});
  }
  record.discovery = {.action = finding.action,
                      .shape = finding.shape,
                      .calls = shrunk.history.steps.size(),
                      .calls_found = history.steps.size(),
                      .rate = shrunk.rate,
                      .shrink_plays = shrunk.plays,
                      .history_number = number,
                      .at_us = std::chrono::duration_cast<std::chrono::microseconds>(at).count()};
  share_.ledger.add(bucket, std::move(record));
}

}  // namespace hallmark::fuzz
