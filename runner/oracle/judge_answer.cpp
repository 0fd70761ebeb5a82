// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/judge_answer.hpp"

#include <algorithm>

#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"
#include "runner/oracle/wanted.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {

using reports::Finding;
using reports::Verdict;

Finding put_off() {
  return {.verdict = Verdict::inconclusive,
          .reason = "the target throttled the call: lower --rate",
          .side = reports::Side::between};
}

void quote(const ToldCall& told, const Yardstick& yardstick, Finding& finding) {
  finding.said = text_of(told.reply.message);
  const bool is_forged =
      std::ranges::any_of(allowed_answers(*told.call, yardstick), [](const cases::Answer& answer) {
        return answer.code.find("Signature") != std::string::npos;
      });
  if (is_forged || !refuses_signature(told.reply)) return;
  finding.signing = signature_quarrel(told.record->exchange.request, told.reply);
}

std::optional<Finding> judge_answer(const cases::Case& one, const ToldCall& told,
                                    const Yardstick& yardstick, const std::string& effect_seen) {
  Finding finding{.verdict = Verdict::fail, .action = told.record->action};
  if (!told.answered) {
    const reports::Exchange& exchange = told.record->exchange;
    if (no_connection(exchange)) return without_connection(exchange);
    finding.reason = which_call(one, told) + describe_fault(exchange);
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
  finding.got = which_call(one, told) + describe(told.reply);
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

}  // namespace hallmark::runner
