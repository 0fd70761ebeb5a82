// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/hangs.hpp"

#include <algorithm>

#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

using cases::Answer;
using cases::Call;
using reports::Finding;

bool has_hung(const reports::Exchange& exchange) {
  return exchange.fault == name_of(Fault::timeout);
}

Hangs::Kind Hangs::kind_of(const Call& call) {
  const auto allows = [&call](Answer::Kind kind) {
    return std::ranges::find(call.expect.allowed, kind, &Answer::kind) != call.expect.allowed.end();
  };
  const bool dry =
      std::ranges::find(call.arguments, "DryRun", &cases::Argument::name) != call.arguments.end();
  return {call.action, allows(Answer::Kind::accepted), allows(Answer::Kind::refused), dry};
}

void Hangs::note(const cases::Case& one, const reports::Evidence& evidence) {
  const std::scoped_lock lock{mutex_};
  for (const reports::CallRecord& record : evidence.calls) {
    const bool hung = has_hung(record.exchange);
    if (record.call >= one.calls.size() || (rows_.empty() && !hung)) continue;
    const Kind kind = kind_of(one.calls[record.call]);
    if (!hung) {
      rows_.erase(kind);
    } else if (Row& row = rows_[kind]; row.hung++ == 0) {
      row.first = one.id;
    }
  }
}

std::optional<Finding> Hangs::blocked(const cases::Case& one) const {
  // What others stand on is asked in any case.
  if (one.tags.chapter == cases::Chapter::base) return std::nullopt;
  const std::scoped_lock lock{mutex_};
  if (rows_.empty()) return std::nullopt;
  for (const Call& call : one.calls) {
    const auto found = rows_.find(kind_of(call));
    if (found == rows_.end() || found->second.hung < enough) continue;
    const auto& [action, may_be_accepted, may_be_refused, dry] = found->first;
    return Finding{.verdict = reports::Verdict::inconclusive,
                   .reason = action + (dry ? " as a dry run" : "") + " hangs where it is to be " +
                             (!may_be_refused    ? "accepted"
                              : !may_be_accepted ? "refused"
                                                 : "answered"),
                   .blocked_by = found->second.first};
  }
  return std::nullopt;
}

}  // namespace hallmark::runner
