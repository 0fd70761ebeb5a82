// SPDX-License-Identifier: Apache-2.0
//
// Which edition of the pages is the yardstick (--edition).
//
// `any`: what at least one documented edition says is right. A date: of each page the newest
// edition up to that day is in force, in every language that it was published in. Pages of the
// common protocol are always in force.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::runner {

class Yardstick {
 public:
  Yardstick() = default;  // any edition
  explicit Yardstick(std::chrono::year_month_day until);

  // "any", or a day as yyyy-MM-dd; nothing for any other text.
  [[nodiscard]] static std::optional<Yardstick> parse(std::string_view text);

  [[nodiscard]] bool in_force(const specs::Page& page) const;

  // An answer is allowed when a page in force backs it, or when it cites common pages only.
  [[nodiscard]] bool allows(const cases::Answer& answer) const;

  // A case is asked when each of its calls has an allowed answer left, and when a page in force, or
  // a common page, backs it. Prerequisites are always asked.
  [[nodiscard]] bool asks(const cases::Case& one) const;

  // "any" or the day.
  [[nodiscard]] std::string name() const;

 private:
  bool any_ = true;
  std::chrono::year_month_day until_{};
  std::vector<const specs::Page*> in_force_;
};

}  // namespace hallmark::runner
