// SPDX-License-Identifier: Apache-2.0
#include "reports/output_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <streambuf>
#include <utility>

namespace hallmark::reports {
namespace {

class OutputCategory final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "output"; }
  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<OutputTrouble>(value)) {
      case OutputTrouble::pipe_without_reader:
        return "it is a pipe that nobody reads";
      case OutputTrouble::socket:
        return "it is a socket";
      case OutputTrouble::block_device:
        return "it is a block device";
      case OutputTrouble::no_file:
        return "what stands beside it as .partial is no regular file";
    }
    return "it cannot be written";
  }
};

// Of what the process was given; -1: of something else.
int number_in(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string_view digits = path.substr(folder.size());
    int number = -1;
    const char* const end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, number);
    if (error == std::errc{} && at == end && number >= 0) return number;
  }
  return -1;
}

int duplicate(int given) {
  const int flags = ::fcntl(given, F_GETFL);
  if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY) {
    errno = EBADF;
    return -1;
  }
  return ::fcntl(given, F_DUPFD_CLOEXEC, 0);
}

bool is_kind(mode_t mode, mode_t kind) { return (mode & S_IFMT) == kind; }

[[noreturn]] void refuse(std::error_code why, const std::string& path) {
  throw std::system_error{why, path};
}

// What open(2) calls "no such device or address" of somebody whom nobody hears.
std::error_code why_not_opened(const std::string& path) {
  const std::error_code why{errno, std::generic_category()};
  struct stat status {};
  if (why.value() != ENXIO || ::stat(path.c_str(), &status) != 0) return why;
  if (is_kind(status.st_mode, S_IFIFO)) return OutputTrouble::pipe_without_reader;
  return is_kind(status.st_mode, S_IFSOCK) ? OutputTrouble::socket : why;
}

mode_t mode_of(int number) {
  struct stat status {};
  return ::fstat(number, &status) == 0 ? status.st_mode : 0;
}

}  // namespace

std::error_code make_error_code(OutputTrouble trouble) {
  static const OutputCategory category;
  return {static_cast<int>(trouble), category};
}

bool is_given_already(const std::string& path) { return number_in(path) >= 0; }

OutputFile::OutputFile(const std::string& path, int how, mode_t permissions) : path_{path} {
  if (const int given = number_in(path); given >= 0) {
    number_ = duplicate(given);
    if (number_ < 0) refuse({errno, std::generic_category()}, path);
    return;
  }
  number_ = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | how, permissions);
  if (number_ < 0) refuse(why_not_opened(path), path);
  if (is_kind(mode_of(number_), S_IFBLK)) {
    ::close(std::exchange(number_, -1));
    refuse(OutputTrouble::block_device, path);
  }
  // From now on who reads slowly is waited for.
  ::fcntl(number_, F_SETFL, ::fcntl(number_, F_GETFL) & ~O_NONBLOCK);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_{std::move(other.path_)}, number_{std::exchange(other.number_, -1)} {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(number_, other.number_);
  return *this;
}

OutputFile::~OutputFile() {
  if (number_ >= 0) ::close(number_);
}

bool OutputFile::is_regular() const { return is_kind(mode_of(number_), S_IFREG); }
bool OutputFile::is_pipe() const { return is_kind(mode_of(number_), S_IFIFO); }

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(number_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      refuse({errno, std::generic_category()}, path_);
    }
  }
}

void OutputFile::close() {
  const int number = std::exchange(number_, -1);
  if (number >= 0 && ::close(number) != 0) refuse({errno, std::generic_category()}, path_);
}

class OutputStream::Buffer final : public std::streambuf {
 public:
  explicit Buffer(OutputFile& file) : file_{file} {
    setp(room_.data(), room_.data() + room_.size());
  }

 private:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  int sync() override {
    const std::string_view bytes{pbase(), static_cast<std::size_t>(pptr() - pbase())};
    setp(room_.data(), room_.data() + room_.size());
    try {
      file_.write(bytes);
    } catch (const std::system_error& error) {
      errno = error.code().value();
      return -1;
    }
    return 0;
  }

  OutputFile& file_;
  std::array<char, std::size_t{64} << 10U> room_;  // NOLINT: filled by those who write
};

OutputStream::OutputStream(OutputFile& file)
    : std::ostream{nullptr}, buffer_{std::make_unique<Buffer>(file)} {
  rdbuf(buffer_.get());
}
OutputStream::~OutputStream() { rdbuf(nullptr); }

}  // namespace hallmark::reports
