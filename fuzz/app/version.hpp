// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hallmark::app {

inline constexpr const char* version = HALLMARK_VERSION;

}  // namespace hallmark::app
