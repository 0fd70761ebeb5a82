// SPDX-License-Identifier: Apache-2.0
//
// A file that has its name only when it is whole. Until then it stands beside its place, with
// ".partial" behind its name, and what stood in its place before stays. Whoever is ended in the
// middle, even by SIGKILL, leaves both.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace hallmark::reports {

class WholeFile {
 public:
  // A link is followed. What is no regular file (a pipe, a terminal) is written in its place.
  explicit WholeFile(const std::string& path);

  // Where it is to be written.
  [[nodiscard]] const std::string& partial() const { return partial_; }

  // That it can be written; leaves things as they are. This and finish() throw std::system_error.
  void check() const;

  // It holds nothing that anybody misses.
  void discard() const;

  // It is written: from now on it has its name, and a power failure does not take it.
  void finish() const;

 private:
  [[nodiscard]] bool in_place() const { return partial_ == path_; }

  std::string path_;
  std::string partial_;
};

// Such a file, all that it holds at once. Throws std::system_error.
void write_whole(const std::string& path, const std::function<void(std::ostream&)>& write);

}  // namespace hallmark::reports
