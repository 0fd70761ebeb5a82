// SPDX-License-Identifier: Apache-2.0
//
// What cases of forged, stale and repeated requests stand on: an endpoint that looks at no
// signature, no clock or no nonce fails once for each, and is asked no variation of it.
#pragma once

#include <string_view>

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"

namespace hallmark::cases {

// Cases of authentication/<door>/, by what stands behind the door. Each is the plainest of its
// kind: where it is not refused, nothing of that kind can be.
inline constexpr std::string_view bad_signature = "signature/constant";
inline constexpr std::string_view stale_timestamp = "time/a-year-old";
inline constexpr std::string_view replay = "replay/same-bytes/start-instance";

inline constexpr std::string_view bad_signature_cause =
    "a bad signature is not refused as documented";
inline constexpr std::string_view stale_timestamp_cause =
    "a stale timestamp is not refused as documented";
inline constexpr std::string_view replay_cause = "a replay is not refused as documented";

// `one` stands on it, behind the door of its variant.
inline void stand_on(std::string_view prerequisite, Case& one) {
  one.needs.push_back(std::string{"authentication/{signature}/"}.append(prerequisite));
}

}  // namespace hallmark::cases
