// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest_journal.hpp"

#include <filesystem>
#include <iterator>
#include <sstream>

#include "reports/input_file.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using runner::UsageError;

std::string header_of(std::uint64_t subject) {
  return "hallmark selftest journal 1 of " + std::to_string(subject);
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
  if (!file_) throw UsageError{"--resume '" + path + "' cannot be written"};
}

std::optional<Catcher> SelftestJournal::catcher_of(const std::string& pair) const {
  const auto found = judged_.find(pair);
  return found == judged_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::vector<std::size_t>> SelftestJournal::seen_by(const std::string& fault) const {
  const auto found = seen_.find(fault);
  return found == seen_.end() ? std::nullopt : std::optional{found->second};
}

void SelftestJournal::judged(const std::string& pair, const Catcher& catcher) {
  write(catcher.empty() ? "survived " + pair : "caught " + pair + ' ' + catcher);
}

void SelftestJournal::seen(const std::string& fault, const std::vector<std::size_t>& places) {
  std::string line = "seen " + fault;
  for (const std::size_t place : places) line += ' ' + std::to_string(place);
  write(line);
}

void SelftestJournal::read(const std::string& text) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string what;
    std::string name;
    words >> what >> name;
    if (what == "seen") {
      seen_[name].assign(std::istream_iterator<std::size_t>{words}, {});
    } else {
      words >> judged_[name];
    }
  }
}

void SelftestJournal::write(const std::string& line) {
  if (!file_.is_open()) return;
  const std::scoped_lock lock{mutex_};
  file_ << line << '\n' << std::flush;
}

}  // namespace hallmark::app
