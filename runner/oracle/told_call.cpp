// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/told_call.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include "runner/oracle/answer_match.hpp"

namespace hallmark::runner {

std::vector<ToldCall> tell(const cases::Case& one, const reports::Evidence& evidence,
                           std::vector<Reply> replies) {
  std::vector<ToldCall> told;
  told.reserve(evidence.calls.size());
  for (std::size_t i = 0; i < evidence.calls.size(); ++i) {
    const reports::CallRecord& record = evidence.calls[i];
    if (record.call >= one.calls.size()) continue;  // a saved run of another version
    const bool answered = record.exchange.fault.empty();
    const bool accepted = answered && is_accepted(replies[i]);
    told.push_back({&one.calls[record.call], &record, std::move(replies[i]), answered, accepted});
  }
  return told;
}

std::string which_call(const cases::Case& one, const ToldCall& told) {
  if (one.calls.size() == 1 && told.call->copies == 1) return {};
  std::string text = "call " + std::to_string(told.record->call + 1) + " (" + told.record->action;
  if (told.call->copies > 1) text += ", copy " + std::to_string(told.record->copy + 1);
  return text + "): ";
}

std::string action_of(const std::vector<ToldCall>& told) {
  return told.empty() ? std::string{} : told.back().record->action;
}

bool is_refused_for_its_status(const ToldCall& told) {
  return text_of(told.reply.code).find("InstanceStatus") != std::string_view::npos;
}

}  // namespace hallmark::runner
