// SPDX-License-Identifier: Apache-2.0
//
// The run file: one JSON document (docs/report-schema.json) that holds a run whole, one case a
// line, enough to judge it again. It is written while the run goes on, so that nothing judged is
// lost.
#pragma once

#include <functional>
#include <iosfwd>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.hpp"

namespace hallmark::reports {

// The version of the format that is written. It grows when a reader of the one before would be
// misled.
inline constexpr int run_file_version = 1;

class RunFileWriter {
 public:
  // Creates or empties the file and writes what is known of the run. Throws std::system_error.
  RunFileWriter(std::string path, const RunInfo& info);

  // Without finish() the file says that the run was interrupted.
  ~RunFileWriter();
  RunFileWriter(const RunFileWriter&) = delete;
  RunFileWriter& operator=(const RunFileWriter&) = delete;

  // One line, which waits for flush(). From any thread. Throws std::system_error.
  void add(const CaseRecord& record);

  // Hands to the kernel what was added: from then on not even the end of this process loses it.
  // From any thread; others go on adding meanwhile. Throws std::system_error.
  void flush();

  // The end of the document; nothing can be added afterwards. Throws std::system_error.
  void finish(const Report& report, const Summary& summary);

 private:
  void write_all(std::string_view bytes);  // with `writing_` held

  std::string path_;
  std::mutex writing_;  // guards fd_ and out_; taken before `adding_`
  int fd_ = -1;
  std::string out_;    // on its way to the kernel
  std::mutex adding_;  // guards first_ and added_
  bool first_ = true;
  std::string added_;
};

// A report that is complete already, in the same format.
void write_run_file(const Report& report, std::ostream& out);

// A saved run. Its records are in the order in which they were written; their test is never null.
struct RunFile {
  Report report;                     // `interrupted` where the end of the file is missing, too
  std::vector<std::string> unknown;  // addresses of cases that this version does not have
};

// A file of the user's that cannot be used: one line, which file and where in it.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Finds a case by its id; null where there is none.
using FindCase = std::function<const cases::Case*(std::string_view id)>;

// Takes a file that was cut off in the middle, too. Throws InputError. Files above 512 MiB are
// refused.
[[nodiscard]] RunFile read_run_file(const std::string& path);
[[nodiscard]] RunFile read_run_file(const std::string& path, const FindCase& find);

}  // namespace hallmark::reports
