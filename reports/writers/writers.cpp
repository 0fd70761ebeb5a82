// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/writers.hpp"

#include <algorithm>

#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

// In any case, and with something before it.
constexpr bool has_ending(std::string_view path, std::string_view ending) {
  return path.size() > ending.size() &&
         std::equal(ending.rbegin(), ending.rend(), path.rbegin(),
                    [](char wanted, char c) { return wanted == to_lower(c); });
}

}  // namespace

std::string name_of(const ReportWriter& writer, std::string_view subject) {
  if (!writer.name.empty()) return std::string{writer.name};
  return std::string{"the "}.append(subject).append(" itself");
}

const ReportWriter* writer_for(std::string_view path) {
  for (const ReportWriter& writer : report_writers) {
    if (has_ending(path, writer.ending)) return &writer;
  }
  return nullptr;
}

ReportPlace report_place(std::string_view text) {
  const std::size_t sign = text.find('=');
  const std::string_view kind = text.substr(0, sign);
  if (sign != std::string_view::npos) {
    for (const ReportWriter& writer : report_writers) {
      if (kind == writer.kind || kind == writer.ending.substr(1)) {
        return {std::string{text.substr(sign + 1)}, &writer};
      }
    }
  }
  return {std::string{text}, writer_for(text)};
}

std::string unknown_ending(std::string_view path) {
  std::string text = printable(path) + ": its ending says no kind of report; known are";
  for (const ReportWriter& writer : report_writers) text.append(" ").append(writer.ending);
  return text += ", or KIND=FILE";
}

}  // namespace hallmark::reports
