// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "reports/writers/json/json.hpp"
#include "reports/writers/json/run_file.hpp"

namespace hallmark::reports {

RunFileWriter::RunFileWriter(const std::string& path) : file_{path} {}

void RunFileWriter::begin(const Report& report, std::size_t /*planned*/) {
  fd_ = open(file_.partial().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd_ < 0) throw std::system_error{errno, std::generic_category(), file_.partial()};
  info_ = &report.info;
  write_all(json_head(report));
}

RunFileWriter::~RunFileWriter() {
  if (fd_ < 0) return;
  close(fd_);
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
  write_all(out_);
  out_.clear();
  if (out_.capacity() > kept_between_writes) std::string{}.swap(out_);
}

void RunFileWriter::end(const Report& report, const Summary& summary) {
  flush();
  const std::lock_guard lock{writing_};
  write_all(json_tail(report, summary));
  const int fd = std::exchange(fd_, -1);
  if (close(fd) != 0) throw std::system_error{errno, std::generic_category(), file_.partial()};
  file_.finish();
}

void RunFileWriter::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw std::system_error{errno, std::generic_category(), file_.partial()};
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace hallmark::reports
