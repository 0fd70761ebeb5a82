// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/repeats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string_view>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_wait = 50ms;
constexpr std::chrono::milliseconds longest_wait = 1s;

// A page may be for too many requests, too.
bool asks_for_patience(const Disturbance& one) {
  constexpr std::array<std::string_view, 3> throttles{"200 ", "429 ", "503 "};
  const bool is_throttle = one.kind == Disturbance::Kind::page &&
                           std::ranges::any_of(throttles, [&](std::string_view status) {
                             return one.what.starts_with(status);
                           });
  return is_throttle || one.kind == Disturbance::Kind::throttled ||
         one.kind == Disturbance::Kind::unavailable;
}

// From half of `most` to the whole, by case and time.
std::chrono::milliseconds spread(std::chrono::milliseconds most, std::size_t place,
                                 std::size_t time) {
  std::uint64_t mixed = (std::uint64_t{place} + 1) * 0x9E3779B97F4A7C15U + time;
  mixed = (mixed ^ (mixed >> 31U)) * 0xBF58476D1CE4E5B9U;
  const auto half = static_cast<std::uint64_t>(most.count() / 2);
  return std::chrono::milliseconds{half + (mixed >> 33U) % (half + 1)};
}

// Whatever a way does to an answer, it is lost; one that hangs has another share.
std::string name_for(const Disturbance& one) {
  using Kind = Disturbance::Kind;
  if (one.kind == Kind::hung || one.kind == Kind::late) return "hung";
  return is_lost(one.kind) ? "lost" : one.what;
}

// Of the times that a case was disturbed those that count; none where it was not alike each time. A
// connection that was closed by right was tried again over others, and what came late may come.
std::size_t times_alike(const std::vector<Disturbance>& disturbed) {
  using Kind = Disturbance::Kind;
  const Disturbance& last = disturbed.back();
  std::size_t times = 0;
  for (const Disturbance& one : disturbed) {
    if (one.kind == Kind::closed || one.kind == Kind::late) continue;
    if (one.call != last.call || name_for(one) != name_for(last)) return 0;
    ++times;
  }
  return times;
}

std::size_t most_times(Disturbance::Kind kind) {
  switch (kind) {
    case Disturbance::Kind::broken:
    case Disturbance::Kind::garbled:
      return Repeats::at_most_lost;
    case Disturbance::Kind::hung:
    case Disturbance::Kind::late:
      return Repeats::at_most_hung + Repeats::hasty_times;
    case Disturbance::Kind::no_world:
      return Repeats::at_most_no_world;
    default:
      return Repeats::at_most;
  }
}

constexpr std::string_view loses_answers = "the way to the target loses answers";

}  // namespace

const Repeats::Known* Repeats::find(const Disturbance& one) const {
  const auto found = known_.find(name_for(one));
  return found == known_.end() ? nullptr : &found->second;
}

bool Repeats::is_known_as_own(const Disturbance& one) const {
  const Known* const known = find(one);
  return known != nullptr && known->own >= own && known->passing == 0;
}

// How often alike it has to come to be the target's own. Of what is lost: so often that a way that
// loses the share seen until now does so once in ten million times.
std::size_t Repeats::enough(const Disturbance& one) const {
  constexpr double chance = 1e-7;
  const bool hangs = one.kind == Disturbance::Kind::hung;
  if (is_known_as_own(one)) return is_lost(one.kind) && !hangs ? 2 : 1;
  if (!is_lost(one.kind)) return most_times(one.kind);
  const Known* const known = find(one);
  const double passing =
      hangs ? (known == nullptr ? 0 : known->passing) : static_cast<double>(passing_lost_);
  const double share = (passing + 0.1) / (static_cast<double>(exchanges_) + 20);
  const auto times = static_cast<std::size_t>(std::ceil(std::log(chance) / std::log(share)));
  return std::max(times, hangs ? at_least_hung : at_most);
}

std::optional<std::chrono::milliseconds> Repeats::again(const std::vector<Disturbance>& disturbed,
                                                        std::size_t place) {
  const Disturbance& last = disturbed.back();
  const std::scoped_lock lock{mutex_};
  const bool is_own = times_alike(disturbed) >= enough(last);
  if (is_own || left_ == 0 || disturbed.size() >= most_times(last.kind)) return std::nullopt;
  --left_;
  ++times_[last.what];
  if (!asks_for_patience(last)) return 0ms;
  const std::size_t doubled = std::min<std::size_t>(disturbed.size() - 1, 5);
  return spread(std::min(longest_wait, first_wait * (1U << doubled)), place, disturbed.size());
}

bool Repeats::makes_haste(const std::vector<Disturbance>& disturbed) const {
  std::vector<std::size_t> calls;
  for (const Disturbance& one : disturbed) {
    const bool waits = one.kind == Disturbance::Kind::hung || one.kind == Disturbance::Kind::late;
    if (waits) calls.push_back(one.call);
  }
  const std::scoped_lock lock{mutex_};
  const auto found = known_.find("hung");
  const Known hung = found == known_.end() ? Known{} : found->second;
  const bool is_way = hung.passing >= seen_to_hang;
  const bool is_quick = exchanges_ - lost_ >= seen_to_answer &&
                        slowest_ * times_the_slowest <= hasty_ &&
                        (hung.passing > 0 || hung.own == 0);
  if (!is_way && !is_quick) return false;
  if (calls.size() < hasty_times) return true;
  const bool at_one_call = std::ranges::adjacent_find(calls, std::not_equal_to<>{}) == calls.end();
  return !at_one_call && (is_quick || calls.size() < at_most_hung);
}

void Repeats::got_past(const std::vector<Disturbance>& disturbed, bool in_haste) {
  const std::scoped_lock lock{mutex_};
  for (const Disturbance& one : disturbed) {
    if (in_haste || one.kind != Disturbance::Kind::late) ++known_[name_for(one)].passing;
  }
}

std::optional<std::string> Repeats::stays(const std::vector<Disturbance>& disturbed) {
  const Disturbance& last = disturbed.back();
  const std::scoped_lock lock{mutex_};
  const std::size_t alike = times_alike(disturbed);
  Known& known = known_[name_for(last)];
  // Who is asked too much refuses many in a row.
  const bool may_be_throttle = last.kind == Disturbance::Kind::page && asks_for_patience(last);
  const bool is_too_often = alike >= enough(last) && !may_be_throttle;
  // Who does not know a key that is known was asked in place of the target.
  const bool is_another = last.kind == Disturbance::Kind::stranger;
  const bool is_forgotten = last.kind == Disturbance::Kind::forgotten;
  const bool is_own =
      alike > 0 && !is_another && !is_forgotten && (is_too_often || known.passing == 0);
  ++(is_own ? known.own : known.passing);
  if (last.kind == Disturbance::Kind::throttled)
    return "the target throttled the call: lower --rate";
  if (is_own || last.kind == Disturbance::Kind::no_world) return std::nullopt;
  if (is_lost(last.kind)) return std::string{loses_answers};
  if (last.kind == Disturbance::Kind::unavailable) return last.what + " now and then: lower --rate";
  if (is_another) return in_words_of_strangers(last.what);
  if (is_forgotten) {
    return "the target forgets what it knew, of worlds that nobody calls as well (" + last.what +
           "): is it started anew time and again?";
  }
  return "something between here and the target now and then: " + last.what +
         (asks_for_patience(last) ? ": it may be for too many requests: lower --rate" : "");
}

void Repeats::count(std::size_t exchanges, std::size_t lost, bool passed,
                    std::chrono::steady_clock::duration slowest) {
  const std::scoped_lock lock{mutex_};
  slowest_ = std::max(slowest_, slowest);
  exchanges_ += exchanges;
  lost_ += lost;
  if (passed) passing_lost_ += lost;
}

// With mutex_ held.
bool Repeats::loses_now_and_then() const {
  return std::ranges::any_of(std::array{"lost", "hung"}, [this](const char* name) {
    const auto found = known_.find(name);
    return found != known_.end() && found->second.passing > 0;
  });
}

std::optional<std::string> Repeats::loses() const {
  const std::scoped_lock lock{mutex_};
  return loses_now_and_then() ? std::optional{std::string{loses_answers}} : std::nullopt;
}

std::string Repeats::losses_in_words() const {
  const std::scoped_lock lock{mutex_};
  if (lost_ == 0 || !loses_now_and_then()) return {};
  const auto percent = static_cast<std::size_t>(
      std::ceil(100.0 * static_cast<double>(lost_) / static_cast<double>(exchanges_)));
  return std::string{loses_answers} + ": " + std::to_string(lost_) + " of " +
         std::to_string(exchanges_) + " (" + std::to_string(percent) +
         " %) did not come whole and in time; what stays open for it is inconclusive: mend what is "
         "between, or ask from nearer";
}

std::string Repeats::in_words() const {
  const std::scoped_lock lock{mutex_};
  std::string text;
  for (const auto& [what, times] : times_) {
    text += (text.empty() ? "carried out again, in a fresh world and on fresh connections, for: "
                          : ", ") +
            what + " (" + std::to_string(times) + ")";
  }
  return text;
}

}  // namespace hallmark::runner
