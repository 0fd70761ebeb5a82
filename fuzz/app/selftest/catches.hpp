// SPDX-License-Identifier: Apache-2.0
//
// Which cases catch which defects: told by trying it, on the embedded endpoint.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::app {

// The ids of the cases that fail where FAULT or FAULT@TRIGGER is, of those of that depth. Throws
// UsageError where that cannot be told.
[[nodiscard]] std::vector<std::string> cases_that_catch(const std::string& defect, unsigned depth);

// The defects that one of the cases fails on. Only those are tried that the endpoint has to do with
// where the cases are put to it.
[[nodiscard]] std::vector<std::string> defects_caught_by(const std::vector<std::string>& ids);

}  // namespace hallmark::app
