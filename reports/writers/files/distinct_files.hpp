// SPDX-License-Identifier: Apache-2.0
//
// Whether a file is named twice, by whatever paths: what is written first would be lost.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace hallmark::reports {

class DistinctFiles {
 public:
  // How the file was named before, if it was; from now on `words` name it. What is no regular file
  // (a pipe, /dev/null), and what this process was given (/dev/fd/3), takes any number.
  std::optional<std::string> add(const std::string& path, const std::string& words);

 private:
  std::map<std::string, std::string> words_by_path_;
};

// "a.json stands there twice", "./a.json names the same file as a.json".
[[nodiscard]] std::string named_twice(const std::string& words, const std::string& before);

}  // namespace hallmark::reports
