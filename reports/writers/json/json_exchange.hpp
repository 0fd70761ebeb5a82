// SPDX-License-Identifier: Apache-2.0
//
// An exchange as the JSON files have it: `exchange` in docs/report-schema.json and
// docs/campaign-schema.json.
#pragma once

#include <string>

#include "reports/evidence.hpp"

namespace hallmark::reports::json_text {

void append_exchange(std::string& out, const Exchange& exchange);

}  // namespace hallmark::reports::json_text
