// SPDX-License-Identifier: Apache-2.0
//
// How much of what a target sent a report holds, at most.
#pragma once

#include <cstddef>

namespace hallmark::reports {

inline constexpr std::size_t longest_body = 64U << 10U;       // bytes of one answer
inline constexpr std::size_t longest_evidence = 512U << 10U;  // bytes of one case's exchanges

}  // namespace hallmark::reports
