// SPDX-License-Identifier: Apache-2.0
//
// Why an action is refused, as a table: the world that gives the reason, and the rows that speak of
// it in all editions. The error rows, the preconditions, the dry runs and "a refusal changes
// nothing" are derived from the same three tables, one beside each action's cases.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases {

// Whether the text of the answer is looked at. It is in the family of the rows, and nowhere else,
// so that a wrong text is reported once.
enum class Text : std::uint8_t { judged, ignored };

// What a row of either kind of table says.
struct RowContent {
  int status;
  std::string_view code;
  std::string_view message;
  friend bool operator==(const RowContent&, const RowContent&) = default;
};

constexpr bool is_row(const specs::Citation& place) {
  return place.kind == specs::Citation::Kind::row ||
         place.kind == specs::Citation::Kind::common_row;
}

constexpr RowContent content_of(const specs::Citation& row) {
  const auto index = static_cast<std::size_t>(row.number - 1);
  if (row.kind == specs::Citation::Kind::row) {
    const specs::ErrorRow& one = row.page->errors[index];
    return {one.status.value(), one.code.text(), one.message};
  }
  const specs::CommonErrorRow& one = row.page->common_errors[index];
  return {one.status.value(), one.code.text(), one.message};
}

// One documented answer: the row that prints it, then the places that back it. An answer that
// common rows alone back holds under every edition; a page's row behind a common one ties it to
// that page.
class Documented {
 public:
  template <std::same_as<specs::Citation>... More>
  consteval explicit Documented(specs::Citation row, More... more)
      : places_{row, more...}, size_{1 + sizeof...(more)} {
    if (!is_row(row)) throw "the first place of an answer is the row that prints it";
    for (const specs::Citation& place : places()) {
      if (!is_row(place)) continue;
      if (content_of(place).code != content_of(row).code) throw "rows of one answer share the code";
      if (row.kind == specs::Citation::Kind::row && !(content_of(place) == content_of(row))) {
        throw "rows of one answer print the same status, code and message";
      }
    }
  }
  constexpr Documented() = default;

  [[nodiscard]] constexpr std::span<const specs::Citation> places() const {
    return {places_.data(), size_};
  }
  [[nodiscard]] Answer answer(Text text) const;

 private:
  std::array<specs::Citation, 5> places_{};
  std::size_t size_ = 0;
};

class Alternatives {
 public:
  template <std::same_as<Documented>... Any>
  consteval Alternatives(Any... any) : all_{any...}, size_{sizeof...(any)} {}

  [[nodiscard]] constexpr auto begin() const { return all_.begin(); }
  [[nodiscard]] constexpr auto end() const { return all_.begin() + size_; }

 private:
  std::array<Documented, 6> all_{};
  std::size_t size_ = 0;
};

enum class Reason : std::uint8_t {
  unknown_instance,
  wrong_status,
  security_lock,
  insufficient_balance,
  not_ready,
  service_fails,
  disk,
  post_paid_expired,
  pre_paid_expired,
  kms,
  stock,
  spot_price,
  quota,
  not_expired,
  pay_type,
};

struct DocumentedRefusal {
  std::string_view name;  // the last part of its cases' ids
  Reason reason;
  Fixture world = {};
  std::string_view instance_id = {};  // sent instead of the world's own
  Alternatives allowed;
  std::string_view lenience = {};  // why there is more than one answer
  // Where the service fails, looking through the API fails as well.
  [[nodiscard]] constexpr bool can_be_looked_at() const { return reason != Reason::service_fails; }
};

// An id of the right shape that no account has.
inline constexpr std::string_view unknown_instance_id = "i-bp1hallmarkunknown00";

// The tables; each stands beside its action's cases.
[[nodiscard]] std::span<const DocumentedRefusal> start_instance_refusals();
[[nodiscard]] std::span<const DocumentedRefusal> reboot_instance_refusals();
[[nodiscard]] std::span<const DocumentedRefusal> reactivate_instances_refusals();
[[nodiscard]] std::span<const DocumentedRefusal> refusals_of(const TestedAction& action);

// The first row of the action's table for that reason; every table has those that the families ask
// for.
[[nodiscard]] const DocumentedRefusal& refusal_of(const TestedAction& action, Reason reason);

// Adds to `places` those of `more` that it lacks.
void add_places(std::vector<specs::Citation>& places, std::span<const specs::Citation> more);

// Adds what the row allows to `allowed`, each answer once: places of the same answer come together,
// those of the pages apart from those of the common tables.
void allow(std::vector<Answer>& allowed, const DocumentedRefusal& refusal,
           Text text = Text::ignored);

// The plain call that is refused.
[[nodiscard]] Call call_of(const TestedAction& action, const DocumentedRefusal& refusal);

// One case for each row of the action's table: start-instance/row/disk-error.
[[nodiscard]] std::vector<Case> error_row_cases(const TestedAction& action);

}  // namespace hallmark::cases
