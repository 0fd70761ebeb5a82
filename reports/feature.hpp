// SPDX-License-Identifier: Apache-2.0
//
// What a target can do without: the word that --without has for what a prerequisite asks.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::reports {

// Of the check with that id, about that action: "v3" of base/signature/v3, "StartInstance" of
// base/action/start-instance; empty where --without has no word for it.
[[nodiscard]] std::string feature_of(std::string_view id, std::string_view action);

}  // namespace hallmark::reports
