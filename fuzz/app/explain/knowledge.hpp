// SPDX-License-Identifier: Apache-2.0
//
// What the suite knows of a place of the documents, in words: for `list` and `explain`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "specs/schema/page.hpp"

namespace hallmark::app {

// 000 to 004: as the source document's file name begins; "common" of the common protocol.
[[nodiscard]] std::string document_number(const specs::Page& page);

// Under which heading of a page such places stand.
[[nodiscard]] std::string_view section_of(specs::Citation::Kind kind);

// "StartInstance 2020-10, error row 2": without where a common row was read.
[[nodiscard]] std::string short_text(const specs::Citation& place);

// Where a place was read that stands on no single page; empty: its page says so itself.
[[nodiscard]] std::string_view source_of(const specs::Citation& place);

// What stands there: "403 IncorrectInstanceStatus: The current status ...", a sentence in our
// words, "String, required".
[[nodiscard]] std::string words_at(const specs::Citation& place);

// The place with what stands there: "StartInstance 2020-10, error row 2: 403 ... (document 004)".
[[nodiscard]] std::string told_in_full(const specs::Citation& place);

// What is behind it: in which worlds a row is the answer, and why it is in doubt; or why nobody can
// see it. Lines.
[[nodiscard]] std::vector<std::string> meaning_of(const specs::Citation& place);

// Where other pages, or other editions of the page, say something else. Lines.
[[nodiscard]] std::vector<std::string> contradictions_of(const specs::Citation& place);

}  // namespace hallmark::app
