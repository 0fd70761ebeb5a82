// SPDX-License-Identifier: Apache-2.0
//
// The words by which pages call their sections and columns, in both languages and all editions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "specs/schema/page.hpp"

namespace hallmark::runner {

enum class Section : std::uint8_t { prose, request, response, samples, errors };

// The section that a heading opens; nothing for a heading that we do not know.
[[nodiscard]] std::optional<Section> section_of(std::string_view heading);

enum class Column : std::uint8_t {
  status,
  code,
  message,
  name,
  type,
  required,
  position,  // whether a parameter travels in the query or elsewhere; not compared
  sample,
  description
};

[[nodiscard]] std::optional<Column> column_of(std::string_view heading);

// The columns of a heading line without separators, as in "Name Type Required Description";
// empty where the line is no such line.
[[nodiscard]] std::vector<Column> columns_of_line(std::string_view line);

// What a line of plain text above a sample announces.
struct SampleLabel {
  std::optional<specs::Sample::Kind> kind;  // nothing: the answers' common heading
};
[[nodiscard]] std::optional<SampleLabel> sample_label(std::string_view line);

// Presence by the word of the column "Required"; nothing for an unknown word.
[[nodiscard]] std::optional<specs::Presence> presence_of(std::string_view word);

[[nodiscard]] bool is_type_name(std::string_view word);

}  // namespace hallmark::runner
