// SPDX-License-Identifier: Apache-2.0
#include "reports/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace hallmark::reports {
namespace {

std::string reason_of(int error) { return std::generic_category().message(error); }

class Descriptor {
 public:
  // Without waiting for whoever might write into a pipe.
  explicit Descriptor(const std::string& path)
      : number_{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

std::string too_large(std::size_t limit) {
  return "it is larger than " + std::to_string(limit >> 20U) + " MiB";
}

std::optional<std::string> trouble_with(const Descriptor& file, std::size_t limit) {
  if (file.number() < 0) return reason_of(errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return reason_of(errno);
  if (S_ISDIR(status.st_mode)) return "it is a folder";
  if (!S_ISREG(status.st_mode)) return "it is no regular file";
  if (static_cast<std::uintmax_t>(status.st_size) > limit) return too_large(limit);
  return std::nullopt;
}

// Whatever its size was said to be: nothing, or why it cannot be read.
std::optional<std::string> read_all(int descriptor, std::size_t limit, std::string& text) {
  constexpr std::size_t piece = 1U << 16U;
  for (;;) {
    const std::size_t before = text.size();
    text.resize(before + piece);
    const ssize_t got = ::read(descriptor, text.data() + before, piece);
    text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) return std::nullopt;
    if (got < 0 && errno != EINTR) return reason_of(errno);
    if (text.size() > limit) return too_large(limit);
  }
}

}  // namespace

std::optional<std::string> input_trouble(const std::string& path, std::size_t limit) {
  return trouble_with(Descriptor{path}, limit);
}

std::string read_input(const std::string& path, std::size_t limit) {
  const Descriptor file{path};
  std::string text;
  std::optional<std::string> trouble = trouble_with(file, limit);
  if (!trouble) trouble = read_all(file.number(), limit, text);
  if (trouble) throw InputError{path + ": " + *trouble};
  return text;
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

std::string read_standard_input(std::size_t limit) {
  std::string text;
  if (const auto trouble = read_all(STDIN_FILENO, limit, text)) {
    throw InputError{"standard input: " + *trouble};
  }
  return text;
}

}  // namespace hallmark::reports
