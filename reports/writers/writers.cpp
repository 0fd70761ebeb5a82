// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/writers.hpp"

#include <array>

#include "reports/writers/endings.hpp"
#include "reports/writers/junit.hpp"
#include "reports/writers/run_file.hpp"

namespace hallmark::reports {
namespace {

constexpr std::array<ReportWriter, 2> writers = {{
    {.ending = ".xml", .name = "JUnit", .write = write_junit},
    {.ending = ".json", .name = "the run itself", .write = write_run_file, .as_it_goes = true},
}};

}  // namespace

std::span<const ReportWriter> report_writers() { return writers; }

const ReportWriter* writer_for(std::string_view path) {
  return endings::find(report_writers(), path);
}

std::string unknown_ending(std::string_view path) {
  return endings::unknown(report_writers(), path);
}

}  // namespace hallmark::reports
