// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/investigation.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "fuzz/campaign/checks.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::fuzz {
namespace {

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

int plays_that_show(const Violation& met, const std::optional<runner::Disturbance>& lost) {
  return lost ? plays_to_hold(*lost) : is_busy(met.shape) ? busy_tries : 0;
}

}  // namespace

Investigation::Investigation(const CampaignOptions& options, CampaignLedger& ledger, Player& player,
                             const History& history, PlayedHistory first, std::uint64_t number)
    : options_{options},
      ledger_{ledger},
      player_{player},
      history_{history},
      number_{number},
      met_{*first.finding},
      bucket_{met_.bucket()},
      is_doubtful_{may_be_anothers(met_)},
      any_does_{options.first_finding && !is_doubtful_},
      lost_{first.lost},
      must_show_{plays_that_show(met_, lost_)},
      at_{ledger.since_start()},
      until_{Clock::now() + options.shrink_time},
      evidence_{std::move(first)},
      evidence_of_{history} {}

bool Investigation::is_late() const { return Clock::now() > until_ || ledger_.is_over(); }

bool Investigation::shows(const History& candidate) {
  if (is_late()) return false;
  player_.forget();
  PlayedHistory again = player_.play(candidate);
  ++played_;
  if (!again.finding || !stands_for(*again.finding, met_, any_does_)) return false;
  evidence_ = std::move(again);
  evidence_of_ = candidate;
  ++shown_;
  return true;
}

bool Investigation::always_shows(const History& candidate) {
  for (int i = 0; i < must_show_; ++i) {
    if (!shows(candidate)) return false;
  }
  return true;
}

void Investigation::give_up() {
  if (lost_) {
    ledger_.lose(bucket_, number_, lost_->kind == runner::Disturbance::Kind::spent_nonce);
  } else {
    ledger_.give_up(bucket_);
  }
}

bool Investigation::shrinks() {
  if (!always_shows(history_)) {
    give_up();
    return false;
  }
  shrunk_ = shrink(
      history_, [this](const History& candidate) { return shows(candidate); }, options_.shrink);
  // What is lost now and then shows every time in a history that is long enough. One that hangs has
  // shown it often enough where no time is left.
  const bool has_hung = lost_ && lost_->kind == runner::Disturbance::Kind::hung;
  if (!always_shows(shrunk_.history) && !(has_hung && is_late())) {
    give_up();
    return false;
  }
  for (int i = 0; i < more_tries && shrunk_.rate == 0; ++i) {
    if (shows(history_)) shrunk_.rate = 1.0 / more_tries;
  }
  // A candidate may have shown it last that does not show it every time.
  for (std::size_t i = 0; i < shrunk_.tries && evidence_of_ != shrunk_.history; ++i) {
    (void)shows(shrunk_.history);
  }
  shrunk_.history = evidence_of_;
  // The campaign ended before it was known how often; what was asked for after that was not played.
  if (shrunk_.rate == 0 && shown_ > 0) {
    shrunk_.rate = static_cast<double>(shown_) / static_cast<double>(played_);
  }
  return true;
}

bool Investigation::holds() {
  // Somebody else has found one meanwhile.
  if (options_.first_finding && ledger_.is_over()) {
    ledger_.give_up(bucket_);
    return false;
  }
  const bool stands_alone = proves_itself(met_.checker) && !ledger_.is_broken_off();
  if (shrunk_.rate > 0 || stands_alone) return true;
  ledger_.add_unconfirmed(bucket_, number_, played_ > 0);
  return false;
}

std::optional<Doubt> Investigation::ask() const {
  if (!options_.doubt) return std::nullopt;
  return options_.doubt(evidence_of_.fixture, shrunk_.rate,
                        played_evidence(evidence_of_, evidence_.exchanges));
}

bool Investigation::is_the_targets() {
  std::optional<Doubt> doubt = ask();
  // What a way spoils in one form it leaves alone in another.
  const std::vector<cases::Variant>& variants = cases::full_variants();
  for (std::uint8_t i = 0; doubt && doubt->settles && i < variants.size(); ++i) {
    if (options_.without.excludes(variants[i])) continue;
    if (shows(in_one_variant(shrunk_.history, i))) doubt = ask();
  }
  if (doubt && doubt->of_all) throw runner::UsageError{doubt->what};
  if (doubt) ledger_.doubt(bucket_, *doubt);
  return !doubt || !doubt->settles;
}

void Investigation::report() {
  const Violation& finding = *evidence_.finding;
  reports::Record record{.check = check_of(finding.checker)};
  record.finding = finding_of(finding);
  record.evidence = played_evidence(evidence_of_, evidence_.exchanges);
  record.discovery = {.action = finding.action,
                      .shape = finding.shape,
                      .calls = evidence_of_.steps.size(),
                      .calls_found = history_.steps.size(),
                      // So many digits are read back as the same number.
                      .rate = std::floor(shrunk_.rate * 1e6) / 1e6,
                      .shrink_plays = shrunk_.plays,
                      .history_number = number_,
                      .at_us = std::chrono::duration_cast<std::chrono::microseconds>(at_).count()};
  ledger_.add(bucket_, finding.bucket(), std::move(record));
}

}  // namespace hallmark::fuzz
