// SPDX-License-Identifier: Apache-2.0
//
// What a self-test has found out, a line each as soon as it is known, so that one that was ended
// goes on. Its first line says of which plan and which faults: of others nothing is taken over.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace hallmark::app {

// By which case a pair was caught; empty: by none.
using Catcher = std::string;

class SelftestJournal {
 public:
  SelftestJournal() = default;  // is kept nowhere
  // Throws UsageError where it cannot be written, or is about something else than `subject`.
  SelftestJournal(const std::string& path, std::uint64_t subject);

  [[nodiscard]] std::optional<Catcher> catcher_of(const std::string& pair) const;

  // Safe to be called from several threads at once.
  void judged(const std::string& pair, const Catcher& catcher);

 private:
  void read(const std::string& text);

  std::map<std::string, Catcher> judged_;
  std::mutex mutex_;  // guards the file
  std::ofstream file_;
};

}  // namespace hallmark::app
