// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/effect_match.hpp"

#include <algorithm>

#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/moments.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using cases::Effect;
using reports::Sighting;
using reports::Verdict;
using specs::InstanceStatus;
using specs::StatusSet;

std::string names_in(specs::StatusSet set) {
  std::string text;
  for (std::size_t i = 0; i < specs::status_names.size(); ++i) {
    if (!set.contains(static_cast<InstanceStatus>(i))) continue;
    text += (text.empty() ? "" : " or ") + std::string{specs::status_names[i]};
  }
  return text;
}

EffectFinding failed(std::string reason, std::string wanted, std::string got) {
  return {Verdict::fail, std::move(reason), std::move(wanted), std::move(got), {}};
}

EffectFinding cannot_tell(std::string what) {
  return {Verdict::inconclusive, std::move(what), {}, {}, {}};
}

EffectFinding moved_on() {
  return {Verdict::inconclusive, std::string{nobody_holds}, {}, {}, {}, reports::Side::fixtures};
}

std::string through(const Sighting& sighting) {
  return " (seen through " + std::string{cases::name_of(sighting.channel)} + ")";
}

std::string untold_in(cases::Channel channel) {
  return channel == cases::Channel::fixture
             ? "the fixture provider did not tell the instance's status (if it speaks the fixture "
               "protocol, hallmark fixtures check says more)"
             : "the target did not tell the instance's status through " +
                   std::string{cases::name_of(channel)};
}

// Whether it is where an instance that nobody holds comes to by itself.
bool has_moved_on(const cases::Fixture& fixture, const Sighting& sighting,
                  const reports::Evidence& evidence) {
  const auto status = status_named(sighting.status);
  return !is_held(evidence) && status && *status != fixture.status &&
         reached_from(fixture.status).contains(*status);
}

// Nothing, or why the sighting is not the world's as the fixture made it.
std::optional<EffectFinding> differs_from_before(const cases::Fixture& fixture,
                                                 const Sighting& sighting,
                                                 const reports::Evidence& evidence) {
  const std::string_view before = specs::name_of(fixture.status);
  const std::string whose =
      sighting.of_other_world ? "the other account's instance" : "the instance";
  if (!sighting.status.empty() && sighting.status != before &&
      !has_moved_on(fixture, sighting, evidence)) {
    return failed(whose + " changed although nothing was to happen to it",
                  whose + " still " + std::string{before},
                  whose + " is " + sighting.status + through(sighting));
  }
  if (sighting.local_disk_data == cases::LocalDiskData::lost) {
    return failed(whose + " lost its local disk's data although nothing was to happen to it",
                  "local disk data kept", "local disk data lost");
  }
  if (sighting.last_stop && *sighting.last_stop != cases::LastStop::none) {
    return failed(whose + " was stopped although nothing was to happen to it", "no stop",
                  "a " + std::string{cases::name_of(*sighting.last_stop)} + " stop");
  }
  return std::nullopt;
}

bool asked_by_action(cases::Channel channel) {
  return channel != cases::Channel::any && channel != cases::Channel::fixture;
}

std::string answer_of(const Sighting& sighting) {
  if (!sighting.exchange) return "nothing";
  if (!sighting.exchange->fault.empty()) return describe_fault(*sighting.exchange);
  return describe(decode_reply(*sighting.exchange)) + ", without the instance's status";
}

// DescribeInstanceStatus has no place for locks, and the fixture protocol none either.
std::optional<EffectFinding> lacks_lock(const Effect& effect, const Sighting& sighting) {
  const bool tells_locks = sighting.channel == cases::Channel::describe_instances ||
                           sighting.channel == cases::Channel::describe_instance_attribute;
  if (effect.lock_reason.empty() || !tells_locks) return std::nullopt;
  std::string named;
  for (const std::string& lock : sighting.locks) {
    if (lock == effect.lock_reason) return std::nullopt;
    named += (named.empty() ? "" : ", ") + lock;
  }
  return failed("OperationLocks does not name the lock",
                "the LockReason " + std::string{effect.lock_reason},
                named.empty() ? "no LockReason" : "only " + named);
}

std::string when_seen(std::string text) {
  return text + " " + std::to_string(second_look_after.count()) + " ms later";
}

// Once more, when whatever acts late has had its time: nothing has happened that was not seen at
// once, but that an instance on its way may have arrived. How long it is on its way is for its
// fixture's provider to keep, and no page says.
std::optional<EffectFinding> changes_later(const cases::Case& one,
                                           const specs::Transition* transition,
                                           const std::vector<const Sighting*>& at_once,
                                           const reports::Evidence& evidence) {
  for (const Sighting& sighting : evidence.later) {
    if (sighting.of_other_world || transition == nullptr) {
      auto changed = differs_from_before(one.fixture, sighting, evidence);
      if (!changed) continue;
      changed->reason = when_seen(std::move(changed->reason) + ", and not at once:");
      changed->got = when_seen(std::move(changed->got));
      return changed;
    }
    if (!sighting.status.empty()) {
      specs::StatusSet allowed = at_once.back()->status == specs::name_of(transition->to)
                                     ? specs::StatusSet{transition->to}
                                     : transition->through | specs::StatusSet{transition->to};
      if (one.effect.look == Effect::Look::settled) allowed = specs::StatusSet{transition->to};
      const auto status = status_named(sighting.status);
      if (!status || !allowed.contains(*status)) {
        return failed("the instance did not stay where the accepted call had led it",
                      "the instance " + when_seen(names_in(allowed)),
                      "the instance is " + when_seen(sighting.status) + through(sighting));
      }
    }
    const auto differs = [](const auto& at_first, const auto& now) {
      return at_first && now && *at_first != *now;
    };
    if (differs(at_once.back()->local_disk_data, sighting.local_disk_data) ||
        differs(at_once.back()->last_stop, sighting.last_stop)) {
      return failed("the local disk's data, or how the instance was stopped, changed afterwards",
                    when_seen("the same"), "something else" + through(sighting));
    }
  }
  return std::nullopt;
}

// Whether the next call waited until the instance was at rest.
bool was_waited_for(const cases::Case& one, const reports::CallRecord& record) {
  return record.call + 1 < one.calls.size() && one.calls[record.call + 1].when_settled;
}

// Whether the instance was seen at rest between the call that moved it and the last one. Who nobody
// holds may be told once more as it was on its way.
bool had_arrived(const cases::Case& one, const specs::Transition& transition,
                 const reports::CallRecord& moved_by, const reports::Evidence& evidence) {
  return is_held(evidence) &&
         std::ranges::any_of(evidence.calls, [&](const reports::CallRecord& record) {
           return record.call >= moved_by.call && was_waited_for(one, record) &&
                  !record.after.empty() &&
                  record.after.back().status == specs::name_of(transition.to);
         });
}

// The statuses, in the order in which they were seen, of a call that was accepted. `arrived`: it
// has been at rest before them.
std::optional<EffectFinding> leaves_transition(const cases::Case& one,
                                               const specs::Transition& transition,
                                               const std::vector<const Sighting*>& sightings,
                                               const reports::Evidence& evidence,
                                               const reports::Exchange& moved_by, bool arrived) {
  const bool settled = one.effect.look == Effect::Look::settled;
  const StatusSet on_the_way = transition.through.with(transition.to);
  const StatusSet wanted_here = !settled && one.effect.seen ? *one.effect.seen : on_the_way;
  const std::string wanted = !settled && one.effect.seen
                                 ? "the instance " + names_in(*one.effect.seen)
                                 : "the instance " + names_in(transition.through) + ", then " +
                                       std::string{specs::name_of(transition.to)};
  // Who nobody holds may be told for a while as it was before.
  const auto is_told_late = [&](std::size_t at) {
    return !is_held(evidence) &&
           std::ranges::any_of(sightings.begin() + static_cast<std::ptrdiff_t>(at), sightings.end(),
                               [&](const Sighting* later) {
                                 return !later->status.empty() &&
                                        later->status != sightings[at]->status;
                               });
  };
  bool seen_as_wanted = false;
  std::string last;  // that was told
  for (std::size_t at = 0; at < sightings.size(); ++at) {
    const Sighting& sighting = *sightings[at];
    if (sighting.status.empty()) continue;
    last = sighting.status;
    const auto status = status_named(sighting.status);
    if (!status) {
      return failed("a status that the documents do not know", wanted,
                    "\"" + sighting.status + "\"" + through(sighting));
    }
    if (*status == one.fixture.status && !arrived && is_told_late(at)) continue;
    const bool may_be_over =
        on_the_way.contains(*status) && !must_hold(one.fixture, evidence, moved_by, sighting);
    if (!wanted_here.contains(*status) && !may_be_over) {
      return failed(
          *status == one.fixture.status
              ? "the call was accepted, and nothing happened to the instance"
              : "the call was accepted, and the instance is in a status that it does not lead to",
          wanted, "the instance is " + sighting.status + through(sighting));
    }
    seen_as_wanted = seen_as_wanted || wanted_here.contains(*status);
    if (arrived && *status != transition.to) {
      return failed("the instance left its last status again", wanted,
                    "the instance is " + sighting.status + " after " +
                        std::string{specs::name_of(transition.to)} + through(sighting));
    }
    arrived = arrived || *status == transition.to;
  }
  if (settled && !arrived) {
    return failed("the instance did not reach its last status in time", wanted,
                  evidence.deadline_met ? "the instance is " + last
                                        : "the instance is still " + last + " at the deadline");
  }
  if (!seen_as_wanted) return moved_on();
  return std::nullopt;
}

// Whether the local disk's data was gone before that call, of which alone a page speaks.
bool had_lost_data(const reports::Evidence& evidence, const reports::CallRecord& acted) {
  const auto is_lost = [](const Sighting& sighting) {
    return sighting.local_disk_data == cases::LocalDiskData::lost;
  };
  return std::ranges::any_of(evidence.calls, [&](const reports::CallRecord& record) {
    return record.call < acted.call && std::ranges::any_of(record.after, is_lost);
  });
}

// What the last call says of disks and stops shows where it was carried out; where it may be, and
// was not, no page says what is left of the calls before.
bool is_told_by(const cases::Case& one, const reports::CallRecord& acted) {
  if (one.calls.empty() || acted.call + 1 == one.calls.size()) return true;
  return std::ranges::none_of(one.calls.back().expect.allowed, [](const cases::Answer& answer) {
    return answer.kind == cases::Answer::Kind::accepted;
  });
}

// What has surely become of disks and stops by the call that was accepted last: what that says by
// itself, else what the case says.
struct Done {
  std::optional<cases::LocalDiskData> local_disk_data = {};
  std::optional<cases::LastStop> last_stop = {};
};
Done done_by(const cases::Case& one, const reports::CallRecord& acted) {
  if (acted.call < one.calls.size()) {
    const cases::Call& call = one.calls[acted.call];
    if (call.local_disk_data || call.last_stop) return {call.local_disk_data, call.last_stop};
  }
  if (!is_told_by(one, acted)) return {};
  return {one.effect.local_disk_data, one.effect.last_stop};
}

}  // namespace

EffectFinding match_effect(const cases::Case& one, const reports::CallRecord* acted,
                           const reports::Evidence& evidence, FlagsDone flags_done) {
  if (one.effect.look == Effect::Look::no) return {};

  std::vector<const Sighting*> own;
  for (const Sighting& sighting : evidence.after) {
    if (sighting.of_other_world) {
      if (auto changed = differs_from_before(one.fixture, sighting, evidence)) return *changed;
    } else {
      own.push_back(&sighting);
    }
  }
  std::string seen;
  for (const Sighting* sighting : own) {
    if (!sighting->status.empty() && sighting->status != specs::name_of(one.fixture.status)) {
      seen = "the instance is " + sighting->status;
      break;
    }
  }
  const auto with_seen = [&](EffectFinding finding) {
    finding.seen = seen;
    return finding;
  };
  const bool told = std::ranges::any_of(own, [](const Sighting* s) { return !s->status.empty(); });
  if (!told && one.calls.empty() && asked_by_action(one.effect.channel) && !own.empty()) {
    // To tell is what this case asks for.
    return with_seen(failed(
        std::string{cases::name_of(one.effect.channel)} + " does not tell the status",
        "the status " + std::string{specs::name_of(one.fixture.status)}, answer_of(*own.back())));
  }
  if (!told) {
    return with_seen(cannot_tell(own.empty() ? "no way to look at the instance works on this target"
                                             : untold_in(own.front()->channel)));
  }

  const specs::Transition* transition = acted != nullptr ? transition_of(acted->action) : nullptr;
  if (transition == nullptr) {
    for (const Sighting* sighting : own) {
      if (auto changed = differs_from_before(one.fixture, *sighting, evidence)) {
        return with_seen(*changed);
      }
      // To tell that status is what this case asks for.
      if (one.calls.empty() && has_moved_on(one.fixture, *sighting, evidence)) {
        return with_seen(moved_on());
      }
      if (auto unnamed = lacks_lock(one.effect, *sighting)) return with_seen(*unnamed);
    }
    if (auto changed = changes_later(one, transition, own, evidence)) return with_seen(*changed);
    return with_seen({});
  }
  const bool arrived = had_arrived(one, *transition, *acted, evidence);
  if (auto left = leaves_transition(one, *transition, own, evidence, acted->exchange, arrived)) {
    return with_seen(*left);
  }

  const Sighting& last = *own.back();
  const auto [local_disk_data, last_stop] =
      flags_done == FlagsDone::told ? done_by(one, *acted) : Done{};
  if (local_disk_data) {
    if (!last.local_disk_data) {
      return with_seen(
          cannot_tell("the fixture provider cannot tell whether local disk data was kept"));
    }
    const bool is_anothers = one.level == cases::Level::required && had_lost_data(evidence, *acted);
    if (last.local_disk_data != local_disk_data && !is_anothers) {
      return with_seen(
          failed("the local disk's data is not what the call asked for",
                 "local disk data " + std::string{cases::name_of(*local_disk_data)},
                 "local disk data " + std::string{cases::name_of(*last.local_disk_data)}));
    }
  }
  if (last_stop) {
    if (!last.last_stop) {
      return with_seen(
          cannot_tell("the fixture provider cannot tell how the instance was stopped"));
    }
    if (last.last_stop != last_stop) {
      return with_seen(failed("the instance was not stopped as the call asked for",
                              std::string{cases::name_of(*last_stop)} + " stop",
                              std::string{cases::name_of(*last.last_stop)} + " stop"));
    }
  }
  if (auto changed = changes_later(one, transition, own, evidence)) return with_seen(*changed);
  return with_seen({});
}

EffectFinding match_between(const cases::Case& one,
                            std::span<const reports::CallRecord* const> acted,
                            const reports::Evidence& evidence) {
  for (std::size_t i = 0; i < evidence.calls.size(); ++i) {
    const reports::CallRecord& record = evidence.calls[i];
    if (record.after.empty() || record.call >= one.calls.size()) continue;
    const std::string after = " after call " + std::to_string(record.call + 1);
    const auto& seen = one.calls[record.call].seen;
    const Sighting& first = record.after.front();
    if (seen && !first.status.empty()) {
      // Who nobody holds may be told for a while as it was before.
      const auto status = status_named((is_held(evidence) ? first : record.after.back()).status);
      if (!status || !seen->contains(*status)) {
        return failed("the instance is not where the calls so far lead it",
                      "the instance " + names_in(*seen) + after,
                      "the instance is " + first.status + after + through(first));
      }
    }
    const specs::Transition* const transition = was_waited_for(one, record) && acted[i] != nullptr
                                                    ? transition_of(acted[i]->action)
                                                    : nullptr;
    if (transition == nullptr) continue;
    cases::Case way = one;
    way.effect = {.look = Effect::Look::settled};
    std::vector<const Sighting*> sightings;
    for (const Sighting& sighting : record.after) sightings.push_back(&sighting);
    if (std::ranges::all_of(sightings, [](const Sighting* s) { return s->status.empty(); })) {
      return cannot_tell(untold_in(first.channel));
    }
    if (auto left =
            leaves_transition(way, *transition, sightings, evidence, acted[i]->exchange, false)) {
      left->got += after;
      return *left;
    }
  }
  return {};
}

}  // namespace hallmark::runner
