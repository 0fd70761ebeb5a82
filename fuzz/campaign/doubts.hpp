// SPDX-License-Identifier: Apache-2.0
//
// Whether the fixtures explain a finding: what they hand out is looked at before anything is asked
// of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cases/fixture.hpp"
#include "runner/conduct/target_options.hpp"

namespace hallmark::fuzz {

// Nothing, or one line: how one of so many worlds that they hand out for `fixture` is another than
// that. `rate`: how often the finding shows; the fewer, the more worlds are looked at. It takes a
// second at most. Nobody lies where the target or its fixtures cannot be reached any more.
[[nodiscard]] std::optional<std::string> lie_of_fixtures(runner::TargetOptions options,
                                                         const cases::Fixture& fixture,
                                                         double rate);

}  // namespace hallmark::fuzz
