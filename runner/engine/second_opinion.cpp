// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/second_opinion.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/faults/repeats.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/moments.hpp"
#include "runner/oracle/told.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Relation;
using reports::Verdict;
using Shows = SeenWorld::Shows;

// Who hands out a wrong world one time in three is caught in so many but for three times in ten
// thousand.
constexpr int worlds_looked_at = 20;
// And who hands out one in thirty in so many more but for two times in a hundred.
constexpr int more_worlds = 100;
constexpr std::chrono::seconds longest_beyond{3};

class Asking {
 public:
  Asking(const PlannedCase& planned, Target& target, FixtureProvider& fixtures, Breaker& breaker,
         const Bench& bench)
      : planned_{planned}, target_{target}, fixtures_{fixtures}, breaker_{breaker}, bench_{bench} {}

  // `lied`: what they have handed out before; nothing where they were not caught.
  asio::awaitable<SecondOpinion> ask(Session& failed, const std::optional<std::string>& lied) {
    // Where nothing was carried out it is still what it was.
    SeenWorld left;
    if (!failed.any_accepted()) left = co_await failed.look_at_worlds();
    const std::string left_id = failed.evidence().instance_id;
    is_known_to_lie_ = lied.has_value();
    co_await doubt_the_truth(failed);
    co_await failed.strike();
    if (!opinion_.fixtures_lie.empty()) co_return std::move(opinion_);
    const bool untouched = left_untouched(failed.evidence());
    const bool passes_when_seen = co_await passes_in_a_seen_world();
    if (!passes_when_seen) co_return std::move(opinion_);
    // No call takes a key or an instance away.
    if ((left.shows == Shows::otherwise && left.is_unknown) || left.is_refused) {
      lie(left_id, std::move(left));
      co_return std::move(opinion_);
    }
    // A late world may have come to be what it should be, after the call.
    if (untouched && left.shows == Shows::as_asked) co_return std::move(opinion_);
    if (lied) {
      const bool may_have_lied =
          left.shows == Shows::otherwise && untouched && !leads_to(failed.evidence(), left.status);
      opinion_.fixtures_lie = opinion_.kind = *lied;
      if (may_have_lied) lie(left_id, std::move(left));
      co_return std::move(opinion_);
    }
    // Whoever is not caught is believed: then it is the target that is not steady.
    for (int world = 1; world < worlds_looked_at && opinion_.fixtures_lie.empty(); ++world) {
      const bool passes_again = co_await passes_in_a_seen_world();
      if (!passes_again) co_return std::move(opinion_);
    }
    // However wrong the world looks in which it failed: a call that was refused may have moved it.
    co_await look_at_more_worlds();
    co_return std::move(opinion_);
  }

 private:
  // What a way disturbs says nothing, and is played again.
  asio::awaitable<bool> passes_in_a_seen_world() {
    bool passes = false;
    unsigned hung = 0;
    for (unsigned times = 0; times < Repeats::at_most && hung < Repeats::at_least_hung; ++times) {
      const Connections connections = times == 0 ? Connections::kept : Connections::fresh;
      Session again{*planned_.test, planned_.variant, target_, fixtures_, &breaker_, connections};
      co_await again.play(true);
      passes = co_await look_back(again);
      const auto disturbed = disturbance_in(again.evidence(), again.replies());
      co_await again.strike();
      opinion_.exchanges += again.exchanges();
      // A world in which nobody can sign shows as little.
      if (again.first_look().is_refused && !passes) continue;
      if (passes || !disturbed || !opinion_.fixtures_lie.empty() || breaker_.gone()) break;
      if (disturbed->kind == Disturbance::Kind::hung) ++hung;
    }
    co_return passes;
  }

  // What came of it, while its worlds stand.
  asio::awaitable<bool> look_back(Session& again) {
    if (again.provider_broke_for_good()) {
      opinion_.fixtures_lie = opinion_.kind = again.evidence().trouble;
    }
    if (again.unsupported() || again.provider_broke()) co_return false;
    if (again.first_look().shows == Shows::otherwise) {
      lie(again.evidence().instance_id, std::move(again.first_look()));
      co_return false;
    }
    co_await doubt_the_truth(again);
    if (!opinion_.fixtures_lie.empty()) co_return false;
    const reports::Finding finding =
        judge(*planned_.test, planned_.variant, again.evidence(), bench_, again.replies());
    if (finding.verdict == Verdict::fail && !again.any_accepted()) {
      // Whoever hands out one world twice takes it down under somebody.
      SeenWorld left = co_await again.look_at_worlds();
      if (left.is_unknown) lie(again.evidence().instance_id, std::move(left));
    }
    co_return finding.verdict == Verdict::pass;
  }

  // Worlds in which nothing is asked.
  asio::awaitable<void> look_at_more_worlds() {
    const cases::Case nothing{.fixture = planned_.test->fixture,
                              .second_world = planned_.test->second_world};
    const auto end = std::chrono::steady_clock::now() + longest_beyond;
    for (int world = 0; world < more_worlds && opinion_.fixtures_lie.empty(); ++world) {
      if (breaker_.gone() || std::chrono::steady_clock::now() > end) co_return;
      Session looking{nothing, std::nullopt, target_, fixtures_, &breaker_};
      co_await looking.play(true);
      if (looking.unsupported() || looking.provider_broke()) co_return;
      if (looking.first_look().shows == Shows::otherwise) {
        lie(looking.evidence().instance_id, std::move(looking.first_look()));
      }
      co_await looking.strike();
      opinion_.exchanges += looking.exchanges();
    }
  }

  asio::awaitable<void> doubt_the_truth(Session& standing) {
    if (fixtures_.vouches()) co_return;
    std::optional<std::string> what = co_await standing.look_at_truth(is_known_to_lie_);
    if (!what) co_return;
    SeenWorld seen;
    seen.what = *std::move(what);
    seen.kind = "another status than anybody else";
    lie(standing.evidence().instance_id, std::move(seen));
  }

  void lie(const std::string& instance_id, SeenWorld&& seen) {
    opinion_.fixtures_lie = std::move(seen.what);
    opinion_.kind = std::move(seen.kind);
    opinion_.evidence.instance_id = instance_id;
    opinion_.evidence.before = std::move(seen.looks);
  }

  const PlannedCase& planned_;
  Target& target_;
  FixtureProvider& fixtures_;
  Breaker& breaker_;
  const Bench& bench_;
  bool is_known_to_lie_ = false;
  SecondOpinion opinion_;
};

}  // namespace

bool left_untouched(const reports::Evidence& evidence) {
  return std::ranges::all_of(evidence.calls, [](const reports::CallRecord& call) {
    const Reply reply = decode_reply(call.exchange);
    const auto disturbed = disturbance_of(call.exchange, reply, call.call);
    return call.exchange.status >= 400 && reply.code &&
           (!disturbed || disturbed->kind == Disturbance::Kind::unknown_key);
  });
}

bool leads_to(const reports::Evidence& evidence, std::string_view status) {
  return std::ranges::any_of(evidence.calls, [status](const reports::CallRecord& call) {
    const specs::Transition* const way = transition_of(call.action);
    return way != nullptr && std::ranges::any_of(specs::all_statuses, [&](auto one) {
             return status == specs::name_of(one) && (one == way->to || way->through.contains(one));
           });
  });
}

bool may_be_the_worlds(const cases::Case& one, const reports::Finding& finding, Session& session) {
  if (finding.verdict != Verdict::fail || has_fault(session.evidence())) return false;
  if (finding.answer.starts_with('5')) return false;  // in no world
  switch (one.relation) {
    case Relation::same_answer:
    case Relation::distinct_request_ids:
      return one.second_world;  // whose key may be none
    case Relation::exactly_one_accepted:
    case Relation::one_accepted_at_most:
      // Two that were: one after the other they are refused in any world.
      return std::ranges::count_if(decode_replies(session.evidence()), is_accepted) < 2;
    default:
      return true;
  }
}

asio::awaitable<SecondOpinion> second_opinion(const PlannedCase& planned, Session& failed,
                                              Target& target, FixtureProvider& fixtures,
                                              Breaker& breaker, const Bench& bench,
                                              const std::optional<std::string>& lied) {
  Asking asking{planned, target, fixtures, breaker, bench};
  co_return co_await asking.ask(failed, lied);
}

}  // namespace hallmark::runner
