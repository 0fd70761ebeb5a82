// SPDX-License-Identifier: Apache-2.0
//
// The run file: one JSON document (docs/report-schema.json) that holds a run whole, one case a
// line, enough to judge it again. It is written while the run goes on, beside its place (see
// WholeFile), so that nothing judged is lost and a file of that name stays until the new one is
// whole; a run that is complete already is written by write_json().
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "reports/input_file.hpp"
#include "reports/listener.hpp"
#include "reports/writers/files/whole_file.hpp"

namespace hallmark::reports {

// All but the constructor throws std::system_error where the file cannot be written.
class RunFileWriter final : public Listener {
 public:
  explicit RunFileWriter(const std::string& path) : RunFileWriter{WholeFile{path}} {}
  explicit RunFileWriter(WholeFile file) : file_{std::move(file)} {}

  // Without end() the file stays beside its place, where it holds a case, and says that the run was
  // interrupted.
  ~RunFileWriter() override;

  // Creates or empties the file beside the place and writes what is known of the run.
  void begin(const Report& report, std::size_t planned) override;

  // One line, which waits for flush().
  void add(const Record& record) override;

  // Hands to the kernel what was added: from then on not even the end of this process loses it.
  // Others go on adding meanwhile.
  void flush() override;

  // The end of the document, which takes its name; nothing can be added afterwards.
  void end(const Report& report, const Summary& summary) override;

 private:
  WholeFile file_;
  const Info* info_ = nullptr;
  std::mutex writing_;  // guards out_file_ and out_; taken before `adding_`
  OutputFile out_file_;
  std::string out_;    // on its way to the kernel
  std::mutex adding_;  // guards first_ and added_
  bool first_ = true;
  std::string added_;
};

inline constexpr std::size_t largest_run_file = 512U << 20U;  // bytes; it is read line by line

// A saved run, its records in the order in which they were written; sort_by_check() puts them into
// that of the run. Of a file that does not tell its checks, as one that was cut off in the middle,
// they are what this version's library says of them. `interrupted` where the end of the file is
// missing, too. "-" is standard input. Throws InputError. Larger files are refused.
[[nodiscard]] Report read_run_file(const std::string& path);

// The same, or a saved campaign.
[[nodiscard]] Report read_report_file(const std::string& path);

// The same of what such a file holds; `name` is for complaints.
[[nodiscard]] Report read_report_text(const std::string& name, const std::string& text);

}  // namespace hallmark::reports
