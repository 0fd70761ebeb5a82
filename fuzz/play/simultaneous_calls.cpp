// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/simultaneous_calls.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using Calls = std::vector<SimultaneousCall>;

bool is_accepted(const SimultaneousCall& call) {
  return call.operation.reply && runner::is_accepted(*call.operation.reply);
}

bool share_a_nonce(const SentCall& one, const SentCall& other) {
  return one.by_other == other.by_other && one.request.nonce == other.request.nonce;
}

// Of calls with one nonce, one may come in.
void check_nonces(const Calls& calls, Blame& blame) {
  for (auto call = calls.begin(); call != calls.end(); ++call) {
    if (!is_accepted(*call)) continue;
    blame.count(Checker::nonce_good_once);
    for (auto before = calls.begin(); before != call; ++before) {
      if (!is_accepted(*before) || !share_a_nonce(call->sent, before->sent)) continue;
      blame.look_at(call->step, call->sent.call.action, call->shape);
      blame.find(Checker::nonce_good_once, "one of two calls with the same nonce refused",
                 "both accepted");
    }
  }
}

// Which order it was nobody knows: whatever was accepted may have come at any place.
void observe_in_any_order(InstanceModel& model, const std::vector<Operation>& operations) {
  for (std::size_t round = 0; round < operations.size(); ++round) {
    const std::uint64_t key = model.key();
    for (const Operation& operation : operations) {
      const bool may_have_happened = !operation.reply || runner::is_accepted(*operation.reply);
      if (may_have_happened) model.observe_nothing(operation.asked);
    }
    if (model.key() == key) break;
  }
}

std::string answers_of(const Calls& calls) {
  std::string answers;
  for (const SimultaneousCall& call : calls) {
    answers += (answers.empty() ? "" : ", ") + call.sent.call.action + " " + call.shape;
  }
  return answers;
}

// The calls of the account whose world is at `place`.
Linearizable explain(const Calls& all, std::size_t place, const std::string& instance_id,
                     AnswerJudge& judge, Blame& blame) {
  std::vector<const SimultaneousCall*> calls;
  std::vector<Operation> operations;
  for (const SimultaneousCall& call : all) {
    if (AnswerJudge::place_of(call.sent) != place) continue;
    calls.push_back(&call);
    operations.push_back(call.operation);
  }
  if (calls.empty() || blame.has_found()) return Linearizable::yes;
  constexpr LinearizabilityOptions budget{.nodes = 20'000, .time = std::chrono::milliseconds{500}};
  blame.count(Checker::concurrent_calls_explained);
  InstanceModel& model = judge.model_at(place);
  const Linearizable verdict = linearize(model, operations, instance_id, budget).verdict;
  observe_in_any_order(model, operations);
  if (verdict != Linearizable::no) return verdict;
  // An answer that is wrong at every place is a finding of its own, whatever came beside it.
  for (const SimultaneousCall* const call : calls) {
    const std::optional<runner::Reply>& reply = call->operation.reply;
    if (!reply) continue;
    InstanceModel anywhere = model;
    auto wrong = anywhere.observe(call->operation.asked, *reply, instance_id);
    if (!wrong) continue;
    blame.look_at(call->step, call->sent.call.action, call->shape);
    judge.report(*std::move(wrong), call->sent, *reply);
    return verdict;
  }
  const SimultaneousCall& last = all.back();
  blame.look_at(last.step, last.sent.call.action, "no order explains the answers");
  blame.find(Checker::concurrent_calls_explained, "an order of the calls that explains the answers",
             answers_of(all));
  return verdict;
}

}  // namespace

std::size_t judge_simultaneous(const Calls& calls, const StagedWorlds& worlds, AnswerJudge& judge,
                               Blame& blame) {
  std::size_t unknown_orders = 0;
  check_nonces(calls, blame);
  for (std::size_t place = 0; place < worlds.count(); ++place) {
    const std::string& instance_id = worlds.at(place).instance_id;
    const Linearizable verdict = explain(calls, place, instance_id, judge, blame);
    if (verdict == Linearizable::unknown) ++unknown_orders;
  }
  blame.look_at(calls.back().step, calls.back().sent.call.action, calls.back().shape);
  for (std::size_t place = 0; place < worlds.count(); ++place) judge.look_after_all(place);
  return unknown_orders;
}

}  // namespace hallmark::fuzz
