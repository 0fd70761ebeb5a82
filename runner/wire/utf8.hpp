// SPDX-License-Identifier: Apache-2.0
//
// Whether bytes are UTF-8 (RFC 3629).
#pragma once

#include <string_view>

namespace hallmark::runner {

// Overlong forms, surrogates and code points over U+10FFFF are not UTF-8.
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace hallmark::runner
