// SPDX-License-Identifier: Apache-2.0
//
// What a campaign has seen, from which its report is made: counted, sorted into kinds, and judged
// for how it went over time. From any thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/campaign/answer_coverage.hpp"
#include "fuzz/campaign/campaign.hpp"
#include "fuzz/campaign/corpus.hpp"
#include "fuzz/campaign/finding_buckets.hpp"
#include "fuzz/play/player.hpp"
#include "reports/listener.hpp"

namespace hallmark::fuzz {

class CampaignLedger {
 public:
  using Clock = std::chrono::steady_clock;
  using End = reports::Campaign::End;

  // `options` and `listener` must outlive it.
  CampaignLedger(reports::Report begun, const CampaignOptions& options,
                 reports::Listener& listener);

  // ---- Whether it goes on

  // The first reason is the one that counts.
  void end(End why);
  // Somebody stopped it.
  void interrupt();
  // Something was thrown.
  void break_off();
  [[nodiscard]] bool is_over() const { return over_; }
  // What was thrown may say that what was handed out cannot be relied on.
  [[nodiscard]] bool is_broken_off() const { return broken_off_; }
  [[nodiscard]] Clock::duration since_start() const { return Clock::now() - began_; }

  // ---- What was played

  // The number of the next history, counted from 1; nothing where there are to be no more. What was
  // found in the last of them is still looked into.
  [[nodiscard]] std::optional<std::uint64_t> next_number();
  // `took_us`: each of its calls.
  void count(const PlayedHistory& played, const std::vector<std::int64_t>& took_us);
  // Nobody was there. Ends the campaign where that has been so for long.
  void miss(const Hindrance& nobody);
  // Whether the last who asked for it found nobody.
  [[nodiscard]] bool is_missing() const { return missed_ > 0; }
  // Whether no answer has come for a while, and nobody has said why.
  [[nodiscard]] bool is_silent() const;
  // As long as an answer may take: twice as long as the slowest took, and a second at least.
  [[nodiscard]] std::chrono::milliseconds patience() const;
  // Nobody is there any more, as is seen at the end.
  void find_gone(const std::string& why);
  // Whether there has been no world for long.
  [[nodiscard]] bool lacks_worlds() const;
  void add_checks(const std::array<std::uint64_t, checker_count>& checked);
  void add_left_behind(const runner::LeftBehind& left);
  void witness(const Witnessed& call);

  // ---- What was found

  // True where it is to be shrunk; add() or add_unconfirmed() is due then.
  [[nodiscard]] bool is_new(const std::string& bucket);
  // Saves it, and says so, unless it is known. `finding` is one of a discovery; `shrunk_bucket`: of
  // what it was shrunk to.
  void add(const std::string& bucket, const std::string& shrunk_bucket, reports::Record finding);
  // It was met, and may as well have been somebody else's; no word is lost on it.
  void give_up(const std::string& bucket);
  // Somebody else explains it, or may.
  void doubt(const std::string& bucket, const Doubt& doubt);
  // It was met in that history, and did not show again.
  void add_unconfirmed(const std::string& bucket, std::uint64_t history_number, bool played_again);
  // The same of an answer that was lost, or of a request that was sent twice, and not each time.
  void lose(const std::string& bucket, std::uint64_t history_number, bool sent_twice = false);

  // ---- What has come of it

  // Once a second: how fast answers come, and how large the watched process is.
  void sample();
  [[nodiscard]] reports::Snapshot snapshot(const Corpus& corpus, std::uint64_t requests) const;
  // The report; nothing is left here.
  [[nodiscard]] reports::Report finish(const Corpus& corpus, std::uint64_t requests);

 private:
  void end_now(End why);
  void save(reports::Record& finding);
  void advise();
  void add_checkers();
  void add_notes();

  const CampaignOptions& options_;
  reports::Listener& listener_;
  const Clock::time_point began_ = Clock::now();
  AnswerCoverage coverage_;
  std::atomic<bool> over_ = false;
  std::atomic<bool> broken_off_ = false;
  std::atomic<Clock::time_point> answered_ = began_;  // for the last time
  std::atomic<Clock::time_point> staged_ = began_;    // a world was, for the last time
  std::atomic<std::int64_t> slowest_us_ = 0;          // of the answers
  std::atomic<std::uint64_t> missed_ = 0;             // since the last answer

  mutable std::mutex mutex_;  // of all that follows
  reports::Report report_;
  reports::Campaign& campaign_;  // of the report
  std::uint64_t taken_ = 0;
  bool all_begun_ = false;  // all histories that were wanted
  FindingBuckets buckets_;
  std::map<std::pair<Hindrance::Kind, std::string>, std::uint64_t> hindrances_;
  std::uint64_t busy_ = 0;                          // answers
  std::map<std::string, std::uint64_t> set_aside_;  // findings, by who explains them
  std::uint64_t lost_ = 0;        // findings that were none: an answer was lost, and not each time
  std::uint64_t sent_twice_ = 0;  // the same: a request may have been sent before
  std::string first_lost_;        // and what is said of the first, where it is the only one
  runner::LeftBehind left_;
  std::array<std::uint64_t, checker_count> checked_{};
  std::vector<std::int64_t> took_us_;  // of this second
  std::vector<double> latencies_;      // median of each second, us
  std::vector<double> memory_;         // bytes, each second
};

}  // namespace hallmark::fuzz
