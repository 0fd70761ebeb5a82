// SPDX-License-Identifier: Apache-2.0
//
// What an endpoint does otherwise on other days, when a page changed and the service with it, or
// for other clients.
#pragma once

#include <chrono>

namespace hallmark::runner::reference {

struct Manners {
  // The StartInstance page of 2020-10-12 brought DryRun, InstanceNotReady with 500 and another text
  // of InternalError; the one of 2019-05-21 has none of them.
  bool of_start_2020 = true;
  // The ReActivateInstances page of 2020-09-10 renamed the refusal of what is not expired.
  bool of_reactivate_2020 = false;
  // Public clients send True for true, and milliseconds behind the seconds of a timestamp; no
  // document has either. Strict: they are refused.
  bool strict_parsing = false;
  // In each transitory status, of an instance that no fixture made.
  std::chrono::milliseconds settle{50};
};

[[nodiscard]] constexpr Manners manners_on(std::chrono::year_month_day day) {
  using std::chrono::year;
  return {.of_start_2020 = day >= year{2020} / std::chrono::October / 12,
          .of_reactivate_2020 = day >= year{2020} / std::chrono::September / 10};
}

}  // namespace hallmark::runner::reference
