// SPDX-License-Identifier: Apache-2.0
//
// What the base cases have shown of the target, for the calls of those behind them.
#pragma once

#include <optional>
#include <string>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"
#include "runner/oracle/yardstick.hpp"
#include "runner/target/target.hpp"

namespace hallmark::runner {

class KnownTarget {
 public:
  // From a case that passed, if it shows anything.
  void learn(const cases::Case& one, const reports::Finding& finding,
             const reports::Evidence& evidence, const Yardstick& yardstick);
  void tell(Target& target) const;

  // The one that was accepted; empty: not asked, or neither.
  [[nodiscard]] const std::string& reactivate_spelling() const { return reactivate_spelling_; }

 private:
  std::string reactivate_spelling_;
  std::optional<cases::Channel> working_channel_;
};

}  // namespace hallmark::runner
