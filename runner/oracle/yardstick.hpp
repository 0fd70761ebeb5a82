// SPDX-License-Identifier: Apache-2.0
//
// Which edition of the pages is the yardstick (--edition).
//
// `any`: what at least one documented edition says is right. `seeds`: what one of the five source
// documents says. `newest`: the last known edition of each page. A date: of each page the newest
// edition up to that day is in force, in every language that it was published in. Pages of the
// common protocol are always in force; a row of theirs that was read on another edition of a page
// is, from that day on and until a newer one.
#pragma once

#include <chrono>
#include <cstdint>
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

  // "any", "seeds", "newest", or a day such as 2020-10-12; nothing for any other text.
  [[nodiscard]] static std::optional<Yardstick> parse(std::string_view text);

  [[nodiscard]] bool in_force(const specs::Page& page) const;
  [[nodiscard]] bool in_force(const specs::Citation& place) const;
  // Whether any page of an action is: before the first one nothing can be judged.
  [[nodiscard]] bool judges() const { return !in_force_.empty(); }

  // An answer is allowed when a page in force backs it, or when it cites common pages only; and
  // when a row that prints it is in force, if it was read on another edition of a page.
  [[nodiscard]] bool allows(const cases::Answer& answer) const;

  // A case is asked when each of its calls has an allowed answer left, and when a page in force, or
  // a common page, backs it. Prerequisites are always asked.
  [[nodiscard]] bool asks(const cases::Case& one) const;

  // The page in force, if there is one, that has no dry run of an action of which others have one:
  // whoever keeps to it cannot be told to know it.
  [[nodiscard]] const specs::Page* page_without_dry_run(std::string_view action) const;

  // "any", "seeds", "newest" or the day.
  [[nodiscard]] std::string name() const;
  // The day, of a date and of `newest`: an endpoint of that day keeps to these editions.
  [[nodiscard]] std::optional<std::chrono::year_month_day> day() const { return until_; }
  // Which edition of each page it is, in one line: "StartInstance 2020-10 (newest known), ...".
  [[nodiscard]] std::string in_words() const;

 private:
  enum class Kind : std::uint8_t { any, seeds, newest, day };
  explicit Yardstick(Kind kind);

  Kind kind_ = Kind::any;
  std::optional<std::chrono::year_month_day> until_;
  std::vector<const specs::Page*> in_force_ = all_pages();
  [[nodiscard]] static std::vector<const specs::Page*> all_pages();
};

// What --edition takes, for a message to a user who wrote something else.
inline constexpr std::string_view edition_words = "any, newest, seeds, or a day such as 2020-10-12";

}  // namespace hallmark::runner
