// SPDX-License-Identifier: Apache-2.0
//
// Request parameters as they stand in a query string or a form body: name=value&name=value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::runner {

// In the order in which they are sent; a name may occur more than once.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// Sorted by name, byte by byte, percent-encoded and joined: what both signatures sign. Parameters
// of the same name keep their order. An empty value is written as `Name=`.
[[nodiscard]] std::string canonical_query(const Parameters& parameters);

// The same without the parameters of that name.
[[nodiscard]] std::string canonical_query_without(std::string_view name,
                                                  const Parameters& parameters);

// The same in the order given; `form_body` writes a blank as '+'.
[[nodiscard]] std::string query_string(const Parameters& parameters);
[[nodiscard]] std::string form_body(const Parameters& parameters);

// Nothing when a '%' is not followed by two hexadecimal digits. Empty pieces are passed over; a
// piece without '=' is a name with an empty value. In a form a '+' is a blank, in a query it is a
// '+'.
[[nodiscard]] std::optional<Parameters> parse_query(std::string_view text);
[[nodiscard]] std::optional<Parameters> parse_form(std::string_view text);

}  // namespace hallmark::runner
