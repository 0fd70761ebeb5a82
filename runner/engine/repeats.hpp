// SPDX-License-Identifier: Apache-2.0
//
// How often a disturbed case is carried out again, and what it means that it stays disturbed: what
// comes each time alike, at the same call, is the target's own; what comes now and then comes from
// between.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runner/engine/disturbance.hpp"

namespace hallmark::runner {

// Safe from any thread.
class Repeats {
 public:
  // A case of one call in ten thousand meets what disturbs one in ten so often in a row by chance,
  // or fewer.
  static constexpr std::size_t at_most = 8;
  // Cases in which the same came each time. More of it is taken for the target's own at once, as
  // long as no case has got past it.
  static constexpr unsigned own = 3;

  explicit Repeats(std::size_t cases) : left_{6 * cases + 200} {}

  // How long to wait before the case is carried out again; nothing where that is of no more use.
  // `disturbed`: what came so far, each time. The wait grows and is spread: by `place`, so that a
  // run can be repeated.
  [[nodiscard]] std::optional<std::chrono::milliseconds> again(
      const std::vector<Disturbance>& disturbed, std::size_t place);

  // The case was carried out once more, and nothing came between.
  void got_past(const std::vector<Disturbance>& disturbed);

  // It was disturbed to the last. Nothing where that is the target's own; else one line.
  [[nodiscard]] std::optional<std::string> stays(const std::vector<Disturbance>& disturbed);

  // One line: how often cases were carried out again, and why; empty where none was.
  [[nodiscard]] std::string in_words();

 private:
  struct Known {
    std::size_t times = 0;  // that a case was carried out again for it
    unsigned own = 0;       // cases in which it came each time
    unsigned passing = 0;   // in which it came and went
  };

  std::mutex mutex_;
  std::size_t left_;  // times that a case is carried out again, in all
  std::map<std::string, Known> known_;
};

}  // namespace hallmark::runner
