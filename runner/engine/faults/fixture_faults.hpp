// SPDX-License-Identifier: Apache-2.0
//
// What the fixtures of a run were caught at.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace hallmark::runner {

// Safe from any thread.
class FixtureFaults {
 public:
  // Nothing that they hand out can be relied on: why, in one line. The first counts.
  void break_for_good(const std::string& why);
  [[nodiscard]] std::optional<std::string> broke_for_good() const;

  // One kind of lie is told in the words of its first world.
  [[nodiscard]] std::string tell_once(const std::string& kind, const std::string& lie);
  // Of any kind.
  [[nodiscard]] std::optional<std::string> a_lie() const;

 private:
  mutable std::mutex mutex_;
  std::optional<std::string> broke_for_good_;
  std::map<std::string, std::string> lies_;  // by their kind
};

}  // namespace hallmark::runner
