// SPDX-License-Identifier: Apache-2.0
//
// Which writer a file's ending asks for: a new kind of report is one line in the table.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "reports/report.hpp"

namespace hallmark::reports {

struct ReportWriter {
  std::string_view ending;  // with its dot
  std::string_view name;
  void (*write)(const Report& report, std::ostream& out);
  bool as_it_goes = false;  // better written by a RunFileWriter while the run goes on
};

[[nodiscard]] std::span<const ReportWriter> report_writers();

// By the ending of the path, in any case; null where no writer has it.
[[nodiscard]] const ReportWriter* writer_for(std::string_view path);

// "report.txt: its ending says no kind of report; known are .xml (JUnit), .json (the run itself)"
[[nodiscard]] std::string unknown_ending(std::string_view path);

}  // namespace hallmark::reports
