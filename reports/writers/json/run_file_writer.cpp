// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "reports/writers/json/json.hpp"
#include "reports/writers/json/run_file.hpp"

namespace hallmark::reports {

void RunFileWriter::begin(const Report& report, std::size_t /*planned*/) {
  out_file_ = file_.open();
  info_ = &report.info;
  out_file_.write(json_head(report));
}

RunFileWriter::~RunFileWriter() {
  if (!out_file_.is_open()) return;
  if (first_) file_.discard();
}

void RunFileWriter::add(const Record& record) {
  constexpr std::size_t kept_between_records = 256 * 1024;  // bytes a thread
  thread_local std::string line;
  line = ",\n";
  append_json(line, *info_, record);
  bool enough = false;
  {
    const std::lock_guard lock{adding_};
    added_ += first_ ? std::string_view{line}.substr(1) : std::string_view{line};
    first_ = false;
    enough = added_.size() > kept_between_records;
  }
  if (enough) flush();
  if (line.capacity() > kept_between_records) std::string{}.swap(line);
}

void RunFileWriter::flush() {
  constexpr std::size_t kept_between_writes = 512 * 1024;  // bytes
  const std::lock_guard writing{writing_};
  {
    const std::lock_guard adding{adding_};
    out_.swap(added_);
  }
  out_file_.write(out_);
  out_.clear();
  if (out_.capacity() > kept_between_writes) std::string{}.swap(out_);
}

void RunFileWriter::end(const Report& report, const Summary& summary) {
  flush();
  const std::lock_guard lock{writing_};
  out_file_.write(json_tail(report, summary));
  out_file_.close();
  file_.finish();
}

}  // namespace hallmark::reports
