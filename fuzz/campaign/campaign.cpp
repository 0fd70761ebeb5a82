// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/campaign.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "fuzz/campaign/answer_coverage.hpp"
#include "fuzz/campaign/counted_target.hpp"
#include "fuzz/campaign/feedback.hpp"
#include "fuzz/campaign/finding_file.hpp"
#include "fuzz/campaign/steadiness.hpp"
#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/mutation.hpp"
#include "fuzz/play/claims.hpp"
#include "fuzz/play/player.hpp"
#include "reports/text.hpp"
#include "runner/app/fibers.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto tick = 100ms;
constexpr auto away = 5s;                   // without a world: the target is gone
constexpr std::size_t most_findings = 200;  // kinds; an endpoint may break in endless ways
constexpr std::size_t longest_field = 300;  // characters of what an answer says
constexpr int more_tries = 20;              // for what did not show again
constexpr unsigned most_chances = 4;        // of a bucket whose finding did not
// Histories: drawn from the model, or made of what was kept.
constexpr unsigned percent_drawn = 70;

std::string field(std::string_view text) {
  return reports::shortened(reports::printable(text), longest_field);
}

// Whose evidence stands by itself, even if it never shows again: there was no order, and no clock
// and no busy machine makes one.
bool proves_itself(Checker checker) {
  return checker == Checker::concurrent_calls_explained || checker == Checker::nonce_good_once ||
         checker == Checker::request_id_once;
}

std::int64_t microseconds(Clock::duration time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

class Campaigning {
 public:
  Campaigning(reports::CampaignInfo info, Corpus& corpus, const MakeTarget& make_target,
              const CampaignOptions& options)
      : corpus_{corpus},
        make_target_{make_target},
        options_{options},
        claims_{options.without},
        first_{corpus.found()},
        draw_{.races = 10,
              .again = 20,
              .longest_wait = options.longest_wait,
              .patient = 100,
              .both_formats = 33} {
    campaign_.info = std::move(info);
  }

  reports::Campaign run() {
    {
      const unsigned count = runner::threads_for(options_.jobs);
      at_work_ = count;
      requests_ = std::vector<RequestCount>(count);
      std::vector<std::jthread> threads;
      for (unsigned first = 0; first < count; ++first) {
        threads.emplace_back([this, first, count] { work(first, count); });
      }
      watch();
    }
    if (thrown_) std::rethrow_exception(thrown_);
    finish();
    return std::move(campaign_);
  }

 private:
  struct Bucket {
    std::size_t finding = 0;  // place in campaign_.findings; none while it is being shrunk
    bool is_known = false;
    bool is_open = false;      // for another finding, since the last one did not show again
    unsigned unconfirmed = 0;  // how often it was looked at in vain
    std::uint64_t seen = 1;
  };

  // ---- The thread that waits

  void watch() {
    std::unique_lock lock{mutex_};
    auto next_second = began_ + 1s;
    while (at_work_ > 0) {
      changed_.wait_for(lock, tick);
      const auto now = Clock::now();
      if (options_.time && now - began_ >= *options_.time) end(reports::Campaign::End::time);
      if (options_.stop()) end(reports::Campaign::End::interrupted);
      if (now >= next_second) {
        next_second += 1s;
        sample();
      }
      const reports::CampaignSnapshot snapshot = snapshot_of();
      lock.unlock();
      options_.on_progress(snapshot);
      lock.lock();
    }
  }

  // With mutex_ held.
  void end(reports::Campaign::End why) {
    if (over_) return;
    over_ = true;
    campaign_.end = why;
  }

  void sample() {
    if (!took_us_.empty()) {
      std::ranges::nth_element(took_us_,
                               took_us_.begin() + static_cast<std::ptrdiff_t>(took_us_.size() / 2));
      latencies_.push_back(static_cast<double>(took_us_[took_us_.size() / 2]));
      took_us_.clear();
    }
    if (options_.watched_process) {
      if (const auto bytes = resident_memory(*options_.watched_process)) {
        memory_.push_back(static_cast<double>(*bytes));
      }
    }
  }

  std::uint64_t requests() const {
    std::uint64_t all = 0;
    for (const RequestCount& one : requests_) all += one.value;
    return all;
  }

  reports::CampaignSnapshot snapshot_of() const {
    return {.histories = campaign_.histories,
            .calls = campaign_.calls,
            .requests = requests(),
            .inputs = corpus_.size(),
            .features = corpus_.features(),
            .answers = coverage_.answers_met(),
            .rows_met = coverage_.rows_met(),
            .rows = coverage_.row_count(),
            .transitions = coverage_.transitions_met(),
            .findings = campaign_.findings.size()};
  }

  // ---- The threads whose fibers play

  // Every count-th job, from `first` on.
  void work(unsigned first, unsigned count) {
    keep_what_is_thrown([&] {
      boost::asio::io_context io{1};
      const PlayTarget target = counted(make_target_(io), requests_[first]);
      std::vector<std::function<void()>> share;
      for (unsigned i = first; i < options_.jobs; i += count) {
        share.emplace_back([&, i] {
          keep_what_is_thrown([&] { Worker{*this, target, i}.work(); });
        });
      }
      runner::run_fibers(io, share);
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
      end(reports::Campaign::End::interrupted);
    }
  }

  class Worker {
   public:
    Worker(Campaigning& all, PlayTarget target, unsigned number)
        : all_{all},
          player_{std::move(target), all.options_.seed + number},
          random_{all.options_.seed, number} {}

    void work() {
      while (!all_.over_) {
        const History history = all_.claims_.within(next());
        if (history.steps.empty()) continue;
        const std::optional<std::uint64_t> number = all_.next_number();
        if (!number) break;
        play(history, *number);
        runner::let_others_run();
      }
      all_.add_checks(player_.checked());
    }

   private:
    History next() {
      if (const auto given = all_.next_of_corpus()) return *given;
      if (!random_.percent(percent_drawn)) {
        if (auto kept = all_.corpus_.pick(random_)) {
          const auto other = random_.percent(25) ? all_.corpus_.pick(random_) : std::nullopt;
          History child = other ? cross(*kept, *other, random_) : *std::move(kept);
          return with_waits_up_to(all_.draw_.longest_wait, mutate(std::move(child), random_));
        }
      }
      return draw_history(random_, all_.draw_);
    }

    void play(const History& history, std::uint64_t number) {
      feedback_.begin(history);
      player_.watch([this](const Witnessed& call) {
        feedback_.add(call);
        all_.coverage_.add(call);
        took_us_.push_back(call.took_us);
      });
      const Played played = player_.play(history);
      if (played.trouble.empty()) {
        all_.corpus_.add(history, feedback_.end());
        staged_ = Clock::now();
      } else if (Clock::now() - staged_ > away) {
        all_.gone(played.trouble);
      }
      all_.count(played, took_us_);
      took_us_.clear();
      if (played.finding) found(history, played, number);
    }

    void found(const History& history, const Played& first, std::uint64_t number) {
      const std::string bucket = first.finding->bucket();
      if (!all_.is_new(bucket)) return;
      const auto at = Clock::now() - all_.began_;
      // One play that showed it; the last one that did is the shortest.
      Played evidence = first;
      player_.watch(nullptr);
      const auto until = Clock::now() + all_.options_.shrink_time;
      const auto shown_by = [&](const History& candidate) {
        player_.forget();
        Played played = player_.play(candidate);
        if (played.finding && played.finding->bucket() != bucket) played.finding.reset();
        return played;
      };
      const auto shows = [&](const History& candidate) {
        return Clock::now() <= until && shown_by(candidate).finding.has_value();
      };
      Shrunk shrunk = shrink(history, shows, all_.options_.shrink);
      for (int i = 0; i < more_tries && shrunk.rate == 0; ++i) {
        if (shows(history)) shrunk.rate = 1.0 / more_tries;
      }
      // Once more, for the evidence.
      for (std::size_t i = 0; i < std::max<std::size_t>(shrunk.tries, 3); ++i) {
        Played again = shown_by(shrunk.history);
        if (!again.finding) continue;
        evidence = std::move(again);
        break;
      }
      if (shrunk.rate == 0 && !proves_itself(first.finding->checker)) {
        all_.add_unconfirmed(bucket, number);
        return;
      }
      const Finding& finding = *evidence.finding;
      all_.add(bucket, {.checker = std::string{info_of(finding.checker).name},
                        .level = std::string{level_of(info_of(finding.checker))},
                        .action = finding.action,
                        .shape = finding.shape,
                        .wanted = field(finding.wanted),
                        .got = field(finding.got),
                        .citation = finding.citation.text(),
                        .history = to_text(shrunk.history),
                        .calls = shrunk.history.steps.size(),
                        .calls_found = history.steps.size(),
                        .rate = shrunk.rate,
                        .shrink_plays = shrunk.plays,
                        .history_number = number,
                        .at_us = microseconds(at),
                        .exchanges = std::move(evidence.exchanges)});
    }

    Campaigning& all_;
    Player player_;
    Random random_;
    Feedback feedback_;
    std::vector<std::int64_t> took_us_;
    Clock::time_point staged_ = Clock::now();
  };

  // The number of a history, counted from 1; nothing where there are to be no more.
  std::optional<std::uint64_t> next_number() {
    const std::lock_guard lock{mutex_};
    if (over_) return std::nullopt;
    if (options_.histories && taken_ >= *options_.histories) {
      end(reports::Campaign::End::count);
      return std::nullopt;
    }
    return ++taken_;
  }

  std::optional<History> next_of_corpus() {
    const std::size_t place = next_of_first_.fetch_add(1, std::memory_order_relaxed);
    if (place >= first_.size()) return std::nullopt;
    return first_[place];
  }

  void count(const Played& played, const std::vector<std::int64_t>& took_us) {
    constexpr std::size_t enough = 10'000;  // of one second
    const std::lock_guard lock{mutex_};
    ++campaign_.histories;
    if (!played.trouble.empty()) {
      ++campaign_.unstaged;
      ++troubles_[played.trouble];
    }
    campaign_.calls += played.calls;
    campaign_.accepted += played.accepted;
    campaign_.unknown_orders += played.unknown_orders;
    campaign_.worlds_left += played.worlds_left;
    if (took_us_.size() < enough) {
      took_us_.insert(took_us_.end(), took_us.begin(), took_us.end());
    }
  }

  void add_checks(const std::array<std::uint64_t, checker_count>& checked) {
    const std::lock_guard lock{mutex_};
    for (std::size_t i = 0; i < checker_count; ++i) checked_[i] += checked[i];
  }

  void gone(const std::string& trouble) {
    const std::lock_guard lock{mutex_};
    if (!over_) campaign_.notes.push_back("the target is gone: " + field(trouble));
    end(reports::Campaign::End::target_gone);
  }

  bool is_new(const std::string& bucket) {
    const std::lock_guard lock{mutex_};
    const auto known = buckets_.find(bucket);
    if (known != buckets_.end()) {
      ++known->second.seen;
      return std::exchange(known->second.is_open, false);
    }
    if (buckets_.size() >= most_findings) {
      ++not_kept_;
      return false;
    }
    buckets_.try_emplace(bucket);
    return true;
  }

  void add_unconfirmed(const std::string& bucket, std::uint64_t number) {
    const std::lock_guard lock{mutex_};
    Bucket& known = buckets_[bucket];
    known.is_open = ++known.unconfirmed < most_chances;
    campaign_.notes.push_back("seen once and not again: " + field(bucket) + ", in history " +
                              std::to_string(number));
  }

  void add(const std::string& bucket, reports::CampaignFinding finding) {
    const std::lock_guard lock{mutex_};
    save(finding);
    options_.on_finding(finding);
    Bucket& known = buckets_[bucket];
    known.is_known = true;
    known.finding = campaign_.findings.size();
    campaign_.findings.push_back(std::move(finding));
    if (options_.first_finding) end(reports::Campaign::End::finding);
  }

  void save(reports::CampaignFinding& finding) {
    if (options_.findings.empty()) return;
    std::filesystem::create_directories(options_.findings);
    const std::filesystem::path path = options_.findings / file_name_of(finding);
    finding.file = path.string();
    finding.again = "hallmark replay " + reports::shell_quoted(finding.file);
    if (!campaign_.info.again_options.empty()) finding.again += " " + campaign_.info.again_options;
    std::ofstream file{path, std::ios::binary};
    file << finding_file(campaign_.info, finding);
    if (!file.flush()) {
      campaign_.notes.push_back("a finding could not be saved as " + finding.file);
      finding.file.clear();
    }
  }

  // ---- The end

  void finish() {
    for (const auto& [bucket, known] : buckets_) {
      if (known.is_known) campaign_.findings[known.finding].seen = known.seen;
    }
    advise();
    for (const CheckerInfo& info : checkers()) {
      std::uint64_t broken = 0;
      for (const auto& finding : campaign_.findings) {
        if (finding.checker == info.name) broken += finding.seen;
      }
      campaign_.checkers.push_back({.name = std::string{info.name},
                                    .level = std::string{level_of(info)},
                                    .holds = std::string{info.holds},
                                    .citation = info.citation.text(),
                                    .checked = checked_[static_cast<std::size_t>(info.checker)],
                                    .broken = broken});
    }
    for (const auto& [why, times] : troubles_) {
      campaign_.notes.push_back(reports::counted(times, "world", "worlds") +
                                " could not be made: " + field(why));
    }
    if (not_kept_ > 0) {
      campaign_.notes.push_back("more than " + std::to_string(most_findings) +
                                " kinds of findings; " + std::to_string(not_kept_) +
                                " were not kept");
    }
    campaign_.rows = coverage_.rows();
    campaign_.answers = coverage_.answers();
    campaign_.transitions = coverage_.transitions();
    campaign_.requests = requests();
    campaign_.inputs = corpus_.size();
    campaign_.features = corpus_.features();
    campaign_.took_us = microseconds(Clock::now() - began_);
  }

  void advise() {
    checked_[static_cast<std::size_t>(Checker::latency_steady)] += latencies_.size();
    checked_[static_cast<std::size_t>(Checker::memory_steady)] += memory_.size();
    if (const auto growth = growth_of(latencies_, 2.0, 1'000)) {
      add_advice(Checker::latency_steady, *growth, 1'000, "ms a call");
    }
    if (const auto growth = growth_of(memory_, 1.2, 16.0 * (1U << 20U))) {
      add_advice(Checker::memory_steady, *growth, 1U << 20U, "MiB");
    }
  }

  void add_advice(Checker checker, const Growth& growth, double unit, const std::string& name) {
    const auto in_unit = [&](double value) {
      return std::to_string(static_cast<std::uint64_t>(value / unit + 0.5)) + " " + name;
    };
    const CheckerInfo& info = info_of(checker);
    campaign_.findings.push_back({.checker = std::string{info.name},
                                  .level = std::string{level_of(info)},
                                  .wanted = "about " + in_unit(growth.at_first) + ", as at first",
                                  .got = in_unit(growth.at_last) + " in the end",
                                  .citation = info.citation.text()});
  }

  Corpus& corpus_;
  const MakeTarget& make_target_;
  const CampaignOptions& options_;
  Claims claims_;
  std::vector<History> first_;  // what the corpus held
  DrawOptions draw_;
  Clock::time_point began_ = Clock::now();
  AnswerCoverage coverage_;
  std::vector<RequestCount> requests_;  // of each thread
  std::atomic<std::size_t> next_of_first_ = 0;
  std::atomic<bool> over_ = false;

  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  unsigned at_work_ = 0;  // threads
  std::exception_ptr thrown_;
  reports::Campaign campaign_;
  std::uint64_t taken_ = 0;
  std::map<std::string, Bucket> buckets_;
  std::uint64_t not_kept_ = 0;
  std::map<std::string, std::uint64_t> troubles_;
  std::array<std::uint64_t, checker_count> checked_{};
  std::vector<std::int64_t> took_us_;  // of this second
  std::vector<double> latencies_;      // median of each second, us
  std::vector<double> memory_;         // bytes, each second
};

}  // namespace

reports::Campaign run_campaign(reports::CampaignInfo info, Corpus& corpus,
                               const MakeTarget& make_target, const CampaignOptions& options) {
  return Campaigning{std::move(info), corpus, make_target, options}.run();
}

}  // namespace hallmark::fuzz
