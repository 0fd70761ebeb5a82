// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/saved_findings.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "reports/input_file.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::fuzz {
namespace {

NamedFinding load(const std::string& path) {
  const std::string text = path == "-" ? reports::read_standard_input() : reports::read_input(path);
  runner::Result<SavedFinding> saved = read_finding(text);
  const std::string name = path == "-" ? "standard input" : path;
  if (!saved) throw runner::UsageError{name + ": " + saved.error().what};
  if (saved->history.steps.empty()) {
    throw runner::UsageError{name + ": a history has at least one call: a line like StartInstance"};
  }
  return {path, *std::move(saved)};
}

}  // namespace

std::vector<NamedFinding> load_findings(const std::vector<std::string>& paths) {
  std::vector<NamedFinding> all;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      all.push_back(load(path));
      continue;
    }
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{path}) {
      if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
    }
    if (files.empty()) throw runner::UsageError{path + ": the folder holds no finding (*.txt)"};
    std::ranges::sort(files);
    std::ranges::transform(files, std::back_inserter(all), load);
  }
  return all;
}

}  // namespace hallmark::fuzz
