// SPDX-License-Identifier: Apache-2.0
//
// Calls that hang: each takes as long as an exchange may last, so that what has hung many times in
// a row for one cause is not waited for any more. One answer to such a call, and it is asked again.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"

namespace hallmark::runner {

// Safe to be called from any thread.
class Hangs {
 public:
  static constexpr unsigned enough = 10;  // in a row, of one kind of call

  // What was asked, and what came.
  void note(const cases::Case& one, const reports::Evidence& evidence);

  // Nothing where the case is worth asking.
  [[nodiscard]] std::optional<reports::Finding> blocked(const cases::Case& one) const;

 private:
  // Of one action; whether it may be accepted, or refused, or either; as a dry run or not.
  using Kind = std::tuple<std::string, bool, bool, bool>;
  struct Row {
    unsigned hung = 0;  // since the last answer
    std::string first;  // the case that hung first
  };
  [[nodiscard]] static Kind kind_of(const cases::Call& call);

  mutable std::mutex mutex_;
  std::map<Kind, Row> rows_;
};

// Whether no answer came within the time of an exchange.
[[nodiscard]] bool has_hung(const reports::Exchange& exchange);

}  // namespace hallmark::runner
