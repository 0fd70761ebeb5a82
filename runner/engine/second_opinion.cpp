// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/second_opinion.hpp"

#include <algorithm>
#include <utility>

#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Relation;
using reports::Verdict;
using Shows = SeenWorld::Shows;

// Who hands out a wrong world one time in three is caught in so many but for three times in ten
// thousand.
constexpr int worlds_looked_at = 20;

class Asking {
 public:
  Asking(const PlannedCase& planned, Target& target, FixtureProvider& fixtures, Breaker& breaker,
         const Bench& bench)
      : planned_{planned}, target_{target}, fixtures_{fixtures}, breaker_{breaker}, bench_{bench} {}

  // `lied`: what they have handed out before; nothing where they were not caught.
  asio::awaitable<SecondOpinion> ask(Session& failed, const std::optional<std::string>& lied) {
    // Where nothing was accepted it is still what it was.
    SeenWorld left;
    if (!failed.any_accepted()) left = co_await failed.look_at_worlds();
    const std::string left_id = failed.evidence().instance_id;
    co_await failed.strike();
    const bool passes_when_seen = co_await passes_in_a_seen_world();
    // A late world may have come to be what it should be, after the call.
    if (!passes_when_seen || left.shows == Shows::as_asked) co_return std::move(opinion_);
    if (left.shows == Shows::otherwise) {
      lie(left_id, std::move(left));
      co_return std::move(opinion_);
    }
    if (lied) {
      opinion_.fixtures_lie = opinion_.kind = *lied;
      co_return std::move(opinion_);
    }
    // Whoever is not caught is believed: then it is the target that is not steady.
    for (int world = 1; world < worlds_looked_at && opinion_.fixtures_lie.empty(); ++world) {
      const bool passes_again = co_await passes_in_a_seen_world();
      if (!passes_again) break;
    }
    co_return std::move(opinion_);
  }

 private:
  asio::awaitable<bool> passes_in_a_seen_world() {
    Session again{*planned_.test, planned_.variant, target_, fixtures_, &breaker_};
    co_await again.play(true);
    const bool passed = co_await look_back(again);
    co_await again.strike();
    opinion_.exchanges += again.exchanges();
    co_return passed;
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
    const reports::Finding finding =
        judge(*planned_.test, planned_.variant, again.evidence(), bench_);
    if (finding.verdict == Verdict::fail && !again.any_accepted()) {
      // Whoever hands out one world twice takes it down under somebody.
      SeenWorld left = co_await again.look_at_worlds();
      if (left.is_unknown) lie(again.evidence().instance_id, std::move(left));
    }
    co_return finding.verdict == Verdict::pass;
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
  SecondOpinion opinion_;
};

}  // namespace

bool may_be_the_worlds(const cases::Case& one, const reports::Finding& finding, Session& session) {
  if (finding.verdict != Verdict::fail || session.any_unanswered()) return false;
  if (finding.answer.starts_with('5')) return false;  // in no world
  switch (one.relation) {
    case Relation::same_answer:
    case Relation::distinct_request_ids:
      return false;
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
