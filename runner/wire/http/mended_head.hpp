// SPDX-License-Identifier: Apache-2.0
//
// Heads of answers that RFC 9112 forbids to send and that common clients take all the same: curl
// does, and whoever looks at an endpoint with it finds nothing wrong. What curl refuses, or what
// the RFC demands to be refused, is not mended: a head without a colon in a line, lengths that
// contradict each other, a null byte.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::runner {

struct MendedHead {
  std::string text;        // as it should have been sent, but for `aside`
  std::string_view wrong;  // the first thing that was wrong: "no space behind the status code"
  // Headers that no grammar has, or that the others overrule, each with the number of those before
  // it.
  std::vector<std::pair<std::size_t, std::pair<std::string, std::string>>> aside;
  bool is_doubtful = false;  // of its framing: the connection is not to be used again
};

// `head`: all lines, the empty one that ends it included. Nothing where it cannot be mended.
[[nodiscard]] std::optional<MendedHead> mend_head(std::string_view head);

}  // namespace hallmark::runner
