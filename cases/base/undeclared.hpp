// SPDX-License-Identifier: Apache-2.0
//
// How a call may be answered that holds a parameter which no page declares.
#pragma once

#include "cases/base/answers.hpp"

namespace hallmark::cases {

inline constexpr AllowedRefusal undeclared_parameter[] = {
    {.status = 400,
     .code = "UnsupportedParameter*",
     .citation = common_row(specs::common::errors::unsupported_parameter)}};

// Client libraries expect that it is ignored; the common table has a row for whoever minds it.
[[nodiscard]] inline Expectation accepted_or_undeclared() {
  return {.allowed = accepted_or(undeclared_parameter),
          .lenience =
              "no page declares this parameter: it is ignored, or refused by the common table's "
              "row"};
}

}  // namespace hallmark::cases
