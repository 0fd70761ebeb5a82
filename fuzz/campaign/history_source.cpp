// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/history_source.hpp"

#include <utility>

#include "fuzz/grammar/mutation.hpp"

namespace hallmark::fuzz {
namespace {

constexpr unsigned percent_drawn = 70;
constexpr unsigned percent_crossed = 25;  // of those that are made of what was kept

}  // namespace

HistorySource::HistorySource(const Corpus& corpus, std::vector<History> first,
                             const runner::Without& without, std::chrono::milliseconds longest_wait)
    : corpus_{corpus},
      claims_{without},
      draw_{.races = 10,
            .again = 20,
            .longest_wait = longest_wait,
            .patient = 100,
            .both_formats = 33},
      found_{std::move(first)} {
  const std::vector<History> kept = corpus.found();
  found_.insert(found_.end(), kept.begin(), kept.end());
}

std::optional<History> HistorySource::next_found() {
  const std::size_t place = next_found_.fetch_add(1, std::memory_order_relaxed);
  if (place >= found_.size()) return std::nullopt;
  return found_[place];
}

History HistorySource::any(Random& random) {
  if (auto found = next_found()) return *std::move(found);
  if (!random.percent(percent_drawn)) {
    if (auto kept = corpus_.pick(random)) {
      const auto other = random.percent(percent_crossed) ? corpus_.pick(random) : std::nullopt;
      History child = other ? cross(*kept, *other, random) : *std::move(kept);
      return with_waits_up_to(draw_.longest_wait, mutate(std::move(child), random));
    }
  }
  return draw_history(random, draw_);
}

}  // namespace hallmark::fuzz
