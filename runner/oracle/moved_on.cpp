// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/moved_on.hpp"

#include <algorithm>
#include <string>

#include "runner/oracle/moments.hpp"

namespace hallmark::runner {
namespace {

using cases::Case;

bool speaks_of_the_status(const cases::Answer& answer) {
  return answer.kind == cases::Answer::Kind::refused &&
         (answer.code.find("InstanceStatus") != std::string::npos || answer.status == 409 ||
          answer.code.starts_with("Throttling"));
}

// Who settles at once is seen at rest, though its world stays where it is.
bool is_at_rest(const reports::Evidence& evidence) {
  const auto rests = [](const reports::Sighting& sighting) {
    const auto status = status_named(sighting.status);
    return sighting.of_other_world || (status && !specs::is_transitory(*status));
  };
  return !evidence.after.empty() && std::ranges::all_of(evidence.after, rests);
}

// The statuses in which a call may have found an instance that nobody holds.
specs::StatusSet met_by(const Case& one, const std::vector<ToldCall>& told, const ToldCall& asked) {
  specs::StatusSet met = reached_from(one.fixture.status);
  for (const ToldCall& t : told) {
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

}  // namespace

std::size_t moment_of(const cases::Case& one, std::size_t call) {
  while (call > 0 && one.calls[call].with_previous) --call;
  return call;
}

bool may_have_moved_on(const cases::Case& one, const std::vector<ToldCall>& told,
                       const ToldCall& asked, const reports::Evidence& evidence) {
  if (is_held(evidence) || !asked.answered || is_server_error(asked)) return false;
  const specs::Transition* const transition = transition_of(asked.record->action);
  if (transition == nullptr) return false;
  const bool stays =
      std::ranges::none_of(told, &ToldCall::accepted) &&
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

bool followed_by_itself(const cases::Case& one, const std::vector<ToldCall>& told,
                        const reports::Evidence& evidence) {
  if (!cases::is_one_at_most(one.relation)) return false;
  std::vector<const specs::Transition*> waiting;
  for (const ToldCall& t : told) {
    if (!t.accepted) continue;
    const specs::Transition* const transition = transition_of(t.record->action);
    if (transition == nullptr) return false;
    waiting.push_back(transition);
  }
  if (is_held(evidence) && (waiting.size() < 2 || !is_at_rest(evidence))) return false;
  specs::InstanceStatus status = one.fixture.status;
  while (!waiting.empty()) {
    const auto next = std::ranges::find(waiting, status, &specs::Transition::from);
    if (next == waiting.end()) return false;
    status = (*next)->to;
    waiting.erase(next);
  }
  return true;
}

std::optional<cases::Case> as_held(const cases::Case& one, const reports::Evidence& evidence) {
  std::optional<cases::Case> held;
  if (!is_held(evidence) || one.fixture.settle_ms) return held;
  for (const reports::CallRecord& record : evidence.calls) {
    const std::size_t next = record.call + 1;
    if (record.after.empty() || next >= one.calls.size()) continue;
    const auto status = status_named(record.after.back().status);
    const auto& allowed = one.calls[next].expect.allowed;
    if (!status || !specs::is_transitory(*status) ||
        std::ranges::none_of(allowed, &cases::Answer::if_arrived)) {
      continue;
    }
    if (!held) held = one;
    std::erase_if(held->calls[next].expect.allowed, &cases::Answer::if_arrived);
  }
  return held;
}

reports::Finding settles_nothing() {
  return {.verdict = reports::Verdict::inconclusive,
          .reason = std::string{nobody_holds},
          .side = reports::Side::fixtures};
}

}  // namespace hallmark::runner
