// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/repeats.hpp"

#include <algorithm>
#include <cstdint>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_wait = 50ms;
constexpr std::chrono::milliseconds longest_wait = 1s;

bool asks_for_patience(Disturbance::Kind kind) {
  return kind == Disturbance::Kind::throttled || kind == Disturbance::Kind::unavailable;
}

// From half of `most` to the whole, by case and time.
std::chrono::milliseconds spread(std::chrono::milliseconds most, std::size_t place,
                                 std::size_t time) {
  std::uint64_t mixed = (std::uint64_t{place} + 1) * 0x9E3779B97F4A7C15U + time;
  mixed = (mixed ^ (mixed >> 31U)) * 0xBF58476D1CE4E5B9U;
  const auto half = static_cast<std::uint64_t>(most.count() / 2);
  return std::chrono::milliseconds{half + (mixed >> 33U) % (half + 1)};
}

bool all_alike(const std::vector<Disturbance>& disturbed) {
  return std::ranges::all_of(disturbed,
                             [&](const Disturbance& one) { return one == disturbed.front(); });
}

}  // namespace

std::optional<std::chrono::milliseconds> Repeats::again(const std::vector<Disturbance>& disturbed,
                                                        std::size_t place) {
  const Disturbance& last = disturbed.back();
  const std::scoped_lock lock{mutex_};
  Known& known = known_[last.what];
  const bool is_own = known.own >= own && known.passing == 0;
  if (is_own || left_ == 0 || disturbed.size() >= at_most) return std::nullopt;
  --left_;
  ++known.times;
  if (!asks_for_patience(last.kind)) return 0ms;
  const std::size_t doubled = std::min<std::size_t>(disturbed.size() - 1, 5);
  return spread(std::min(longest_wait, first_wait * (1U << doubled)), place, disturbed.size());
}

void Repeats::got_past(const std::vector<Disturbance>& disturbed) {
  const std::scoped_lock lock{mutex_};
  for (const Disturbance& one : disturbed) ++known_[one.what].passing;
}

std::optional<std::string> Repeats::stays(const std::vector<Disturbance>& disturbed) {
  const Disturbance& last = disturbed.back();
  const std::scoped_lock lock{mutex_};
  Known& known = known_[last.what];
  const bool is_own = all_alike(disturbed) && (known.passing == 0 || disturbed.size() >= at_most);
  ++(is_own ? known.own : known.passing);
  if (last.kind == Disturbance::Kind::throttled)
    return "the target throttled the call: lower --rate";
  if (is_own) return std::nullopt;
  if (last.kind == Disturbance::Kind::unavailable) return last.what + " now and then: lower --rate";
  return "something between here and the target now and then: " + last.what;
}

std::string Repeats::in_words() {
  const std::scoped_lock lock{mutex_};
  std::string text;
  for (const auto& [what, known] : known_) {
    if (known.times == 0) continue;
    text += (text.empty() ? "carried out again, in a fresh world and on fresh connections, for: "
                          : ", ") +
            what + " (" + std::to_string(known.times) + ")";
  }
  return text;
}

}  // namespace hallmark::runner
