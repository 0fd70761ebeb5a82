// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/replay.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "fuzz/play/shrink.hpp"
#include "reports/text.hpp"
#include "runner/conduct/interruption.hpp"

namespace hallmark::fuzz {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_slow_plays = 10;
constexpr int most_missed = 3;  // plays without a connection, before nobody is there

// Whether an answer is lost each time, at the same place: then it is the target that loses it.
bool is_always_lost(Player& player, const History& history, const PlayedHistory& first) {
  for (int i = 0; i < plays_to_hold(*first.lost); ++i) {
    const PlayedHistory again = player.play(history);
    if (!again.finding || again.finding->bucket() != first.finding->bucket()) return false;
  }
  return true;
}

}  // namespace

std::size_t plays_of(const SavedFinding& saved) {
  constexpr double missed = 0.01;
  constexpr std::size_t most = 100;
  return tries_for(saved.rate, missed, most);
}

Replayed replay(PlayTarget target, const SavedFinding& saved, std::size_t times,
                std::uint64_t seed) {
  const auto pause = std::make_shared<milliseconds>(0);
  const bool time_passes = target.advance != nullptr;
  if (time_passes) {
    target.handle = [pause, advance = target.advance,
                     ask = std::move(target.handle)](const runner::HttpRequest& request) {
      if (pause->count() > 0) advance(*pause);
      return ask(request);
    };
  }
  Player player{std::move(target), seed};
  Replayed replayed;
  std::optional<Replayed> another;
  int missed = 0;
  bool whole = false;  // it was played to its end at least once
  for (const milliseconds next : {milliseconds{0}, milliseconds{20}, milliseconds{100}}) {
    if (next.count() > 0 && !time_passes) break;
    *pause = next;
    const std::size_t most = next.count() > 0 ? std::min(times, most_slow_plays) : times;
    for (std::size_t play = 1; play <= most && !runner::interrupted(); ++play) {
      ++replayed.plays;
      PlayedHistory played = player.play(saved.history);
      // Where no call is answered it is not this one's fault.
      if (played.finding && played.finding->checker == Checker::every_request_is_answered) {
        played.hindrance = player.miss_an_answer(saved.history.fixture);
      }
      // One that was kept may be closed under a call; the next play goes over another.
      if (played.hindrance && played.hindrance->kind == Hindrance::Kind::no_connection &&
          ++missed < most_missed) {
        --play;
        continue;
      }
      if (played.hindrance) {
        replayed.hindrance = std::move(played.hindrance);
        return replayed;
      }
      if (!played.finding) {
        whole = true;
        continue;
      }
      if (played.lost && !is_always_lost(player, saved.history, played)) continue;
      const bool is_the_same =
          saved.bucket.empty() || reports::printable(played.finding->bucket()) == saved.bucket;
      Replayed found{.finding = std::move(played.finding),
                     .is_the_same = is_the_same,
                     .plays = play,
                     .pause = next,
                     .hindrance = {},
                     .exchanges = std::move(played.exchanges)};
      if (is_the_same) return found;
      if (!another) another = std::move(found);
    }
  }
  if (another) return *std::move(another);
  if (replayed.plays > 0 && !whole && !runner::interrupted()) {
    replayed.hindrance =
        Hindrance{.kind = Hindrance::Kind::no_connection,
                  .why = "the way to the target loses answers, and no play came to its end"};
  }
  return replayed;
}

}  // namespace hallmark::fuzz
