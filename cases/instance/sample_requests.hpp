// SPDX-License-Identifier: Apache-2.0
//
// The sample requests of the pages, sent for the fixture's own instance: accepted, and answered
// with the sample's root element and members.
#pragma once

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases {

// Derived from the page's samples: start-instance/sample/2020-10. The page's first sample is its
// request; the others, and the response parameters, are what comes back.
[[nodiscard]] Case sample_case(const TestedAction& action, const specs::Page& page);

}  // namespace hallmark::cases
