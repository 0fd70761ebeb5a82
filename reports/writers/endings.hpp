// SPDX-License-Identifier: Apache-2.0
//
// What tables of writers share: one is found by the ending of a path.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "reports/text.hpp"

namespace hallmark::reports::endings {

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// In any case, and with something before it. `ending` is in lower case.
[[nodiscard]] constexpr bool has_ending(std::string_view path, std::string_view ending) {
  return path.size() > ending.size() &&
         std::equal(ending.rbegin(), ending.rend(), path.rbegin(),
                    [](char wanted, char c) { return wanted == lower(c); });
}

// Null where none has the ending of `path`.
template <class Writer>
[[nodiscard]] const Writer* find(std::span<const Writer> writers, std::string_view path) {
  for (const Writer& writer : writers) {
    if (has_ending(path, writer.ending)) return &writer;
  }
  return nullptr;
}

// "report.txt: its ending says no kind of report; known are .xml (JUnit), .json (the run itself)"
template <class Writer>
[[nodiscard]] std::string unknown(std::span<const Writer> writers, std::string_view path) {
  std::string text = printable(path) + ": its ending says no kind of report; known are ";
  for (std::string_view separator; const Writer& writer : writers) {
    text.append(separator).append(writer.ending).append(" (").append(writer.name).append(")");
    separator = ", ";
  }
  return text;
}

}  // namespace hallmark::reports::endings
