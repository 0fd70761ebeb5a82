// SPDX-License-Identifier: Apache-2.0
//
// Where the secrets of a user stand: in the environment, for a command line is read by everybody.
#pragma once

#include <array>
#include <string_view>

namespace hallmark::reports {

inline constexpr std::string_view secret_variable = "HALLMARK_ACCESS_KEY_SECRET";
inline constexpr std::string_view token_variable = "HALLMARK_SECURITY_TOKEN";  // of the same key
inline constexpr std::string_view second_secret_variable = "HALLMARK_SECOND_ACCESS_KEY_SECRET";

inline constexpr std::array secret_variables = {secret_variable, token_variable,
                                                second_secret_variable};

}  // namespace hallmark::reports
