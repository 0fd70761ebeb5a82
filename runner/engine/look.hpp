// SPDX-License-Identifier: Apache-2.0
//
// Looking at an instance through the public API.
#pragma once

#include <string_view>

#include "cases/case.hpp"
#include "reports/evidence.hpp"

namespace hallmark::runner {

// The call that asks for an instance through one of the three Describe actions. `handle` says
// whose.
[[nodiscard]] cases::Call look_call(cases::Channel channel, cases::Handle handle);

// Reads what an answer to that call tells about the instance. Status stays empty when it tells
// nothing.
void read_sighting(const reports::Exchange& exchange, std::string_view instance_id,
                   reports::Sighting& sighting);

}  // namespace hallmark::runner
