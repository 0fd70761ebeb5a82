// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/campaign_ledger.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

#include "fuzz/campaign/checks.hpp"
#include "fuzz/campaign/finding_file.hpp"
#include "fuzz/campaign/steadiness.hpp"
#include "reports/text.hpp"
#include "reports/writers/files/whole_file.hpp"

namespace hallmark::fuzz {
namespace {

std::string field(std::string_view text) {
  constexpr std::size_t longest = 300;  // characters of what an answer says
  return reports::shortened(reports::printable(text), longest);
}

constexpr auto away = std::chrono::seconds{5};  // without an answer: the target is gone

std::string in_history(const std::string& bucket, std::uint64_t number) {
  return field(bucket) + ", in history " + std::to_string(number);
}

std::string seen_once(const std::string& bucket, std::uint64_t history_number) {
  return "seen once and not again: " + in_history(bucket, history_number);
}

// "12 histories found nobody: ", before the reason.
std::string hindered(Hindrance::Kind kind, std::uint64_t times) {
  switch (kind) {
    case Hindrance::Kind::no_connection:
      return reports::counted(times, "history", "histories") + " found nobody: ";
    case Hindrance::Kind::ours:
      return reports::counted(times, "history was", "histories were") +
             " cut short by this machine: ";
    default:
      return reports::counted(times, "world", "worlds") + " could not be made: ";
  }
}

// `unit`: how much of what was measured `name` stands for.
reports::Record advice(Checker checker, const Growth& growth, double unit,
                       const std::string& name) {
  const auto in_unit = [&](double value) {
    return std::to_string(std::llround(value / unit)) + " " + name;
  };
  return {.check = check_of(checker),
          .finding = {.verdict = reports::Verdict::fail,
                      .wanted = "about " + in_unit(growth.at_first) + ", as at first",
                      .wanted_by = info_of(checker).citation.text(),
                      .got = in_unit(growth.at_last) + " in the end"},
          .discovery = reports::Discovery{}};
}

}  // namespace

CampaignLedger::CampaignLedger(reports::Report begun, const CampaignOptions& options,
                               reports::Listener& listener)
    : options_{options},
      listener_{listener},
      report_{std::move(begun)},
      campaign_{report_.campaign ? *report_.campaign : report_.campaign.emplace()} {}

void CampaignLedger::end(End why) {
  const std::lock_guard lock{mutex_};
  end_now(why);
}

// With mutex_ held.
void CampaignLedger::end_now(End why) {
  if (over_) return;
  over_ = true;
  if (!all_begun_ || why == End::finding) campaign_.end = why;
}

void CampaignLedger::interrupt() {
  const std::lock_guard lock{mutex_};
  if (!over_.exchange(true)) report_.interrupted = true;
}

void CampaignLedger::break_off() {
  broken_off_ = true;
  interrupt();
}

void CampaignLedger::miss(const Hindrance& nobody) {
  constexpr std::uint64_t enough = 3;
  if (++missed_ < enough || Clock::now() - answered_.load() < away) return;
  const std::lock_guard lock{mutex_};
  if (!over_) report_.notes.push_back("the target is gone: " + field(nobody.why));
  end_now(End::target_gone);
}

bool CampaignLedger::is_silent() const {
  if (Clock::now() - answered_.load() < std::chrono::seconds{1}) return false;
  const std::lock_guard lock{mutex_};
  return !report_.interrupted && campaign_.end != End::target_gone;
}

std::chrono::milliseconds CampaignLedger::patience() const {
  const std::chrono::microseconds slowest{slowest_us_.load()};
  return std::max<std::chrono::milliseconds>(
      std::chrono::duration_cast<std::chrono::milliseconds>(2 * slowest), std::chrono::seconds{1});
}

void CampaignLedger::find_gone(const std::string& why) {
  const auto last = std::chrono::duration_cast<std::chrono::seconds>(answered_.load() - began_);
  const std::lock_guard lock{mutex_};
  report_.notes.push_back("the target is gone: " + field(why) + "; its last answer came " +
                          std::to_string(last.count()) + " s after the beginning");
  campaign_.end = End::target_gone;
}

bool CampaignLedger::lacks_worlds() const { return Clock::now() - staged_.load() > away; }

void CampaignLedger::witness(const Witnessed& call) {
  coverage_.add(call);
  if (call.reply == nullptr) return;
  // What is told at the end may have been answered long before, beside a call that never was.
  if (!over_) answered_ = Clock::now();
  missed_ = 0;
  auto slowest = slowest_us_.load();
  while (call.took_us > slowest && !slowest_us_.compare_exchange_weak(slowest, call.took_us)) {
  }
}

std::optional<std::uint64_t> CampaignLedger::next_number() {
  const std::lock_guard lock{mutex_};
  if (over_) return std::nullopt;
  if (options_.histories && taken_ >= *options_.histories) {
    all_begun_ = true;
    campaign_.end = End::count;
    return std::nullopt;
  }
  return ++taken_;
}

void CampaignLedger::count(const PlayedHistory& played, const std::vector<std::int64_t>& took_us) {
  constexpr std::size_t enough = 10'000;  // of one second
  constexpr std::size_t most_reasons = 50;
  const std::lock_guard lock{mutex_};
  ++campaign_.histories;
  using Kind = Hindrance::Kind;
  if (!played.hindrance) {
    staged_ = Clock::now();
  } else if (played.hindrance->kind != Kind::stopped) {
    const auto& [kind, why] = *played.hindrance;
    if (kind == Kind::no_world || kind == Kind::not_on_offer) ++campaign_.unstaged;
    // A target may say why in endless ways.
    const bool is_known = hindrances_.contains({kind, why});
    if (kind == Kind::ours) ++campaign_.cut_short;
    ++hindrances_[{kind, is_known || hindrances_.size() < most_reasons ? why : "and more"}];
  }
  busy_ += played.busy;
  campaign_.calls += played.calls;
  campaign_.accepted += played.accepted;
  campaign_.unknown_orders += played.unknown_orders;
  campaign_.worlds_left += played.worlds_left;
  if (took_us_.size() < enough) took_us_.insert(took_us_.end(), took_us.begin(), took_us.end());
}

void CampaignLedger::add_checks(const std::array<std::uint64_t, checker_count>& checked) {
  const std::lock_guard lock{mutex_};
  for (std::size_t i = 0; i < checker_count; ++i) checked_[i] += checked[i];
}

void CampaignLedger::add_left_behind(const runner::LeftBehind& left) {
  const std::lock_guard lock{mutex_};
  left_.add(left);
}

bool CampaignLedger::is_new(const std::string& bucket) {
  const std::lock_guard lock{mutex_};
  return buckets_.meet(bucket);
}

void CampaignLedger::add(const std::string& bucket, const std::string& shrunk_bucket,
                         reports::Record finding) {
  finding.finding.wanted = field(finding.finding.wanted);
  finding.finding.got = field(finding.finding.got);
  const std::lock_guard lock{mutex_};
  if (const auto place = buckets_.place_of(shrunk_bucket)) {
    buckets_.count_with(bucket, *place);
    return;
  }
  save(finding);
  listener_.add(finding);
  buckets_.confirm(shrunk_bucket, report_.records.size());
  if (bucket != shrunk_bucket) buckets_.count_with(bucket, report_.records.size());
  report_.records.push_back(std::move(finding));
  // One that decides nothing need not be what was looked for.
  if (options_.first_finding && reports::counts(report_, report_.records.back())) {
    end_now(End::finding);
  }
}

void CampaignLedger::give_up(const std::string& bucket) {
  const std::lock_guard lock{mutex_};
  buckets_.give_up(bucket);
}

void CampaignLedger::doubt(const std::string& bucket, const Doubt& doubt) {
  const std::lock_guard lock{mutex_};
  if (doubt.settles) {
    buckets_.give_up(bucket);
    ++set_aside_[doubt.what];
  } else if (std::ranges::find(report_.notes, doubt.what) == report_.notes.end()) {
    report_.notes.push_back(doubt.what);
  }
}

void CampaignLedger::add_unconfirmed(const std::string& bucket, std::uint64_t history_number,
                                     bool played_again) {
  const std::lock_guard lock{mutex_};
  buckets_.give_up(bucket);
  report_.notes.push_back(played_again ? seen_once(bucket, history_number)
                                       : "seen once, and no time was left to see it again: " +
                                             in_history(bucket, history_number));
}

void CampaignLedger::lose(const std::string& bucket, std::uint64_t history_number,
                          bool sent_twice) {
  const std::lock_guard lock{mutex_};
  buckets_.give_up(bucket);
  if (sent_twice) {
    ++sent_twice_;
    return;
  }
  if (++lost_ == 1) first_lost_ = seen_once(bucket, history_number);
}

void CampaignLedger::save(reports::Record& finding) {
  if (options_.findings.empty()) return;
  std::filesystem::create_directories(options_.findings);
  const std::filesystem::path path = options_.findings / file_name_of(finding);
  reports::Discovery& discovery = *finding.discovery;
  discovery.file = path.string();
  discovery.again = "hallmark replay " + reports::shell_quoted(discovery.file);
  if (!report_.info.again_options.empty()) discovery.again += " " + report_.info.again_options;
  try {
    reports::write_whole(discovery.file,
                         [&](std::ostream& out) { out << finding_file(report_, finding); });
  } catch (const std::system_error& error) {
    report_.notes.push_back("a finding could not be saved as " + discovery.file + ": " +
                            error.code().message());
    discovery.file.clear();
  }
}

void CampaignLedger::sample() {
  const std::lock_guard lock{mutex_};
  if (!took_us_.empty()) {
    const auto middle = took_us_.begin() + static_cast<std::ptrdiff_t>(took_us_.size() / 2);
    std::ranges::nth_element(took_us_, middle);
    latencies_.push_back(static_cast<double>(*middle));
    took_us_.clear();
  }
  if (options_.watched_process) {
    if (const auto bytes = resident_memory(*options_.watched_process)) {
      memory_.push_back(static_cast<double>(*bytes));
    }
  }
}

reports::Snapshot CampaignLedger::snapshot(const Corpus& corpus, std::uint64_t requests) const {
  const std::lock_guard lock{mutex_};
  return {.histories = campaign_.histories,
          .calls = campaign_.calls,
          .requests = requests,
          .inputs = corpus.size(),
          .features = corpus.features(),
          .answers = coverage_.answers_met(),
          .rows_met = coverage_.rows_met(),
          .rows = coverage_.row_count(),
          .transitions = coverage_.transitions_met(),
          .findings = report_.records.size()};
}

reports::Report CampaignLedger::finish(const Corpus& corpus, std::uint64_t requests) {
  const std::lock_guard lock{mutex_};
  for (const auto& [place, seen] : buckets_.confirmed())
    report_.records[place].discovery->seen = seen;
  advise();
  add_checkers();
  add_notes();
  campaign_.rows = coverage_.rows();
  campaign_.answers = coverage_.answers();
  campaign_.transitions = coverage_.transitions();
  report_.exchanges = requests;
  campaign_.inputs = corpus.size();
  campaign_.features = corpus.features();
  report_.took_us = std::chrono::duration_cast<std::chrono::microseconds>(since_start()).count();
  return std::move(report_);
}

void CampaignLedger::advise() {
  constexpr double mebibyte = 1U << 20U;
  checked_[static_cast<std::size_t>(Checker::latency_steady)] += latencies_.size();
  checked_[static_cast<std::size_t>(Checker::memory_steady)] += memory_.size();
  if (const auto growth = growth_of(latencies_, 2.0, 1'000)) {
    report_.records.push_back(advice(Checker::latency_steady, *growth, 1'000, "ms a call"));
  }
  if (const auto growth = growth_of(memory_, 1.2, 16 * mebibyte)) {
    report_.records.push_back(advice(Checker::memory_steady, *growth, mebibyte, "MiB"));
  }
}

void CampaignLedger::add_checkers() {
  for (const CheckerInfo& info : checkers()) {
    std::uint64_t broken = 0;
    for (const auto& finding : report_.records) {
      if (finding.check == check_of(info.checker)) broken += finding.discovery->seen;
    }
    campaign_.checkers.push_back({.check = check_of(info.checker),
                                  .checked = checked_[static_cast<std::size_t>(info.checker)],
                                  .broken = broken});
  }
}

void CampaignLedger::add_notes() {
  for (const auto& [hindrance, times] : hindrances_) {
    const auto& [kind, why] = hindrance;
    report_.notes.push_back(hindered(kind, times) + field(why));
  }
  if (busy_ > 0) {
    report_.notes.push_back(reports::counted(busy_, "answer", "answers") + " of " +
                            std::to_string(campaign_.calls) +
                            " asked for fewer calls (Throttling, 429, 502, 503, 504), and the "
                            "campaign paused: lower --rate or --jobs");
  }
  for (const auto& [what, times] : set_aside_) {
    report_.notes.push_back(reports::counted(times, "finding was", "findings were") +
                            " none of the target's: " + what);
  }
  if (lost_ == 1) report_.notes.push_back(first_lost_);
  if (lost_ > 1) {
    report_.notes.push_back(
        "the way to the target loses answers: " +
        reports::counted(lost_, "finding was", "findings were") +
        " none, for an answer broke off, was garbled or late, and did not when "
        "the history was played again: mend what is between, or ask from nearer");
  }
  if (sent_twice_ > 0) {
    report_.notes.push_back(
        "the way to the target seems to send requests twice: " +
        reports::counted(sent_twice_, "finding was", "findings were") +
        " none, for a nonce that went out once was refused as used, and was not when the history "
        "was played again: have what is between send nothing again that may change something");
  }
  if (!left_.is_empty()) report_.notes.push_back(in_words(left_));
  if (buckets_.not_kept() > 0) {
    report_.notes.push_back("more than " + std::to_string(most_findings) + " kinds of findings; " +
                            std::to_string(buckets_.not_kept()) + " were not kept");
  }
}

}  // namespace hallmark::fuzz
