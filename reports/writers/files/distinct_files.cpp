// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/distinct_files.hpp"

#include <filesystem>
#include <system_error>

#include "reports/output_file.hpp"

namespace hallmark::reports {

std::optional<std::string> DistinctFiles::add(const std::string& path, const std::string& words) {
  namespace fs = std::filesystem;
  if (is_given_already(path)) return std::nullopt;
  std::error_code trouble;
  const fs::file_status status = fs::status(path, trouble);
  if (fs::exists(status) && !fs::is_regular_file(status)) return std::nullopt;
  fs::path meant = fs::weakly_canonical(fs::absolute(path, trouble), trouble);
  if (trouble) meant = path;
  const auto [at, is_new] = words_by_path_.try_emplace(meant.string(), words);
  if (is_new) return std::nullopt;
  return at->second;
}

std::string named_twice(const std::string& words, const std::string& before) {
  if (words == before) return words + " stands there twice";
  return words + " names the same file as " + before;
}

}  // namespace hallmark::reports
