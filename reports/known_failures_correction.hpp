// SPDX-License-Identifier: Apache-2.0
//
// A list of known failures, put right.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::reports {

struct Report;

// The file as it should be, from the text that it holds: comments and order stay. A failure that
// no line excuses is not added: somebody has to say why.
[[nodiscard]] std::string corrected(std::string_view text, const Report& report);

}  // namespace hallmark::reports
