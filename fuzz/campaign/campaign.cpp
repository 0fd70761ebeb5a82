// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/campaign.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "fuzz/campaign/campaign_ledger.hpp"
#include "fuzz/campaign/campaign_worker.hpp"
#include "fuzz/campaign/counted_target.hpp"
#include "fuzz/campaign/history_source.hpp"
#include "runner/conduct/fibers.hpp"
#include "runner/wire/headroom.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Campaigning {
 public:
  Campaigning(reports::Report begun, Corpus& corpus, const MakeTarget& make_target,
              const CampaignOptions& options, reports::Listener& listener)
      : corpus_{corpus},
        make_target_{make_target},
        options_{options},
        listener_{listener},
        source_{corpus, options.first, options.without, options.longest_wait},
        ledger_{std::move(begun), options, listener},
        threads_{runner::threads_for(options.jobs)} {}

  reports::Report run(std::exception_ptr* thrown) {
    {
      std::vector<std::jthread> threads;
      for (unsigned first = 0; first < threads_ && start(threads, first); ++first) {
      }
      watch();
    }
    if (!was_open_) thrown_ = why_closed_;
    if (!thrown_ && options_.knock && ledger_.is_silent()) {
      if (const auto nobody = options_.knock(ledger_.patience())) ledger_.find_gone(*nobody);
    }
    reports::Report report = ledger_.finish(corpus_, requests_);
    if (!thrown_) return report;
    if (thrown == nullptr || report.campaign->histories == 0) std::rethrow_exception(thrown_);
    *thrown = thrown_;
    try {
      std::rethrow_exception(thrown_);
    } catch (const std::exception& error) {
      reports::note_breaking_off(report, error);
    }
    return report;
  }

 private:
  // ---- The thread that waits

  void watch() {
    auto next_second = Clock::now() + 1s;
    for (bool all_done = false; !all_done;) {
      all_done = wait_for_all();
      if (options_.time && ledger_.since_start() >= *options_.time) {
        ledger_.end(reports::Campaign::End::time);
      }
      if (options_.stop()) ledger_.interrupt();
      if (ledger_.is_over() && options_.budget && !options_.budget->is_over()) {
        options_.budget->end_now();
      }
      if (Clock::now() >= next_second) {
        next_second += 1s;
        ledger_.sample();
      }
      listener_.tick(ledger_.snapshot(corpus_, requests_));
    }
  }

  // A moment; true where all threads are done.
  bool wait_for_all() {
    constexpr auto tick = 100ms;
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, tick, [this] { return at_work_ == 0; });
  }

  // ---- The threads whose fibers play

  // False where this machine has no thread left. One has to be had; the jobs of those that are not
  // are left out.
  bool start(std::vector<std::jthread>& threads, unsigned first) {
    {
      const std::lock_guard lock{mutex_};
      ++at_work_;
    }
    try {
      threads.push_back(runner::begin_thread([this, first] { work(first); }));
      return true;
    } catch (const std::system_error& error) {
      const std::lock_guard lock{mutex_};
      --at_work_;
      if (first == 0) throw std::system_error{error.code(), "no thread to play on"};
      return false;
    }
  }

  // Nothing where it is not open to this thread. If it was to another, it has gone since, or the
  // time is over: those that play will tell.
  std::optional<PlayTarget> open(boost::asio::io_context& io) {
    try {
      PlayTarget target = counted(make_target_(io), requests_);
      const std::lock_guard lock{mutex_};
      was_open_ = true;
      return target;
    } catch (...) {
      const std::lock_guard lock{mutex_};
      why_closed_ = std::current_exception();
      return std::nullopt;
    }
  }

  // The job `first`, and every one that is as many threads further on.
  void work(unsigned first) {
    keep_what_is_thrown([&] {
      boost::asio::io_context io{1};
      const std::optional<PlayTarget> target = open(io);
      if (!target) return;
      std::vector<std::function<void()>> share;
      for (auto i = first; i < options_.jobs; i += threads_) {
        share.emplace_back([&, i] {
          keep_what_is_thrown([&] {
            CampaignWorker{{options_, source_, corpus_, ledger_}, *target, i}.work();
          });
        });
      }
      runner::run_fibers(io, share);
      if (target->worlds) ledger_.add_left_behind(target->worlds->close());
    });
    const std::lock_guard lock{mutex_};
    --at_work_;
    changed_.notify_one();
  }

  // Whatever is thrown ends the campaign, for the other threads and fibers, too.
  template <class Work>
  void keep_what_is_thrown(const Work& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock{mutex_};
      if (!thrown_) thrown_ = std::current_exception();
      ledger_.break_off();
    }
  }

  Corpus& corpus_;
  const MakeTarget& make_target_;
  const CampaignOptions& options_;
  reports::Listener& listener_;
  HistorySource source_;
  CampaignLedger ledger_;
  std::atomic<std::uint64_t> requests_ = 0;
  const unsigned threads_;

  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  unsigned at_work_ = 0;  // threads
  bool was_open_ = false;
  std::exception_ptr why_closed_;
  std::exception_ptr thrown_;
};

}  // namespace

reports::Report run_campaign(reports::Report begun, Corpus& corpus, const MakeTarget& make_target,
                             const CampaignOptions& options, reports::Listener& listener,
                             std::exception_ptr* thrown) {
  return Campaigning{std::move(begun), corpus, make_target, options, listener}.run(thrown);
}

}  // namespace hallmark::fuzz
