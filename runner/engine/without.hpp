// SPDX-License-Identifier: Apache-2.0
//
// What a target does not claim: cases for which it would be needed are unsupported.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

// What --without may name: v1 v3 xml json get post-query post-form dry-run, fixture:CONDITION, an
// action.
class Without {
 public:
  // The error says which words there are.
  [[nodiscard]] static Result<Without> parse(const std::vector<std::string>& features);

  [[nodiscard]] bool excludes(cases::Variant variant) const;
  // Nothing, or the feature for want of which the case is unsupported.
  [[nodiscard]] std::optional<std::string> excludes(const cases::Case& one,
                                                    std::optional<cases::Variant> variant) const;

 private:
  std::set<std::string, std::less<>> features_;
};

}  // namespace hallmark::runner
