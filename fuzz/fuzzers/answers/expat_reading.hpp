// SPDX-License-Identifier: Apache-2.0
//
// XML as expat reads it: the second opinion on decode_xml(). Compiled without instrumentation, for
// nothing in it is under test.
#pragma once

#include <cstdint>
#include <string_view>

#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

enum class XmlReading : std::uint8_t {
  same,   // it reads this tree, in a root element of that name: elements and texts, in their order
  other,  // it reads another
  refused,  // it takes the text for no XML
};

struct XmlOpinion {
  XmlReading reading = XmlReading::other;
  bool any_twice = false;  // whether some element held two elements of one name, and was no list
};

[[nodiscard]] XmlOpinion expat_reads(std::string_view text, const runner::Node& tree,
                                     std::string_view root);

}  // namespace hallmark::fuzz
