// SPDX-License-Identifier: Apache-2.0
//
// The documents, as the page of a report draws them: every page with its tables, what is refused
// and how, which places have cases and why the rest have none.
#pragma once

#include <string>

#include "specs/schema/precondition.hpp"

namespace hallmark::reports::page {

// A JSON object: {"pages": [...], "actions": [...], "cases": {...}, "caught": {...}, "unseen":
// {...}}. A place is named by its page (document number, or title), its kind and its number:
// "4:row:2".
[[nodiscard]] std::string documents_json();

// "Starting, Running or Stopping; PrePaid; under SecurityLock".
[[nodiscard]] std::string in_words(const specs::When& when);

}  // namespace hallmark::reports::page
