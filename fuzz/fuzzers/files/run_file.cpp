// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the reader of saved runs.
//
// Holds for every file: it is refused in one line, or what was read, written down and read again is
// written the same.
#include "reports/writers/json/run_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <sstream>
#include <string>

#include "fuzz/fuzzers/answers/answer_formats.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "reports/writers/writers.hpp"

namespace {

using namespace hallmark;

// The reader wants a path: a file in memory has one.
reports::Report read(std::string_view bytes) {
  static const int file = memfd_create("run", 0);
  fuzz::require(ftruncate(file, 0) == 0 && pwrite(file, bytes.data(), bytes.size(), 0) ==
                                               static_cast<ssize_t>(bytes.size()),
                "a file in memory can be written");
  return reports::read_run_file("/proc/self/fd/" + std::to_string(file));
}

std::string written(const reports::Report& run) {
  std::ostringstream out;
  reports::write_json(run, reports::summarize(run), out);
  return out.str();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  if (size == 0) return 0;
  reports::Report run;
  try {
    run = read(bytes);
  } catch (const reports::InputError& error) {
    std::string what = error.what();
    if (fuzz::planted("run_file/refused-in-two-lines") && what.ends_with("is missing"))
      what += '\n';
    if (fuzz::planted("run_file/cut-off-in-silence") && what.ends_with("the first case")) what = "";
    fuzz::require(!what.empty() && what.find('\n') == what.npos, "a file is refused in one line");
    return 0;
  }
  for (const reports::Record& record : run.records) {
    fuzz::require(record.check != nullptr, "a record has its check");
  }
  const std::string first = written(run);
  const reports::Report again = read(first);
  fuzz::require(written(again) == first, "read, written, read, written: the same");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::json_format, data, size, max_size, seed);
}
