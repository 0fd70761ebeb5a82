// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/journal.hpp"

#include <cerrno>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "reports/input_file.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using runner::UsageError;

std::string header_of(std::uint64_t subject) {
  return "hallmark selftest journal 2 of " + std::to_string(subject);
}

}  // namespace

SelftestJournal::SelftestJournal(const std::string& path, std::uint64_t subject) {
  std::string text;
  if (std::filesystem::exists(path)) text = reports::read_input(path);
  const std::string header = header_of(subject) + '\n';
  // Its last line may have been cut off, even its only one.
  text.erase(text.rfind('\n') + 1);
  if (!text.empty() && !text.starts_with(header)) {
    throw UsageError{"--resume '" + path +
                     "' is no journal of this self-test: the cases, the faults or the triggers are "
                     "others; remove it to begin anew"};
  }
  if (!text.empty()) read(text.substr(header.size()));
  file_.open(path, std::ios::binary | std::ios::trunc);
  file_ << (text.empty() ? header : text) << std::flush;
  if (!file_) {
    throw UsageError{"--resume " + path +
                     ": cannot be written: " + std::generic_category().message(errno)};
  }
}

std::optional<Catcher> SelftestJournal::catcher_of(const std::string& pair) const {
  const auto found = judged_.find(pair);
  return found == judged_.end() ? std::nullopt : std::optional{found->second};
}

void SelftestJournal::judged(const std::string& pair, const Catcher& catcher) {
  if (!file_.is_open()) return;
  const std::scoped_lock lock{mutex_};
  file_ << (catcher.empty() ? "survived " + pair : "caught " + pair + ' ' + catcher) << '\n'
        << std::flush;
}

void SelftestJournal::read(const std::string& text) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string fate;
    std::string pair;
    words >> fate >> pair;
    words >> judged_[pair];
  }
}

}  // namespace hallmark::app
