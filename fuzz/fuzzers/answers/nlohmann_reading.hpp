// SPDX-License-Identifier: Apache-2.0
//
// JSON as nlohmann-json reads it: the second opinion on decode_json(). Compiled without
// instrumentation, for nothing in it is under test.
#pragma once

#include <cstdint>
#include <string_view>

#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

enum class JsonReading : std::uint8_t {
  same,     // it reads this tree: kinds, names, texts and numbers, character by character, in order
  other,    // it reads another
  refused,  // it takes the text for no JSON
  beyond,   // a number stands in it that is beyond a `long double`, behind which it reads nothing
};

struct JsonOpinion {
  JsonReading reading = JsonReading::other;
  bool any_twice = false;  // whether some object had two members of one name
};

[[nodiscard]] JsonOpinion nlohmann_reads(std::string_view text, const runner::Node& tree);

}  // namespace hallmark::fuzz
