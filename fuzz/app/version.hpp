// SPDX-License-Identifier: Apache-2.0
//
// Which Hallmark this is: the version of the project, as reports tell it.
#pragma once

namespace hallmark::app {

inline constexpr const char* version = HALLMARK_VERSION;

}  // namespace hallmark::app
