// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/known_target.hpp"

#include "cases/base/tested_action.hpp"
#include "runner/oracle/judge.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {

void KnownTarget::learn(const cases::Case& one, const reports::Finding& finding,
                        const reports::Evidence& evidence, const Yardstick& yardstick) {
  if (finding.verdict != reports::Verdict::pass) return;
  const cases::Tags& tags = one.tags;
  if (tags.chapter != cases::Chapter::base) return;
  const bool shows_action =
      tags.shows == cases::Shows::known_action || tags.shows == cases::Shows::refused_action;
  if (shows_action && tags.action == cases::reactivate_instances_action.name) {
    for (const reports::CallRecord& call : evidence.calls) {
      const bool works = call.exchange.fault.empty() &&
                         is_expected(one.calls[call.call], decode_reply(call.exchange), yardstick);
      if (works) reactivate_spelling_ = call.action;
    }
  }
  if (tags.family == cases::Family::observe) {
    const cases::Channel channel = one.effect.channel;
    if (!working_channel_ || channel < *working_channel_) working_channel_ = channel;
  }
}

void KnownTarget::tell(Target& target) const {
  if (!reactivate_spelling_.empty()) target.reactivate_spelling = reactivate_spelling_;
  target.working_channel = working_channel_;
}

}  // namespace hallmark::runner
