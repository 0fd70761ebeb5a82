// SPDX-License-Identifier: Apache-2.0
//
// Looking at an instance through the public API.
#pragma once

#include <cstdint>
#include <string_view>

#include "cases/case.hpp"
#include "reports/evidence.hpp"

namespace hallmark::runner {

// Whose instance is looked at: the case's own, or the one of the second account, by its owner.
enum class Whose : std::uint8_t { own, other };

// The call that asks for an instance through one of the three Describe actions.
[[nodiscard]] const cases::Call& look_call(cases::Channel channel, Whose whose);

// Reads what an answer to that call tells about the instance. Status stays empty when it tells
// nothing.
void read_sighting(const reports::Exchange& exchange, std::string_view instance_id,
                   reports::Sighting& sighting);

}  // namespace hallmark::runner
