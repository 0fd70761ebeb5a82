// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/judge_relation.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "cases/envelope/every_answer.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/oracle/judge_answer.hpp"
#include "runner/oracle/told.hpp"
#include "runner/oracle/wanted.hpp"

namespace hallmark::runner {
namespace {

using cases::Case;
using cases::Relation;
using reports::Finding;
using reports::Verdict;

// Nothing unless each call was refused for its time, and that need not be the target's fault.
std::optional<Finding> judge_clock(const std::vector<ToldCall>& told) {
  const bool by_the_clock = !told.empty() && std::ranges::all_of(told, [](const ToldCall& t) {
    return t.answered && refuses_time(t.reply);
  });
  if (!by_the_clock) return std::nullopt;
  const auto difference = clock_difference(told.front().record->exchange);
  if (!difference) return std::nullopt;
  return Finding{.verdict = Verdict::error, .reason = *difference, .side = reports::Side::ours};
}

bool is_as_expected(const ToldCall& told, const Yardstick& yardstick) {
  return told.answered && runner::is_expected(*told.call, told.reply, yardstick);
}

}  // namespace

std::optional<Finding> judge_relation(const cases::Case& one, const std::vector<ToldCall>& told,
                                      const Yardstick& yardstick) {
  if (one.relation == Relation::none) return std::nullopt;  // nearly all: no need to cite
  Finding finding{.verdict = Verdict::fail, .action = action_of(told)};
  finding.wanted_by = citations(one, yardstick);
  const auto accepted = static_cast<std::size_t>(
      std::ranges::count_if(told, [](const ToldCall& t) { return t.accepted; }));
  switch (one.relation) {
    case Relation::none:
    case Relation::at_least_one_accepted:
    case Relation::at_least_one_expected:  // judged with the answers
      return std::nullopt;
    case Relation::exactly_one_accepted:
    case Relation::one_accepted_at_most:
      if (accepted == 1) return std::nullopt;
      if (accepted == 0 && (one.relation == Relation::one_accepted_at_most ||
                            !std::ranges::all_of(told, is_refused_for_its_status))) {
        return std::nullopt;
      }
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
          finding.reason = cases::every_answer(cases::Form::request_id_once).broken;
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

Finding judge_at_least_one(const cases::Case& one, const std::vector<ToldCall>& told,
                           std::optional<cases::Variant> variant, const Bench& bench) {
  Finding finding{.verdict = Verdict::fail};
  for (const ToldCall& t : told) {
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
  const auto unreachable = [](const ToldCall& t) {
    return !t.answered && no_connection(t.record->exchange);
  };
  if (!told.empty() && std::ranges::all_of(told, unreachable)) {
    return without_connection(told.back().record->exchange);
  }
  if (auto because = judge_clock(told)) return *std::move(because);
  const auto throttled = [](const ToldCall& t) { return t.answered && is_throttling(t.reply); };
  if (!told.empty() && std::ranges::all_of(told, throttled)) return put_off();
  const bool silent = std::ranges::none_of(told, [](const ToldCall& t) { return t.answered; });
  finding.reason = "none of the calls was accepted";
  if (silent && !told.empty()) {
    finding.reason = describe_fault(told.front().record->exchange);
  } else if (!one.cause.empty()) {
    finding.reason = one.cause;
  }
  finding.wanted = "one of " + std::to_string(one.calls.size()) + " ways to ask accepted";
  if (!told.empty()) {
    const ToldCall& first = told.front();
    finding.action = first.record->action;
    finding.got = which_call(one, first) +
                  (first.answered ? describe(first.reply) : describe_fault(first.record->exchange));
    if (first.answered) quote(first, bench.yardstick, finding);
    if (first.reply.host_id && !first.reply.host_id->empty() && first.reply.host_id != bench.host) {
      finding.got += ", by a HostId " + *first.reply.host_id + " where " + bench.host +
                     " was asked: does a proxy in between change the Host header?";
    }
  }
  return finding;
}

Finding judge_one_expected(const cases::Case& one, const std::vector<ToldCall>& told,
                           const Yardstick& yardstick) {
  Finding finding{.verdict = Verdict::fail};
  for (const ToldCall& t : told) {
    if (is_as_expected(t, yardstick)) return {};
    auto wrong = judge_answer(one, t, yardstick, {});
    if (wrong && finding.reason.empty()) finding = *std::move(wrong);
  }
  if (finding.verdict == Verdict::error) return finding;
  if (auto because = judge_clock(told)) return *std::move(because);
  const bool answers_as_one_that_does_not = std::ranges::all_of(
      told, [](const ToldCall& t) { return t.answered && !is_server_error(t); });
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

}  // namespace hallmark::runner
