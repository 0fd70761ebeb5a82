// SPDX-License-Identifier: Apache-2.0
//
// A file of a test's own, gone with the object.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace hallmark::reports::testing {

class TemporaryFile {
 public:
  TemporaryFile() {
    const int fd = mkstemp(path_.data());
    if (fd >= 0) close(fd);
  }
  ~TemporaryFile() { unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

  [[nodiscard]] std::string content() const {
    std::ifstream in{path_, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  void fill(std::string_view text) const { std::ofstream{path_, std::ios::binary} << text; }

 private:
  std::string path_ = "/tmp/hallmark-report-XXXXXX";
};

}  // namespace hallmark::reports::testing
