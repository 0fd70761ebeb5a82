// SPDX-License-Identifier: Apache-2.0
//
// A fault that --defect names.
#pragma once

#include <string>

#include "runner/reference/defects/triggers.hpp"

namespace hallmark::app {

// FAULT or FAULT@TRIGGER. Throws UsageError, which says what was meant perhaps.
[[nodiscard]] runner::reference::ArmedFault fault_named(const std::string& name);

// TRIGGER or TRIGGER+TRIGGER. The same.
[[nodiscard]] runner::reference::Trigger trigger_named(const std::string& name);

}  // namespace hallmark::app
