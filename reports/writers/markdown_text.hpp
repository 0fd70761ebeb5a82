// SPDX-License-Identifier: Apache-2.0
//
// Text of unknown origin in Markdown: whatever a target said stays text.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::reports::markdown {

// One line of at most 400 characters; marks become character references.
[[nodiscard]] std::string as_text(std::string_view text);
[[nodiscard]] std::string as_code(std::string_view text);

}  // namespace hallmark::reports::markdown
