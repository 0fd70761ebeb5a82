// SPDX-License-Identifier: Apache-2.0
//
// Whether what was seen of the instance is what its calls may have done: an accepted call leads
// through its transition, a refused one leaves everything as it was.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"

namespace hallmark::runner {

// How long after the first look an effect is looked at once more: what acts late acts within half a
// second of the answer, or it cannot be told from what comes later still.
inline constexpr std::chrono::milliseconds second_look_after{600};

struct EffectFinding {
  reports::Verdict verdict = reports::Verdict::pass;  // pass, fail or inconclusive
  std::string reason;
  std::string wanted;
  std::string got;
  std::string seen;  // "the instance is Starting", when it is not what the fixture said
  reports::Side side = reports::Side::target;
};

// Whether it is known which call has set its flags to work last: not where several of one moment
// were accepted.
enum class FlagsDone : std::uint8_t { told, untold };

// `acted`: the last call that was accepted; null where none was.
[[nodiscard]] EffectFinding match_effect(const cases::Case& one, const reports::CallRecord* acted,
                                         const reports::Evidence& evidence,
                                         FlagsDone flags_done = FlagsDone::told);

// The same for what was seen between the calls. `acted`: for each of them as above, up to it.
[[nodiscard]] EffectFinding match_between(const cases::Case& one,
                                          std::span<const reports::CallRecord* const> acted,
                                          const reports::Evidence& evidence);

}  // namespace hallmark::runner
