// SPDX-License-Identifier: Apache-2.0
//
// The text of a documentation page: what a reader sees of it, and its sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "specs/schema/digest.hpp"

namespace hallmark::runner {

// What a reader sees: links by their words, no emphasis, no code marks, no backslashes, fullwidth
// punctuation as its ASCII twin. The digests of the tables are taken from this.
[[nodiscard]] std::string visible_text(std::string_view printed);

// Fullwidth punctuation as its ASCII twin, markup as it stands.
[[nodiscard]] std::string fold_punctuation(std::string_view text);

// Markdown's backslash before punctuation taken away: \( is (.
[[nodiscard]] std::string unescape(std::string_view text);

// The marks that begin list items ("-" and the bullet) taken away.
[[nodiscard]] std::string without_bullets(std::string_view text);

[[nodiscard]] specs::Digest visible_digest(std::string_view printed);

// The sentences of a text, as printed. Blank lines and list items end one too.
[[nodiscard]] std::vector<std::string> sentences_of(std::string_view printed);

[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

// The first word (up to a blank or tab) taken off the front of `text`, and the blanks behind it.
std::string_view take_word(std::string_view& text);

// Lower-case ASCII, white space left out: for comparing headings.
[[nodiscard]] std::string squeezed(std::string_view text);

}  // namespace hallmark::runner
