// SPDX-License-Identifier: Apache-2.0
//
// The judge of what the answers of one case have to do with each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "reports/verdict.hpp"
#include "runner/oracle/judge.hpp"
#include "runner/oracle/told_call.hpp"

namespace hallmark::runner {

// Nothing where the case's relation holds, or is judged by one of the two below.
[[nodiscard]] std::optional<reports::Finding> judge_relation(const cases::Case& one,
                                                             const std::vector<ToldCall>& told,
                                                             const Yardstick& yardstick);

// The first call that was accepted settles it; else the last refusal is shown.
[[nodiscard]] reports::Finding judge_at_least_one(const cases::Case& one,
                                                  const std::vector<ToldCall>& told,
                                                  std::optional<cases::Variant> variant,
                                                  const Bench& bench);

// Something that an endpoint may know or not, by the documents in force: where no call shows that
// it does, what stands on it is not for this endpoint.
[[nodiscard]] reports::Finding judge_one_expected(const cases::Case& one,
                                                  const std::vector<ToldCall>& told,
                                                  const Yardstick& yardstick);

}  // namespace hallmark::runner
