// SPDX-License-Identifier: Apache-2.0
//
// The judge: a case, what it left behind, and by which edition. Pure: no clock, no socket, no
// memory. Given the same evidence it gives the same finding, so that a saved run can be judged
// again by a newer suite.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"
#include "runner/oracle/yardstick.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// What the judge has to know besides the case.
struct Bench {
  Yardstick yardstick;
  std::string host;  // the Host header that was sent
};

// Whether the answer is one that the call allows.
[[nodiscard]] bool is_expected(const cases::Call& call, const Reply& reply,
                               const Yardstick& yardstick);

// `variant`: how the case travelled; nothing for a case that runs once.
[[nodiscard]] reports::Finding judge(const cases::Case& one, std::optional<cases::Variant> variant,
                                     const reports::Evidence& evidence, const Bench& bench);

// The same, by one who has decoded the answers already: `replies` is decode_reply() of each of
// evidence.calls, or nothing of meaning where there was a fault.
[[nodiscard]] reports::Finding judge(const cases::Case& one, std::optional<cases::Variant> variant,
                                     const reports::Evidence& evidence, const Bench& bench,
                                     std::vector<Reply> replies);

}  // namespace hallmark::runner
