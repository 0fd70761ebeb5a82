// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/writers.hpp"

#include <algorithm>
#include <array>

#include "reports/text.hpp"
#include "reports/writers/junit.hpp"
#include "reports/writers/run_file.hpp"

namespace hallmark::reports {
namespace {

constexpr std::array<ReportWriter, 2> writers = {{
    {.ending = ".xml", .name = "JUnit", .write = write_junit},
    {.ending = ".json", .name = "the run itself", .write = write_run_file, .as_it_goes = true},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_with(std::string_view path, std::string_view ending) {
  return path.size() > ending.size() &&
         std::equal(ending.rbegin(), ending.rend(), path.rbegin(),
                    [](char wanted, char c) { return wanted == lower(c); });
}

}  // namespace

std::span<const ReportWriter> report_writers() { return writers; }

const ReportWriter* writer_for(std::string_view path) {
  const auto* found = std::find_if(writers.begin(), writers.end(), [&](const ReportWriter& writer) {
    return ends_with(path, writer.ending);
  });
  return found == writers.end() ? nullptr : found;
}

std::string unknown_ending(std::string_view path) {
  std::string text = printable(path) + ": its ending says no kind of report; known are ";
  for (std::string_view separator; const ReportWriter& writer : writers) {
    text.append(separator).append(writer.ending).append(" (").append(writer.name).append(")");
    separator = ", ";
  }
  return text;
}

}  // namespace hallmark::reports
