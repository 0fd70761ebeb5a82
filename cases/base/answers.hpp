// SPDX-License-Identifier: Apache-2.0
//
// Short ways of writing an allowed answer. What cites pages of the common protocol only is allowed
// whatever the edition.
#pragma once

#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/expectation.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases {

using Citations = std::vector<specs::Citation>;

using specs::common_row;

consteval specs::Citation envelope_clause(int number) {
  return cite_clause(specs::common::envelope::page, number);
}

inline constexpr specs::Citation any_success =
    envelope_clause(specs::common::envelope::clause::success_status);
inline constexpr specs::Citation any_refusal =
    envelope_clause(specs::common::envelope::clause::error_status);

[[nodiscard]] inline Answer accepted(Citations citations = {any_success}) {
  return {.citations = std::move(citations)};
}

[[nodiscard]] inline Answer refused(int status, std::string code, Citations citations) {
  return {.kind = Answer::Kind::refused,
          .status = status,
          .status_class = status / 100,
          .code = std::move(code),
          .citations = std::move(citations)};
}

// Any status from 400 to 499.
[[nodiscard]] inline Answer refused_4xx(std::string code, Citations citations) {
  return {.kind = Answer::Kind::refused,
          .status_class = 4,
          .code = std::move(code),
          .citations = std::move(citations)};
}

// A refusal by whatever speaks HTTP, of which only the status is judged.
[[nodiscard]] inline Answer refused_by_http(int status_class, Citations citations) {
  return {.kind = Answer::Kind::refused,
          .status_class = status_class,
          .citations = std::move(citations),
          .bare = true};
}

// A row of a table that a constexpr table of cases may hold: one allowed refusal.
struct AllowedRefusal {
  int status = 0;  // 0: any of 400 to 499
  std::string_view code;
  specs::Citation citation;

  [[nodiscard]] Answer answer() const {
    return status != 0 ? refused(status, std::string{code}, {citation})
                       : refused_4xx(std::string{code}, {citation});
  }
};

[[nodiscard]] inline std::vector<Answer> answers(std::span<const AllowedRefusal> refusals) {
  std::vector<Answer> all;
  all.reserve(refusals.size());
  for (const AllowedRefusal& one : refusals) all.push_back(one.answer());
  return all;
}

[[nodiscard]] inline std::vector<Answer> accepted_or(std::span<const AllowedRefusal> refusals) {
  std::vector<Answer> all = answers(refusals);
  all.insert(all.begin(), accepted());
  return all;
}

}  // namespace hallmark::cases
