// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

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

void WholeFile::check() const {
  if (in_place()) {
    if (access(path_.c_str(), W_OK) != 0) fail(path_);
    if (!std::filesystem::is_directory(path_)) return;
    errno = EISDIR;
    fail(path_);
  }
  const bool was_there = access(partial_.c_str(), F_OK) == 0;
  { const Descriptor file{partial_, O_WRONLY | O_CREAT}; }
  if (!was_there) unlink(partial_.c_str());
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

void write_whole(const std::string& path, const std::function<void(std::ostream&)>& write) {
  const WholeFile file{path};
  std::ofstream out{file.partial(), std::ios::binary};
  if (!out) fail(file.partial());
  write(out);
  if (!out.flush()) fail(file.partial());
  out.close();
  file.finish();
}

}  // namespace hallmark::reports
