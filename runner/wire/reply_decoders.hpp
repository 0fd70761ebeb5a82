// SPDX-License-Identifier: Apache-2.0
//
// The two readers behind decode_reply().
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runner/wire/reply.hpp"

namespace hallmark::runner {

inline constexpr std::size_t nesting_limit = 64;    // levels
inline constexpr std::size_t node_limit = 200'000;  // of a whole tree

struct Decoded {
  std::shared_ptr<ReplyText> text;
  Node tree;
  std::string root;   // XML only
  std::string error;  // empty when well-formed
  std::vector<std::string> duplicate_members;
};

[[nodiscard]] Decoded decode_json(std::string_view body);
[[nodiscard]] Decoded decode_xml(std::string_view body);

}  // namespace hallmark::runner
