// SPDX-License-Identifier: Apache-2.0
//
// A page without a script, in the look of the annotated documents: for what is small enough to
// stand in it as it is.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace hallmark::reports::page {

// Text of unknown origin, as an HTML document shows it: marks are escaped, and what no terminal
// shows becomes \xNN.
[[nodiscard]] std::string escaped(std::string_view text);

// `body` is HTML, what stands in <main>.
void write_sheet(std::string_view title, std::string_view body, std::ostream& out);

}  // namespace hallmark::reports::page
