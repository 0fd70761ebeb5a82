// SPDX-License-Identifier: Apache-2.0
//
// A report as it is after it was saved and read again.
#pragma once

#include <fstream>

#include "reports/report.hpp"
#include "reports/testing/temporary_file.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports::testing {

inline Report saved_again(const Report& report) {
  const TemporaryFile file;
  {
    std::ofstream out{file.path(), std::ios::binary};
    write_json(report, summarize(report), out);
  }
  return read_report_file(file.path());
}

}  // namespace hallmark::reports::testing
