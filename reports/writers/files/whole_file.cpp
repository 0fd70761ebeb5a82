// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace hallmark::reports {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw std::system_error{errno, std::generic_category(), path};
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : fd_{open(path.c_str(), flags | O_CLOEXEC, 0644)} {
    if (fd_ < 0) fail(path);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(fd_); }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

// Not every file system can; then nobody can.
void make_durable(const std::string& path, int flags) {
  const Descriptor file{path, flags};
  if (fsync(file.get()) != 0 && errno != EINVAL && errno != ENOTSUP) fail(path);
}

}  // namespace

WholeFile::WholeFile(const std::string& path) : path_{path}, partial_{path + ".partial"} {
  if (is_given_already(path)) partial_ = path_;
  if (in_place()) return;
  std::error_code trouble;
  if (std::filesystem::is_symlink(path, trouble)) {
    const auto target = std::filesystem::weakly_canonical(path, trouble);
    if (!trouble) path_ = target.string();
    partial_ = path_ + ".partial";
  }
  const auto status = std::filesystem::status(path_, trouble);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    partial_ = path_;
  }
}

void WholeFile::check() {
  if (in_place()) {
    OutputFile file{path_, 0};
    if (file.is_pipe()) pipe_ = std::move(file);
    return;
  }
  const bool was_there = access(partial_.c_str(), F_OK) == 0;
  (void)open_partial(O_CREAT);
  if (!was_there) unlink(partial_.c_str());
}

OutputFile WholeFile::open_partial(int how) const {
  OutputFile file{partial_, how};
  if (!file.is_regular()) throw std::system_error{OutputTrouble::no_file, partial_};
  return file;
}

OutputFile WholeFile::open() {
  if (pipe_.is_open()) return std::move(pipe_);
  return in_place() ? OutputFile{path_, 0} : open_partial(O_CREAT | O_TRUNC);
}

void WholeFile::discard() const {
  if (!in_place()) unlink(partial_.c_str());
}

void WholeFile::finish() const {
  if (in_place()) return;
  struct stat before {};
  if (stat(path_.c_str(), &before) == 0) chmod(partial_.c_str(), before.st_mode & 0777U);
  make_durable(partial_, O_RDONLY);
  if (std::rename(partial_.c_str(), path_.c_str()) != 0) fail(path_);
  const std::filesystem::path folder = std::filesystem::path{path_}.parent_path();
  make_durable(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
}

void write_whole(WholeFile& file, const std::function<void(std::ostream&)>& write) {
  OutputFile opened = file.open();
  OutputStream out{opened};
  write(out);
  if (!out.flush()) fail(file.partial());
  opened.close();
  file.finish();
}

void write_whole(const std::string& path, const std::function<void(std::ostream&)>& write) {
  WholeFile file{path};
  write_whole(file, write);
}

}  // namespace hallmark::reports
