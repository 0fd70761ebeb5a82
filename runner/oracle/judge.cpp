// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/judge.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/oracle/effect_match.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/oracle/judge_answer.hpp"
#include "runner/oracle/judge_relation.hpp"
#include "runner/oracle/listing.hpp"
#include "runner/oracle/moments.hpp"
#include "runner/oracle/moved_on.hpp"
#include "runner/oracle/strangers.hpp"
#include "runner/oracle/told.hpp"
#include "runner/oracle/told_call.hpp"
#include "runner/oracle/wanted.hpp"

namespace hallmark::runner {
namespace {

using cases::Call;
using cases::Case;
using cases::Relation;
using reports::CallRecord;
using reports::Finding;
using reports::Verdict;

std::optional<Finding> judge_secrecy(const Case& one, const ToldCall& told,
                                     const reports::Evidence& evidence,
                                     const Yardstick& yardstick) {
  const std::string_view stranger = stranger_told(one, *told.call, evidence, told.record->exchange);
  if (stranger.empty()) return std::nullopt;
  return Finding{
      .verdict = Verdict::fail,
      .reason = "an answer tells of another account's instance",
      .wanted = "only the caller's own instances",
      .wanted_by = citations(one, yardstick),
      .got = which_call(one, told) + describe(told.reply) + ", with " + std::string{stranger},
      .action = told.record->action};
}

// The first answer that is wrong; of calls at once one that was accepted by mistake, for it
// explains what was refused beside it. `unsettled` becomes true where one fits another status than
// its own, which nobody could hold.
std::optional<Finding> judge_answers(const Case& one, const std::vector<ToldCall>& told,
                                     const reports::Evidence& evidence, const Yardstick& yardstick,
                                     const std::string& effect_seen, bool& unsettled) {
  std::optional<Finding> first;
  std::size_t moment = 0;
  for (const ToldCall& t : told) {
    if (first && moment_of(one, t.record->call) != moment) break;
    auto finding = judge_answer(one, t, yardstick, effect_seen);
    if (!finding) continue;
    if (may_have_moved_on(one, told, t, evidence)) {
      unsettled = true;
      continue;
    }
    if (t.accepted) return finding;
    if (first) continue;
    first = std::move(finding);
    moment = moment_of(one, t.record->call);
  }
  return first;
}

// Of what an accepted list holds.
std::optional<Finding> judge_listing(const Case& one, const ToldCall& told,
                                     const reports::Evidence& evidence,
                                     const Yardstick& yardstick) {
  if (!told.accepted) return std::nullopt;
  const bool by_other = told.call->identity == cases::Identity::other_account;
  const auto wrong = check_listed(told.call->expect.listed, told.reply,
                                  by_other ? evidence.other_instance_id : evidence.instance_id);
  if (!wrong) return std::nullopt;
  return Finding{.verdict = Verdict::fail,
                 .reason = wrong->reason,
                 .wanted = wrong->wanted,
                 .wanted_by = citations(one, yardstick),
                 .got = which_call(one, told) + wrong->got,
                 .action = told.record->action};
}

// Whether a call is seen to have led straight to where it leads to in the end.
bool arrived_at_once(const CallRecord& record) {
  const specs::Transition* const transition = transition_of(record.action);
  return transition != nullptr && !record.after.empty() &&
         record.after.front().status == specs::name_of(transition->to);
}

// What it is about takes a neighbour, which may be lacking, or holds no instance on its way; or
// takes one that leaves the instance alone: elsewhere it asks for nothing.
std::optional<Finding> judge_neighbours(const Case& one, const std::vector<ToldCall>& told,
                                        const Yardstick& yardstick) {
  for (const ToldCall& t : told) {
    const auto& allowed = t.call->expect.allowed;
    const bool is_about_neighbour =
        is_neighbour(t.record->action) && std::ranges::find(allowed, cases::Answer::Kind::accepted,
                                                            &cases::Answer::kind) != allowed.end();
    if (!is_about_neighbour || !t.answered || !is_expected(*t.call, t.reply, yardstick)) continue;
    const bool goes_on = t.call->aside
                             ? !t.accepted
                             : t.accepted && (one.fixture.settle_ms || !arrived_at_once(*t.record));
    if (goes_on) continue;
    return Finding{.lenience = t.call->expect.lenience};
  }
  return std::nullopt;
}

// Why looks showed nothing, where that is not the target's fault: one could not be made, was put
// off, or was refused for its time.
std::optional<Finding> judge_looks(const reports::Evidence& evidence) {
  const auto in = [](const std::vector<reports::Sighting>& looks) -> std::optional<Finding> {
    for (const reports::Sighting& look : looks) {
      if (!look.exchange) continue;
      if (no_connection(*look.exchange)) return without_connection(*look.exchange);
      if (look.exchange->status < 400) continue;
      const Reply reply = decode_reply(*look.exchange);
      if (is_throttling(reply)) return put_off();
      if (!refuses_time(reply)) continue;
      if (const auto difference = clock_difference(*look.exchange)) {
        return Finding{
            .verdict = Verdict::error, .reason = *difference, .side = reports::Side::ours};
      }
    }
    return std::nullopt;
  };
  for (const CallRecord& call : evidence.calls) {
    if (auto finding = in(call.after)) return finding;
  }
  if (auto finding = in(evidence.after)) return finding;
  return in(evidence.later);
}

// What failed for our clock, by what the target tells of its own.
std::optional<Finding> judge_clocks(const std::vector<ToldCall>& told) {
  for (const ToldCall& t : told) {
    if (!t.answered) continue;
    if (const auto ahead = skew_behind(*t.call, t.record->exchange, t.reply)) {
      return Finding{
          .verdict = Verdict::error, .reason = advise_on_skew(*ahead), .side = reports::Side::ours};
    }
  }
  return std::nullopt;
}

Finding judge_told(const Case& one, std::optional<cases::Variant> variant,
                   const reports::Evidence& evidence, const Bench& bench,
                   const std::vector<ToldCall>& told) {
  if (one.relation == Relation::at_least_one_accepted) {
    return judge_at_least_one(one, told, variant, bench);
  }

  if (auto finding = judge_neighbours(one, told, bench.yardstick)) return *std::move(finding);

  // A saved run may have been cut or edited: what is not there cannot be judged.
  std::size_t sent = 0;
  for (const Call& call : one.calls) sent += static_cast<std::size_t>(call.copies);
  const auto incomplete = [&]() -> Finding {
    return {.verdict = Verdict::error,
            .reason = std::to_string(told.size()) + " answers where the case has " +
                      std::to_string(sent) + " calls"};
  };

  if (one.relation == Relation::at_least_one_expected) {
    return judge_one_expected(one, told, bench.yardstick);
  }

  // What was done to the instance follows from the last call that was accepted.
  std::vector<const CallRecord*> acted(evidence.calls.size() + 1);  // up to each call
  for (const ToldCall& t : told) {
    const auto at = static_cast<std::size_t>(t.record - evidence.calls.data());
    acted[at + 1] = t.accepted ? t.record : acted[at];
  }
  EffectFinding effect = match_between(one, std::span{acted}.subspan(1), evidence);
  if (effect.verdict == Verdict::pass) {
    // Only a wait in vain ends a case early.
    const bool hung = std::ranges::any_of(told, [](const ToldCall& t) { return !t.answered; });
    if (told.size() != sent && !hung) return incomplete();
    const bool which_is_open =
        cases::is_one_at_most(one.relation) && std::ranges::count_if(told, &ToldCall::accepted) > 1;
    effect = match_effect(one, acted.back(), evidence,
                          which_is_open ? FlagsDone::untold : FlagsDone::told);
  }

  bool unsettled = false;
  if (auto finding = judge_answers(one, told, evidence, bench.yardstick, effect.seen, unsettled)) {
    return *std::move(finding);
  }
  for (const ToldCall& t : told) {
    if (auto finding = judge_secrecy(one, t, evidence, bench.yardstick)) return *finding;
  }
  for (const ToldCall& t : told) {
    if (auto finding = judge_listing(one, t, evidence, bench.yardstick)) return *finding;
  }
  for (const ToldCall& t : told) {
    const auto wrong = check_envelope(*t.call, t.record->action, t.reply, t.record->exchange,
                                      t.call->variant ? t.call->variant : variant, bench.host);
    if (!wrong) continue;
    return {.verdict = Verdict::fail,
            .reason = wrong->reason,
            .wanted = wrong->wanted,
            .wanted_by = citations(one, bench.yardstick),
            .got = which_call(one, t) + wrong->got,
            .action = t.record->action};
  }
  if (auto finding = judge_relation(one, told, bench.yardstick)) {
    if (!followed_by_itself(one, told, evidence)) return *finding;
    unsettled = true;
  }
  if (unsettled && effect.verdict != Verdict::fail) return settles_nothing();
  Finding finding;
  finding.verdict = effect.verdict;
  finding.side = effect.side;
  if (effect.verdict != Verdict::pass) {
    if (auto because = judge_looks(evidence)) return *std::move(because);
    finding.reason = effect.reason;
    finding.wanted = effect.wanted;
    finding.got = effect.got;
    finding.action = action_of(told);
    finding.wanted_by = citations(one, bench.yardstick);
    return finding;
  }
  finding.lenience = lenience_of(one, bench.yardstick);
  return finding;
}

}  // namespace

bool is_expected(const Call& call, const Reply& reply, const Yardstick& yardstick) {
  return std::ranges::any_of(allowed_answers(call, yardstick), [&](const auto& answer) {
    return compare(answer, reply) == Nearness::match;
  });
}

Finding judge(const Case& one, std::optional<cases::Variant> variant,
              const reports::Evidence& evidence, const Bench& bench) {
  return judge(one, variant, evidence, bench, decode_replies(evidence));
}

Finding judge(const Case& one, std::optional<cases::Variant> variant,
              const reports::Evidence& evidence, const Bench& bench, std::vector<Reply> replies) {
  if (!evidence.trouble.empty()) {
    return {.verdict = Verdict::error, .reason = evidence.trouble, .side = reports::Side::fixtures};
  }

  const std::optional<Case> held = as_held(one, evidence);
  const Case& judged = held ? *held : one;
  const std::vector<ToldCall> told = tell(judged, evidence, std::move(replies));
  Finding finding = judge_told(judged, variant, evidence, bench, told);
  if (finding.verdict == Verdict::fail) {
    if (auto clocks = judge_clocks(told)) return *std::move(clocks);
  }
  return finding;
}

}  // namespace hallmark::runner
