// SPDX-License-Identifier: Apache-2.0
//
// A file that has its name only when it is whole. Until then it stands beside its place, with
// ".partial" behind its name, and what stood in its place before stays. Whoever is ended in the
// middle, even by SIGKILL, leaves both.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "reports/output_file.hpp"

namespace hallmark::reports {

class WholeFile {
 public:
  // A link is followed. What is no regular file (a pipe, a terminal), and what this process was
  // given (/dev/fd/3), is written in its place.
  explicit WholeFile(const std::string& path);

  // Where it is to be written.
  [[nodiscard]] const std::string& partial() const { return partial_; }

  // That it can be written; leaves things as they are. A pipe is kept open from then on: who reads
  // it would take its end for the end of the file. This, open() and finish() throw
  // std::system_error.
  void check();

  // What is to be written; what it held before is gone.
  [[nodiscard]] OutputFile open();

  // It holds nothing that anybody misses.
  void discard() const;

  // It is written: from now on it has its name, and a power failure does not take it.
  void finish() const;

 private:
  [[nodiscard]] bool in_place() const { return partial_ == path_; }
  [[nodiscard]] OutputFile open_partial(int how) const;

  std::string path_;
  std::string partial_;
  OutputFile pipe_;
};

// Such a file, all that it holds at once. Throws std::system_error.
void write_whole(WholeFile& file, const std::function<void(std::ostream&)>& write);
void write_whole(const std::string& path, const std::function<void(std::ostream&)>& write);

}  // namespace hallmark::reports
