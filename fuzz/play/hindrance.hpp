// SPDX-License-Identifier: Apache-2.0
//
// Why a history was not played to its end, where that is no finding.
#pragma once

#include <cstdint>
#include <string>

namespace hallmark::fuzz {

struct Hindrance {
  enum class Kind : std::uint8_t {
    not_on_offer,   // the fixtures do not claim such a world
    no_world,       // they failed to make it
    no_connection,  // nobody is there
    ours,           // this machine lacks something
    stopped,        // nobody waits for it any more
  };
  Kind kind = Kind::no_world;
  std::string why;

  friend bool operator==(const Hindrance&, const Hindrance&) = default;
};

}  // namespace hallmark::fuzz
