// SPDX-License-Identifier: Apache-2.0
//
// A case of several calls as a history: what `hallmark replay` plays, and what the model expects of
// it.
#pragma once

#include <optional>

#include "cases/case.hpp"
#include "fuzz/grammar/history.hpp"

namespace hallmark::fuzz {

// Nothing where the case says what no history can. A history knows nothing of connections, and
// waits for a time where a case waits until the instance has settled.
[[nodiscard]] std::optional<History> history_of(const cases::Case& one, cases::Variant variant);

}  // namespace hallmark::fuzz
