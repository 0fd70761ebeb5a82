// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/known_keys.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/engine/way/acquaintance.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/staging/in_a_world.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

// Worlds after whose looks the fixtures are taken for those who give keys that nobody knows.
constexpr unsigned enough_worlds = 3;
constexpr int few_looks = 10;

// Whether a call of the case's own was answered as only whoever knows its key answers: accepted, or
// refused for the state of what it asks for. If nobody knows the key later, a target that was
// started anew may have forgotten it. A second world may have a key that nobody knew.
bool was_known(const PlannedCase& planned, Session& session) {
  if (planned.test->second_world) return false;
  const std::vector<reports::CallRecord>& calls = session.evidence().calls;
  const std::vector<Reply>& replies = session.replies();
  for (std::size_t i = 0; i < calls.size() && i < replies.size(); ++i) {
    const std::size_t call = calls[i].call;
    const bool is_own = call < planned.test->calls.size() &&
                        planned.test->calls[call].identity == cases::Identity::own;
    if (is_own && replies[i].http_status == 403 && replies[i].code) return true;
  }
  return session.any_accepted();
}

}  // namespace

asio::awaitable<bool> KnownKeys::may_be_anothers(Lane& lane, const PlannedCase& planned,
                                                 Session& session, steady_clock::duration took) {
  if (was_known(planned, session)) co_return true;
  const bool is_known = co_await is_known_to_any(lane, session);
  if (is_known || is_forgetful_) co_return true;
  // Fixtures that give keys that nobody knows are not asked for bystanders again and again.
  if (worlds_known_to_none_ > enough_worlds) co_return false;
  const bool forgets = co_await forgets_bystanders(lane, took);
  co_return forgets;
}

asio::awaitable<bool> KnownKeys::comes_of_strangers(Lane& lane, const Session& session) {
  if (!knows_strangers_ && session.cast() != nullptr) {
    const Acquaintance seen = co_await look_for_two(lane.target, *session.cast());
    if (seen.is_of_two()) knows_strangers_ = true;
  }
  co_return knows_strangers_;
}

asio::awaitable<bool> KnownKeys::is_forgotten(Lane& lane, const PlannedCase& planned,
                                              Session& session, steady_clock::duration took) {
  if (is_forgetful_) co_return true;
  if (!was_known(planned, session)) co_return false;
  const bool forgets = co_await forgets_bystanders(lane, took);
  co_return forgets;
}

asio::awaitable<bool> KnownKeys::is_known_to_any(Lane& lane, const Session& session) {
  if (knows_strangers_) co_return true;
  const Cast* const cast = session.cast();
  if (cast == nullptr) co_return false;
  const int looks = worlds_known_to_none_ < enough_worlds ? enough_looks : few_looks;
  const Acquaintance seen = co_await look_for_one_who_knows(lane.target, *cast, looks);
  if (seen.is_of_two()) knows_strangers_ = true;
  if (!seen.known && looks == enough_looks) ++worlds_known_to_none_;
  co_return seen.known || knows_strangers_;
}

asio::awaitable<bool> KnownKeys::forgets_bystanders(Lane& lane, steady_clock::duration within) {
  constexpr steady_clock::duration longest = std::chrono::seconds{3};
  const std::vector<cases::Variant> ways = ways_to_look(lane.target.claimed_variants);
  if (is_forgetful_ || ways.empty()) co_return is_forgetful_;
  bool forgets = false;
  const auto look_twice = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    const auto first = co_await reply_to_a_look(lane.target, cast, ways.front());
    if (!first || !is_accepted(*first)) co_return;
    asio::steady_timer timer{lane.io, std::min(within, longest)};
    co_await timer.async_wait(asio::use_awaitable);
    const auto second = co_await reply_to_a_look(lane.target, cast, ways.front());
    forgets = second && knows_no_key(*second);
  };
  constexpr int worlds = 3;  // one may be made by who is about to be started anew
  for (int world = 0; world < worlds && !forgets; ++world) {
    (void)co_await in_a_world(lane.fixtures, {}, false, look_twice);
  }
  if (forgets) is_forgetful_ = true;
  co_return forgets;
}

}  // namespace hallmark::runner
