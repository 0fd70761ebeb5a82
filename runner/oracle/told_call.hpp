// SPDX-License-Identifier: Apache-2.0
//
// One call of a case with what came back: what the parts of the judge hand to each other.
#pragma once

#include <string>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

struct ToldCall {
  const cases::Call* call;
  const reports::CallRecord* record;
  Reply reply;
  bool answered;  // a whole HTTP answer came
  bool accepted;
};

// `replies`: of each of evidence.calls. What they point to is the case's and the evidence's.
[[nodiscard]] std::vector<ToldCall> tell(const cases::Case& one, const reports::Evidence& evidence,
                                         std::vector<Reply> replies);

// "call 2 (StopInstance, copy 3): "; empty where there is one call alone.
[[nodiscard]] std::string which_call(const cases::Case& one, const ToldCall& told);

// Whose affair it is where no single answer is to blame.
[[nodiscard]] std::string action_of(const std::vector<ToldCall>& told);

// As if another call had come first. Who is refused for anything else, or denied for what comes at
// the same moment, or for too much of it, need not have had one before it.
[[nodiscard]] bool is_refused_for_its_status(const ToldCall& told);

[[nodiscard]] inline bool is_server_error(const ToldCall& told) {
  return told.reply.http_status >= 500;
}

}  // namespace hallmark::runner
