// SPDX-License-Identifier: Apache-2.0
//
// What a world shows before anything is asked of it: whether it is what its provider was asked for,
// or whether the case that would be played in it says nothing of the target.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/evidence.hpp"
#include "runner/engine/session/effect_look.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/engine/session/scene.hpp"

namespace hallmark::runner {

struct SeenWorld {
  enum class Shows : std::uint8_t {
    nothing,    // nobody tells anything that the provider could be blamed for
    as_asked,   // whoever tells at all, or one of those who contradict each other
    otherwise,  // each Describe action, and the provider itself where it tells
  };
  Shows shows = Shows::nothing;
  bool is_unknown = false;  // of `otherwise`: the target knows no such key, or no such instance
  // Of `nothing`: each look was refused for its signature, whichever it was. Where the same is
  // accepted in another world it is this one's secret that is wrong.
  bool is_refused = false;
  std::string what;         // of `otherwise` and of what is refused, one line
  std::string kind;         // the same whichever world it is
  std::string status = {};  // of `otherwise`: as told, where one was
  std::vector<reports::Sighting> looks = {};
};

// Through DescribeInstances; where that does not show the status that was asked for, through its
// sisters and the provider as well. One that is found in another region alone than it was handed
// out in is not what was asked for. A target whose instances are not found is asked to start this
// one: who does so knows it, and is blind.
[[nodiscard]] boost::asio::awaitable<SeenWorld> look_first(Scene& scene, EffectLook& effect,
                                                           Whose whose);

// Whether the second account's key is accepted where the first one's secret signs: whoever mixes
// them up refuses a right secret.
[[nodiscard]] boost::asio::awaitable<bool> takes_anothers_secret(Scene& scene);

}  // namespace hallmark::runner
