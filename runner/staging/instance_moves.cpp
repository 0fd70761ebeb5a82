// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/instance_moves.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::array<Move, 2> moves = {{{"Stopped", "StartInstance", "Starting", "Running"},
                                        {"Running", "StopInstance", "Stopping", "Stopped"}}};

// What was seen may be out of date by now.
bool has_passed(const ApiAnswer& answer) {
  return answer.throttled() || answer.code.starts_with("IncorrectInstanceStatus");
}

Broken refused(const Move& move, const ApiAnswer& answer) {
  return {std::string{move.action} + " " + answer.told,
          answer.ours ? reports::Side::ours : reports::Side::fixtures};
}

}  // namespace

const Move* move_through(std::string_view status) {
  const auto found = std::ranges::find(moves, status, &Move::through);
  return found == moves.end() ? nullptr : &*found;
}

asio::awaitable<Standing> InstanceMoves::look(const World& world) {
  const auto began = steady_clock::now();
  Standing standing = co_await api_.look(world);
  looked_for_ += steady_clock::now() - began;
  ++looks_;
  co_return standing;
}

asio::awaitable<ApiAnswer> InstanceMoves::make(const World& world, const Move& move) {
  Parameters arguments{{"InstanceId", world.instance_id}};
  co_return co_await api_.call(world, std::string{move.action}, std::move(arguments));
}

asio::awaitable<std::optional<Broken>> InstanceMoves::begin(const World& world, const Move& move) {
  const auto deadline = steady_clock::now() + patience_;
  for (milliseconds next = 1ms;;) {
    const ApiAnswer answer = co_await make(world, move);
    if (answer.accepted) co_return std::nullopt;
    const bool is_over = steady_clock::now() >= deadline || (is_over_ && is_over_());
    if (!answer.throttled() || is_over) co_return refused(move, answer);
    co_await pause(next);
  }
}

asio::awaitable<std::optional<Broken>> InstanceMoves::bring(const World& world,
                                                            std::string_view wanted,
                                                            milliseconds patience, bool* late) {
  const auto deadline = steady_clock::now() + patience;
  const Move* under_way = nullptr;  // the move that we have made
  steady_clock::time_point moved;
  steady_clock::duration seen_passing{};
  const auto listed_by = deadline - patience + std::min(listing_, patience);
  bool is_listed = false;
  for (milliseconds next = 1ms;;) {
    const auto looked = steady_clock::now();
    const Standing standing = co_await look(world);
    if (!standing.known && !standing.throttled) co_return Broken{standing.told, standing.side};
    if (under_way != nullptr && standing.status == under_way->through) {
      seen_passing = looked - moved;
    }
    if (standing.status == wanted) {
      if (under_way != nullptr && under_way->to == wanted) {
        const auto [at, first] = lasts_.try_emplace(under_way->through, seen_passing);
        if (!first) at->second = std::min(at->second, seen_passing);
        longest_move_ = std::max(longest_move_, steady_clock::now() - moved);
      }
      co_return std::nullopt;
    }
    const auto move = std::ranges::find_if(
        moves, [&](const Move& one) { return one.from == standing.status && one.to == wanted; });
    if (move != moves.end()) {
      const ApiAnswer answer = co_await make(world, *move);
      if (!answer.accepted && !has_passed(answer)) co_return refused(*move, answer);
      under_way = answer.accepted ? &*move : nullptr;
      moved = steady_clock::now();
      seen_passing = {};
    }
    if (is_over_ && is_over_()) {
      co_return Broken{"it was interrupted while instance " + world.instance_id + " was awaited",
                       reports::Side::ours};
    }
    // What was listed once may be missing from a list now and then.
    is_listed = is_listed || !standing.status.empty() || !standing.known;
    const bool is_over = steady_clock::now() >= deadline;
    if (!is_listed && (looked >= listed_by || is_over)) {
      if (late != nullptr) *late = true;
      co_return Broken{"DescribeInstances does not list instance " + world.instance_id +
                       " within " + std::to_string(std::min(listing_, patience).count()) + " ms"};
    }
    if (is_over) {
      if (late != nullptr) *late = true;
      co_return Broken{"instance " + world.instance_id + " is " +
                       (standing.status.empty() ? "not listed" : standing.status) + " instead of " +
                       std::string{wanted} + " after " + std::to_string(patience.count()) + " ms"};
    }
    co_await pause(next);
  }
}

std::optional<milliseconds> InstanceMoves::lasts(std::string_view passing) const {
  const auto found = lasts_.find(passing);
  if (found == lasts_.end()) return std::nullopt;
  return duration_cast<milliseconds>(found->second);
}

milliseconds InstanceMoves::usual_patience() const {
  constexpr milliseconds at_least = 5s;
  constexpr milliseconds unmeasured = 60s;
  if (lasts_.empty()) return std::min(unmeasured, patience_);
  return std::min(at_least + 20 * duration_cast<milliseconds>(longest_move_), patience_);
}

milliseconds InstanceMoves::usual_look() const {
  return duration_cast<milliseconds>(looked_for_ / std::max(1U, looks_));
}

}  // namespace hallmark::runner
