// SPDX-License-Identifier: Apache-2.0
//
// What a provider tells of a world that stands, beside what the target tells and does.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "runner/engine/session/effect_look.hpp"
#include "runner/engine/session/scene.hpp"

namespace hallmark::runner {

// In one line, where nobody but the provider says so: all three Describe actions tell another
// status, before and after, and so does what a dry run of StartInstance is answered. The former
// alone may err together. Whose fixtures are `known_to_lie` so is heard no further.
[[nodiscard]] boost::asio::awaitable<std::optional<std::string>> false_truth(Scene& scene,
                                                                             EffectLook& effect,
                                                                             bool known_to_lie);

}  // namespace hallmark::runner
