// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/judge.hpp"

#include <algorithm>
#include <ranges>
#include <span>
#include <vector>

#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/oracle/effect_match.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/oracle/moments.hpp"
#include "runner/oracle/signature_quarrel.hpp"
#include "runner/oracle/strangers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using cases::Call;
using cases::Case;
using cases::Relation;
using reports::CallRecord;
using reports::Finding;
using reports::Verdict;

// One call of the case with what came back.
struct Told {
  const Call* call;
  const CallRecord* record;
  Reply reply;
  bool answered;  // a whole HTTP answer came
  bool accepted;
};

std::vector<Told> tell(const Case& one, const reports::Evidence& evidence,
                       std::vector<Reply> replies) {
  std::vector<Told> told;
  told.reserve(evidence.calls.size());
  for (std::size_t i = 0; i < evidence.calls.size(); ++i) {
    const CallRecord& record = evidence.calls[i];
    if (record.call >= one.calls.size()) continue;  // a saved run of another version
    const bool answered = record.exchange.fault.empty();
    const bool accepted = answered && is_accepted(replies[i]);
    told.push_back({&one.calls[record.call], &record, std::move(replies[i]), answered, accepted});
  }
  return told;
}

auto allowed_answers(const Call& call, const Yardstick& yardstick) {
  return std::views::filter(call.expect.allowed, [&yardstick](const cases::Answer& answer) {
    return yardstick.allows(answer);
  });
}

std::string citations(const cases::Answer& answer, const Yardstick& yardstick) {
  std::string text;
  for (const specs::Citation& place : answer.citations) {
    if (!yardstick.in_force(place)) continue;
    if (!text.empty()) text += "; ";
    text += place.text();
  }
  return text;
}

std::string citations(const Case& one, const Yardstick& yardstick) {
  std::string text;
  for (const specs::Citation& place : one.citations) {
    if (!yardstick.in_force(place)) continue;
    if (!text.empty()) text += "; ";
    text += place.text();
  }
  return text;
}

void describe_allowed(const Call& call, const Case& one, const Yardstick& yardstick,
                      Finding& finding) {
  std::vector<std::string> answers;
  std::vector<std::string> places;
  for (const cases::Answer& answer : allowed_answers(call, yardstick)) {
    // Several rows may have the same answer.
    std::string wanted = describe(answer);
    if (std::ranges::find(answers, wanted) == answers.end()) {
      finding.wanted.append(finding.wanted.empty() ? "" : ", or ").append(wanted);
      answers.push_back(std::move(wanted));
    }
    std::string shape = shape_of(answer);
    if (std::ranges::find(finding.answers, shape) == finding.answers.end()) {
      finding.answers.push_back(std::move(shape));
    }
    const std::string place = citations(answer, yardstick);
    if (!place.empty() && std::ranges::find(places, place) == places.end()) places.push_back(place);
  }
  for (const std::string& place : places) {
    if (!finding.wanted_by.empty()) finding.wanted_by += "; ";
    finding.wanted_by += place;
  }
  if (finding.wanted_by.empty()) finding.wanted_by = citations(one, yardstick);
}

bool is_server_error(const Told& told) { return told.reply.http_status >= 500; }

std::string which(const Case& one, const Told& told) {
  if (one.calls.size() == 1 && told.call->copies == 1) return {};
  std::string text = "call " + std::to_string(told.record->call + 1) + " (" + told.record->action;
  if (told.call->copies > 1) text += ", copy " + std::to_string(told.record->copy + 1);
  return text + "): ";
}

std::optional<Finding> judge_secrecy(const Case& one, const Told& told,
                                     const reports::Evidence& evidence,
                                     const Yardstick& yardstick) {
  const std::string_view stranger = stranger_told(one, *told.call, evidence, told.record->exchange);
  if (stranger.empty()) return std::nullopt;
  return Finding{.verdict = Verdict::fail,
                 .reason = "an answer tells of another account's instance",
                 .wanted = "only the caller's own instances",
                 .wanted_by = citations(one, yardstick),
                 .got = which(one, told) + describe(told.reply) + ", with " + std::string{stranger},
                 .action = told.record->action};
}

// As if another call had come first. Who is refused for anything else, or denied for what comes at
// the same moment, or for too much of it, need not have had one before it.
bool is_refused_for_its_status(const Told& told) {
  return text_of(told.reply.code).find("InstanceStatus") != std::string_view::npos;
}

Finding put_off() {
  return {.verdict = Verdict::inconclusive,
          .reason = "the target throttled the call: lower --rate",
          .side = reports::Side::between};
}

// The words of an answer that was not wanted; and where it dislikes the signature, and should not,
// what both sides signed.
void quote(const Told& told, const Yardstick& yardstick, Finding& finding) {
  finding.said = text_of(told.reply.message);
  const bool is_forged =
      std::ranges::any_of(allowed_answers(*told.call, yardstick), [](const cases::Answer& answer) {
        return answer.code.find("Signature") != std::string::npos;
      });
  if (is_forged || !refuses_signature(told.reply)) return;
  finding.signing = signature_quarrel(told.record->exchange.request, told.reply);
}

// Nothing when the call got one of the allowed answers.
std::optional<Finding> judge_answer(const Case& one, const Told& told, const Yardstick& yardstick,
                                    const std::string& effect_seen) {
  Finding finding{.verdict = Verdict::fail, .action = told.record->action};
  if (!told.answered) {
    const reports::Exchange& exchange = told.record->exchange;
    if (no_connection(exchange)) return without_connection(exchange);
    finding.reason = which(one, told) + describe_fault(exchange);
    describe_allowed(*told.call, one, yardstick, finding);
    finding.got = describe_fault(exchange);
    finding.answer = shape_of_fault(exchange);
    return finding;
  }
  auto allowed = allowed_answers(*told.call, yardstick);
  if (allowed.empty()) return std::nullopt;
  Nearness nearest = Nearness::unlike;
  for (const cases::Answer& answer : allowed) {
    nearest = std::max(nearest, compare(answer, told.reply));
    if (nearest == Nearness::match) return std::nullopt;
  }
  if (is_throttling(told.reply)) return put_off();
  describe_allowed(*told.call, one, yardstick, finding);
  finding.got = which(one, told) + describe(told.reply);
  finding.answer = shape_of(told.reply);
  if (nearest != Nearness::same_but_text) quote(told, yardstick, finding);
  if (nearest == Nearness::same_but_text) {
    finding.reason = "another message than the row's";
    finding.got += ", \"" + told.reply.message.value_or("") + "\"";
  } else if (told.reply.http_status >= 500) {
    finding.reason = "a server error where the documents have none";
  } else if (nearest == Nearness::same_code) {
    finding.reason = "another HTTP status than the row's";
  } else if (told.accepted) {
    finding.reason = "accepted, and the documents refuse it";
  } else if (told.reply.http_status < 300 && told.reply.code) {
    finding.reason = "an error with the HTTP status of a success";
  } else {
    finding.reason = "not an answer that the documents allow";
  }
  if (!effect_seen.empty()) finding.got += ", and " + effect_seen;
  return finding;
}

// The calls of one moment begin with this one.
std::size_t moment_of(const Case& one, std::size_t call) {
  while (call > 0 && one.calls[call].with_previous) --call;
  return call;
}

bool speaks_of_the_status(const cases::Answer& answer) {
  return answer.kind == cases::Answer::Kind::refused &&
         (answer.code.find("InstanceStatus") != std::string::npos || answer.status == 409 ||
          answer.code.starts_with("Throttling"));
}

// The statuses in which a call may have found an instance that nobody holds.
specs::StatusSet met_by(const Case& one, const std::vector<Told>& told, const Told& asked) {
  specs::StatusSet met = reached_from(one.fixture.status);
  for (const Told& t : told) {
    const specs::Transition* const led = t.accepted ? transition_of(t.record->action) : nullptr;
    if (led == nullptr || &t == &asked) continue;
    const std::size_t moment = moment_of(one, t.record->call);
    const std::size_t own = moment_of(one, asked.record->call);
    if (moment > own) continue;
    const specs::StatusSet on_the_way = led->through.with(led->to);
    const bool arrived = asked.call->when_settled && led->from != led->to;
    met = moment == own ? met | on_the_way : arrived ? specs::StatusSet{led->to} : on_the_way;
  }
  return met;
}

// Whether an answer fits another status than the one that it was asked for in, which nobody could
// hold.
bool may_have_moved_on(const Case& one, const std::vector<Told>& told, const Told& asked,
                       const reports::Evidence& evidence) {
  if (is_held(evidence) || !asked.answered || is_server_error(asked)) return false;
  const specs::Transition* const transition = transition_of(asked.record->action);
  if (transition == nullptr) return false;
  const bool stays =
      std::ranges::none_of(told, &Told::accepted) &&
      std::ranges::any_of(evidence.after, [&one](const reports::Sighting& sighting) {
        return !sighting.of_other_world && sighting.status == specs::name_of(one.fixture.status);
      });
  if (stays) return false;
  const specs::StatusSet met = met_by(one, told, asked);
  if (asked.accepted || specs::is_transitory(one.fixture.status)) {
    return (!asked.accepted || met.contains(transition->from)) &&
           std::ranges::all_of(asked.call->expect.allowed, speaks_of_the_status);
  }
  return is_refused_for_its_status(asked) &&
         !met.without(specs::StatusSet{transition->from}).empty();
}

// Whether what was accepted can have been carried out one after the other, the instance having come
// to rest in between: where nobody holds it.
bool followed_by_itself(const Case& one, const std::vector<Told>& told,
                        const reports::Evidence& evidence) {
  if (is_held(evidence) || one.relation != Relation::exactly_one_accepted) return false;
  std::vector<const specs::Transition*> waiting;
  for (const Told& t : told) {
    if (!t.accepted) continue;
    const specs::Transition* const transition = transition_of(t.record->action);
    if (transition == nullptr) return false;
    waiting.push_back(transition);
  }
  specs::InstanceStatus status = one.fixture.status;
  while (!waiting.empty()) {
    const auto next = std::ranges::find(waiting, status, &specs::Transition::from);
    if (next == waiting.end()) return false;
    status = (*next)->to;
    waiting.erase(next);
  }
  return true;
}

// The first answer that is wrong; of calls at once one that was accepted by mistake, for it
// explains what was refused beside it. `unsettled` becomes true where one fits another status than
// its own, which nobody could hold.
std::optional<Finding> judge_answers(const Case& one, const std::vector<Told>& told,
                                     const reports::Evidence& evidence, const Yardstick& yardstick,
                                     const std::string& effect_seen, bool& unsettled) {
  std::optional<Finding> first;
  std::size_t moment = 0;
  for (const Told& t : told) {
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

// Whose affair it is where no single answer is to blame.
std::string action_of(const std::vector<Told>& told) {
  return told.empty() ? std::string{} : told.back().record->action;
}

std::optional<Finding> judge_relation(const Case& one, const std::vector<Told>& told,
                                      const Yardstick& yardstick) {
  if (one.relation == Relation::none) return std::nullopt;  // nearly all: no need to cite
  Finding finding{.verdict = Verdict::fail, .action = action_of(told)};
  finding.wanted_by = citations(one, yardstick);
  const auto accepted = static_cast<std::size_t>(
      std::ranges::count_if(told, [](const Told& t) { return t.accepted; }));
  switch (one.relation) {
    case Relation::none:
    case Relation::at_least_one_accepted:
    case Relation::at_least_one_expected:  // judged with the answers
      return std::nullopt;
    case Relation::exactly_one_accepted:
      if (accepted == 1) return std::nullopt;
      if (accepted == 0 && !std::ranges::all_of(told, is_refused_for_its_status))
        return std::nullopt;
      finding.reason = accepted == 0 ? "none of the simultaneous calls was accepted"
                                     : "more than one of the simultaneous calls was accepted: no "
                                       "order of them explains it";
      finding.wanted = std::string{accepted == 0 ? "exactly" : "at most"} + " one of " +
                       std::to_string(told.size()) + " calls accepted";
      finding.got = std::to_string(accepted) + " accepted";
      return finding;
    case Relation::same_answer:
      for (std::size_t i = 1; i < told.size(); ++i) {
        const std::string difference = difference_of(told[0].reply, told[i].reply);
        if (difference.empty()) continue;
        finding.reason = "two forms of one answer say different things";
        finding.wanted = "the same answer in both forms";
        finding.got = difference;
        return finding;
      }
      return std::nullopt;
    case Relation::distinct_request_ids:
      for (std::size_t i = 0; i < told.size(); ++i) {
        if (!told[i].reply.request_id) continue;
        for (std::size_t j = i + 1; j < told.size(); ++j) {
          if (told[j].reply.request_id != told[i].reply.request_id) continue;
          finding.reason = "a RequestId came twice";
          finding.wanted = "a RequestId of its own on every answer";
          finding.got = *told[i].reply.request_id + " on calls " +
                        std::to_string(told[i].record->call + 1) + " and " +
                        std::to_string(told[j].record->call + 1);
          return finding;
        }
      }
      return std::nullopt;
  }
  return std::nullopt;
}

// Nothing unless each call was refused for its time, and that need not be the target's fault.
std::optional<Finding> judge_clock(const std::vector<Told>& told) {
  const bool by_the_clock = !told.empty() && std::ranges::all_of(told, [](const Told& t) {
    return t.answered && refuses_time(t.reply);
  });
  if (!by_the_clock) return std::nullopt;
  const auto difference = clock_difference(told.front().record->exchange);
  if (!difference) return std::nullopt;
  return Finding{.verdict = Verdict::error, .reason = *difference, .side = reports::Side::ours};
}

Finding settles_nothing() {
  return {.verdict = Verdict::inconclusive,
          .reason = std::string{nobody_holds},
          .side = reports::Side::fixtures};
}

// The first call that was accepted settles it; else the last refusal is shown.
Finding judge_at_least_one(const Case& one, const std::vector<Told>& told,
                           std::optional<cases::Variant> variant, const Bench& bench) {
  Finding finding{.verdict = Verdict::fail};
  for (const Told& t : told) {
    if (!t.accepted) continue;
    if (const auto wrong =
            check_envelope(*t.call, t.record->action, t.reply, t.record->exchange,
                           t.call->variant ? t.call->variant : variant, bench.host)) {
      finding.reason = wrong->reason;
      finding.wanted = wrong->wanted;
      finding.got = wrong->got;
      finding.wanted_by = citations(one, bench.yardstick);
      finding.action = t.record->action;
      continue;
    }
    return {};
  }
  finding.wanted_by = citations(one, bench.yardstick);
  if (!finding.reason.empty()) return finding;
  const auto unreachable = [](const Told& t) {
    return !t.answered && no_connection(t.record->exchange);
  };
  if (!told.empty() && std::ranges::all_of(told, unreachable)) {
    return without_connection(told.back().record->exchange);
  }
  if (auto because = judge_clock(told)) return *std::move(because);
  const auto throttled = [](const Told& t) { return t.answered && is_throttling(t.reply); };
  if (!told.empty() && std::ranges::all_of(told, throttled)) return put_off();
  const bool silent = std::ranges::none_of(told, [](const Told& t) { return t.answered; });
  finding.reason = "none of the calls was accepted";
  if (silent && !told.empty()) {
    finding.reason = describe_fault(told.front().record->exchange);
  } else if (!one.cause.empty()) {
    finding.reason = one.cause;
  }
  finding.wanted = "one of " + std::to_string(one.calls.size()) + " ways to ask accepted";
  if (!told.empty()) {
    const Told& first = told.front();
    finding.action = first.record->action;
    finding.got = which(one, first) +
                  (first.answered ? describe(first.reply) : describe_fault(first.record->exchange));
    if (first.answered) quote(first, bench.yardstick, finding);
    if (first.reply.host_id && !first.reply.host_id->empty() && first.reply.host_id != bench.host) {
      finding.got += ", by a HostId " + *first.reply.host_id + " where " + bench.host +
                     " was asked: does a proxy in between change the Host header?";
    }
  }
  return finding;
}

bool is_expected(const Told& told, const Yardstick& yardstick) {
  return told.answered && runner::is_expected(*told.call, told.reply, yardstick);
}

// Something that an endpoint may know or not, by the documents in force: where no call shows that
// it does, what stands on it is not for this endpoint.
Finding judge_one_expected(const Case& one, const std::vector<Told>& told,
                           const Yardstick& yardstick) {
  Finding finding{.verdict = Verdict::fail};
  for (const Told& t : told) {
    if (is_expected(t, yardstick)) return {};
    auto wrong = judge_answer(one, t, yardstick, {});
    if (wrong && finding.reason.empty()) finding = *std::move(wrong);
  }
  if (finding.verdict == Verdict::error) return finding;
  if (auto because = judge_clock(told)) return *std::move(because);
  const bool answers_as_one_that_does_not =
      std::ranges::all_of(told, [](const Told& t) { return t.answered && !is_server_error(t); });
  if (answers_as_one_that_does_not) {
    const specs::Page* const page =
        one.dry_run ? yardstick.page_without_dry_run(one.tags.action) : nullptr;
    if (page != nullptr) {
      return {.verdict = Verdict::unsupported,
              .reason = one.cause + ", like the page of " + std::string{page->edition}};
    }
    finding.reason = one.cause;
  }
  return finding;
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

std::string lenience_of(const Case& one, const Yardstick& yardstick) {
  for (const Call& call : one.calls) {
    if (call.expect.lenience.empty()) continue;
    if (std::ranges::distance(allowed_answers(call, yardstick)) > 1) return call.expect.lenience;
  }
  return {};
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

  const std::vector<Told> told = tell(one, evidence, std::move(replies));
  if (one.relation == Relation::at_least_one_accepted) {
    return judge_at_least_one(one, told, variant, bench);
  }

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
  for (const Told& t : told) {
    const auto at = static_cast<std::size_t>(t.record - evidence.calls.data());
    acted[at + 1] = t.accepted ? t.record : acted[at];
  }
  EffectFinding effect = match_between(one, std::span{acted}.subspan(1), evidence);
  if (effect.verdict == Verdict::pass) {
    // Only a wait in vain ends a case early.
    const bool hung = std::ranges::any_of(told, [](const Told& t) { return !t.answered; });
    if (told.size() != sent && !hung) return incomplete();
    effect = match_effect(one, acted.back(), evidence);
  }

  bool unsettled = false;
  if (auto finding = judge_answers(one, told, evidence, bench.yardstick, effect.seen, unsettled)) {
    return *std::move(finding);
  }
  for (const Told& t : told) {
    if (auto finding = judge_secrecy(one, t, evidence, bench.yardstick)) return *finding;
  }
  for (const Told& t : told) {
    const auto wrong = check_envelope(*t.call, t.record->action, t.reply, t.record->exchange,
                                      t.call->variant ? t.call->variant : variant, bench.host);
    if (!wrong) continue;
    return {.verdict = Verdict::fail,
            .reason = wrong->reason,
            .wanted = wrong->wanted,
            .wanted_by = citations(one, bench.yardstick),
            .got = which(one, t) + wrong->got,
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

}  // namespace hallmark::runner
