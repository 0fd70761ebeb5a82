// SPDX-License-Identifier: Apache-2.0
//
// Histories: what a judged call costs in-process (and a request: worlds and looks are some, too),
// and a campaign over the network beside a client that signs beforehand and judges nothing
// (raw_ceiling/tcp).
#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include "fuzz/campaign/campaign.hpp"
#include "fuzz/campaign/counted_target.hpp"
#include "fuzz/campaign/remote_target.hpp"
#include "fuzz/grammar/draw.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"
#include "runner/bench/stand.hpp"
#include "runner/bench/stopwatch.hpp"

namespace hallmark::fuzz {
namespace {

void histories_in_process(benchmark::State& state) {
  Random random{1};
  std::vector<History> histories;
  for (int i = 0; i < 2'000; ++i) histories.push_back(draw_history(random));
  std::atomic<std::uint64_t> requests = 0;
  Player player{counted(reference_target(), requests)};
  std::uint64_t calls = 0;
  for (auto _ : state) {
    for (const History& history : histories) {
      const PlayedHistory played = player.play(history);
      if (played.finding) state.SkipWithError("the honest endpoint has a finding");
      calls += played.calls;
    }
  }
  const auto rate = [](std::uint64_t count) {
    return benchmark::Counter(static_cast<double>(count), benchmark::Counter::kIsRate);
  };
  state.counters["calls/s"] = rate(calls);
  state.counters["requests/s"] = rate(requests);
}
BENCHMARK(histories_in_process)->Unit(benchmark::kMillisecond);

// Stops the watch again and again, for the last time just before `time` is over.
class UntilTime final : public reports::Listener {
 public:
  UntilTime(runner::Stopwatch& watch, std::chrono::seconds time) : watch_{watch}, time_{time} {}

  void tick(const reports::Snapshot& now) override {
    if (watch_.running() > time_) return;
    watch_.stop();
    requests_ = now.requests;
  }
  [[nodiscard]] std::uint64_t requests() const { return requests_; }

 private:
  runner::Stopwatch& watch_;
  std::chrono::seconds time_;
  std::uint64_t requests_ = 0;
};

// As `hallmark fuzz` does it, worlds and looks included: each is a request, too. Without the very
// end, when nothing is begun any more and the last histories are waited for.
void campaign_by_tcp(benchmark::State& state) {
  constexpr std::chrono::seconds time{4};
  runner::TargetOptions target;
  target.endpoint = runner::stand().url_text();
  runner::Stopwatch watch;
  for (auto _ : state) {
    UntilTime listener{watch, time};
    const CampaignOptions options{.seed = 1, .time = time};
    Corpus corpus;
    const auto make_target = [&](auto& io) {
      return remote_target(io, target, "ReactivateInstances").play;
    };
    watch.start();
    const reports::Report campaign = run_campaign({}, corpus, make_target, options, listener);
    if (!campaign.records.empty()) state.SkipWithError("the honest endpoint has a finding");
    watch.record(state, listener.requests());
  }
  watch.report(state);
}
BENCHMARK(campaign_by_tcp)->Name("campaign/tcp")->Apply(runner::once);

}  // namespace
}  // namespace hallmark::fuzz
