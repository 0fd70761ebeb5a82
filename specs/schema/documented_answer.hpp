// SPDX-License-Identifier: Apache-2.0
//
// What the pages print for one reason to refuse a call: the row, and the places that back it.
#pragma once

#include <span>
#include <string_view>

#include "specs/schema/list.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::specs {

// What a row of either kind of table says.
struct RowContent {
  int status;
  std::string_view code;
  std::string_view message;
  friend bool operator==(const RowContent&, const RowContent&) = default;
};

constexpr bool is_row(const Citation& place) {
  return place.kind == Citation::Kind::row || place.kind == Citation::Kind::common_row;
}

constexpr RowContent content_of(const Citation& row) {
  const auto index = static_cast<std::size_t>(row.number - 1);
  if (row.kind == Citation::Kind::row) {
    const ErrorRow& one = row.page->errors[index];
    return {one.status.value(), one.code.text(), one.message};
  }
  const CommonErrorRow& one = row.page->common_errors[index];
  return {one.status.value(), one.code.text(), one.message};
}

// One documented answer: the row that prints it, then the places that back it. An answer that
// common rows alone back holds under every edition; a page's row behind a common one ties it to
// that page.
class DocumentedAnswer {
 public:
  template <std::same_as<Citation>... More>
  consteval explicit DocumentedAnswer(Citation row, More... more) : places_{row, more...} {
    if (!is_row(row)) throw "the first place of an answer is the row that prints it";
    for (const Citation& place : places_) {
      if (!is_row(place)) continue;
      if (content_of(place).code != content_of(row).code) throw "rows of one answer share the code";
      if (row.kind == Citation::Kind::row && !(content_of(place) == content_of(row))) {
        throw "rows of one answer print the same status, code and message";
      }
    }
  }
  constexpr DocumentedAnswer() = default;

  [[nodiscard]] constexpr const Citation& row() const { return places_.front(); }
  [[nodiscard]] constexpr std::span<const Citation> places() const {
    return {places_.begin(), places_.end()};
  }

 private:
  List<Citation, 4> places_;
};

// The documented answers among which a page leaves the choice.
using Alternatives = List<DocumentedAnswer, 6>;

}  // namespace hallmark::specs
