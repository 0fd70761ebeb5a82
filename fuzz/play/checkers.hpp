// SPDX-License-Identifier: Apache-2.0
//
// What must hold whatever is asked, each by a name, a level, and the place that says so.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cases/case.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::fuzz {

enum class Checker : std::uint8_t {
  every_request_is_answered,
  no_server_error,
  well_formed_envelope,
  customary_form,
  request_id_once,
  answer_explained,
  customary_answer,
  documented_message,
  described_status,
  described_locks,
  documented_transition,
  refusal_changes_nothing,
  dry_run_changes_nothing,
  forgery_refused,
  forgery_changes_nothing,
  beyond_api_refused,
  nonce_good_once,
  other_account_untouchable,
  local_disk_as_told,
  stopped_as_told,
  input_not_echoed,
  ids_are_exact,
  // Relations: the same call in another guise; of the first, accepted calls as well
  // (told_members.hpp).
  xml_says_what_json_says,
  get_does_what_post_does,
  order_irrelevant,
  encoding_irrelevant,
  unknown_parameter_tolerated,
  header_names_in_any_case,
  // Of calls that overlap.
  concurrent_calls_explained,
  // Of a whole campaign.
  latency_steady,
  memory_steady,
};
inline constexpr std::size_t checker_count = 31;

struct CheckerInfo {
  Checker checker;
  std::string_view name;
  cases::Level level;
  specs::Citation citation;  // where a finding has none of its own
  std::string_view holds;
};

// In the order of Checker.
[[nodiscard]] const std::array<CheckerInfo, checker_count>& checkers();
[[nodiscard]] inline const CheckerInfo& info_of(Checker checker) {
  return checkers()[static_cast<std::size_t>(checker)];
}

}  // namespace hallmark::fuzz
