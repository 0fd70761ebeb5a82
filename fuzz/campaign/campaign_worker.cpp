// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/campaign_worker.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "fuzz/campaign/checks.hpp"
#include "fuzz/play/shrink.hpp"
#include "runner/conduct/fibers.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::chrono_literals;

constexpr int more_tries = 20;  // for what did not show again
constexpr int busy_tries = 10;  // for what is no finding unless it always shows

// What may have been somebody else: who stands before the target, or nobody at all.
bool may_be_anothers(const Violation& finding) {
  return finding.checker == Checker::every_request_is_answered || is_busy(finding.shape);
}

// Whose evidence stands by itself, even if it never shows again: there was no order, and no clock
// and no busy machine makes one. Fixtures that hand out a world twice do.
bool proves_itself(Checker checker) {
  return checker == Checker::concurrent_calls_explained || checker == Checker::nonce_good_once ||
         checker == Checker::request_id_once;
}

// Whether a smaller history that fails so shows what `found` was about: the same; or the same
// answer to a call that is not odd. Where one finding is all that is wanted, any does that counts
// no less.
bool stands_for(const Violation& smaller, const Violation& found, bool any_does) {
  if (smaller.bucket() == found.bucket()) return true;
  if (may_be_anothers(smaller)) return false;
  if (any_does) return info_of(smaller.checker).level <= info_of(found.checker).level;
  return found.checker == Checker::customary_answer &&
         smaller.checker == Checker::answer_explained && smaller.action == found.action &&
         smaller.shape == found.shape;
}

// `variant`: its place among the full ones.
History in_one_variant(History history, std::uint8_t variant) {
  for (Step& step : history.steps) step.variant = variant;
  return history;
}

}  // namespace

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
  const Violation met = *first.finding;
  const std::string bucket = met.bucket();
  const bool is_doubtful = may_be_anothers(met);
  const bool was_lost = first.lost.has_value();
  const bool has_hung = was_lost && first.lost->kind == runner::Disturbance::Kind::hung;
  const int must_show = was_lost ? plays_to_hold(*first.lost) : is_busy(met.shape) ? busy_tries : 0;
  if (!share_.ledger.is_new(bucket)) return;
  if (is_doubtful && !is_its_own(bucket)) return;
  const auto at = share_.ledger.since_start();
  const auto until = Clock::now() + share_.options.shrink_time;
  // The last play that showed it, and of what.
  PlayedHistory evidence = std::move(first);
  History evidence_of = history;
  std::size_t played = 0;
  std::size_t shown = 0;
  const bool any_does = share_.options.first_finding && !is_doubtful;
  const auto is_late = [&] { return Clock::now() > until || share_.ledger.is_over(); };
  const auto shows = [&](const History& candidate) {
    if (is_late()) return false;
    player_.forget();
    PlayedHistory again = player_.play(candidate);
    ++played;
    if (!again.finding || !stands_for(*again.finding, met, any_does)) return false;
    evidence = std::move(again);
    evidence_of = candidate;
    ++shown;
    return true;
  };
  const auto always_shows = [&](const History& candidate) {
    for (int i = 0; i < must_show; ++i) {
      if (!shows(candidate)) return false;
    }
    return true;
  };
  const auto give_up = [&] {
    if (was_lost) {
      share_.ledger.lose(bucket, number);
    } else {
      share_.ledger.give_up(bucket);
    }
  };
  if (!always_shows(history)) return give_up();
  Shrunk shrunk = shrink(history, shows, share_.options.shrink);
  // What is lost now and then shows every time in a history that is long enough. One that hangs has
  // shown it often enough where no time is left.
  if (!always_shows(shrunk.history) && !(has_hung && is_late())) return give_up();
  for (int i = 0; i < more_tries && shrunk.rate == 0; ++i) {
    if (shows(history)) shrunk.rate = 1.0 / more_tries;
  }
  // A candidate may have shown it last that does not show it every time.
  for (std::size_t i = 0; i < shrunk.tries && evidence_of != shrunk.history; ++i) {
    (void)shows(shrunk.history);
  }
  shrunk.history = evidence_of;
  // The campaign ended before it was known how often; what was asked for after that was not played.
  if (shrunk.rate == 0 && shown > 0) {
    shrunk.rate = static_cast<double>(shown) / static_cast<double>(played);
  }
  if (is_doubtful && !is_its_own(bucket)) return;
  // Somebody else has found one meanwhile.
  if (share_.options.first_finding && share_.ledger.is_over()) {
    return share_.ledger.give_up(bucket);
  }
  const bool stands_alone = proves_itself(met.checker) && !share_.ledger.is_broken_off();
  if (shrunk.rate == 0 && !stands_alone) {
    share_.ledger.add_unconfirmed(bucket, number, played > 0);
    return;
  }
  const auto ask = [&]() -> std::optional<Doubt> {
    if (!share_.options.doubt) return std::nullopt;
    return share_.options.doubt(shrunk.history.fixture, shrunk.rate,
                                played_evidence(evidence_of, evidence.exchanges));
  };
  std::optional<Doubt> doubt = ask();
  // What a way spoils in one form it leaves alone in another.
  const std::vector<cases::Variant>& variants = cases::full_variants();
  for (std::uint8_t i = 0; doubt && doubt->settles && i < variants.size(); ++i) {
    if (share_.options.without.excludes(variants[i])) continue;
    if (shows(in_one_variant(shrunk.history, i))) doubt = ask();
  }
  shrunk.history = evidence_of;
  if (doubt && doubt->of_all) throw runner::UsageError{doubt->what};
  if (doubt) share_.ledger.doubt(bucket, *doubt);
  if (doubt && doubt->settles) return;
  const Violation& finding = *evidence.finding;
  reports::Record record{.check = check_of(finding.checker)};
  record.finding = finding_of(finding);
  record.evidence = played_evidence(shrunk.history, std::move(evidence.exchanges));
  record.discovery = {.action = finding.action,
                      .shape = finding.shape,
                      .calls = shrunk.history.steps.size(),
                      .calls_found = history.steps.size(),
                      // So many digits are read back as the same number.
                      .rate = std::floor(shrunk.rate * 1e6) / 1e6,
                      .shrink_plays = shrunk.plays,
                      .history_number = number,
                      .at_us = std::chrono::duration_cast<std::chrono::microseconds>(at).count()};
  share_.ledger.add(bucket, finding.bucket(), std::move(record));
}

}  // namespace hallmark::fuzz
