// SPDX-License-Identifier: Apache-2.0
//
// HTTP headers, in the order and case in which they stand on the wire.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::runner {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Names are the same in any case of their ASCII letters.
[[nodiscard]] bool same_header_name(std::string_view left, std::string_view right);

// The value of the first header of that name; null when there is none.
[[nodiscard]] const std::string* find_header(const Headers& headers, std::string_view name);

}  // namespace hallmark::runner
