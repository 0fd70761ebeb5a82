// SPDX-License-Identifier: Apache-2.0
//
// Reads a saved campaign (docs/campaign-schema.json).
#pragma once

#include <boost/json/value.hpp>

#include "reports/report.hpp"

namespace hallmark::reports {

[[nodiscard]] bool is_campaign(const boost::json::value& document);

// Throws json_reading::Misread.
[[nodiscard]] Report read_campaign(const boost::json::value& document);

}  // namespace hallmark::reports
