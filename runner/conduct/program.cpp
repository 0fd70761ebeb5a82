// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/program.hpp"

#include <chrono>

#include "cases/digest.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::runner {

const char* const program_version = HALLMARK_VERSION;

void tell_program(reports::Info& info) {
  info.hallmark_version = program_version;
  info.commit = HALLMARK_COMMIT;
  info.tables = cases::tables_digest();
  info.suite = cases::suite_digest();
}

reports::Info begun_info() {
  reports::Info info{.started = utc_timestamp(std::chrono::system_clock::now())};
  tell_program(info);
  return info;
}

}  // namespace hallmark::runner
