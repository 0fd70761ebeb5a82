// SPDX-License-Identifier: Apache-2.0
//
// What a campaign learns from answers: features, each a pair of something of a request and the
// shape of its answer: status, code, template of the message (digits and ids left out), names of
// the members, and the class of the time it took. Of the request it is where the model thought that
// the instance was; how it was named, and the flags; the id; the treatment; the guise; the world;
// or the answer before. A history that shows a new one is worth keeping.
#pragma once

#include <cstdint>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "fuzz/play/player.hpp"

namespace hallmark::fuzz {

// The features of one play, each once.
class Feedback {
 public:
  void begin(const History& history);
  void add(const Witnessed& call);
  // Sorted; valid until the next begin().
  [[nodiscard]] const std::vector<std::uint64_t>& end();

 private:
  const History* history_ = nullptr;
  std::uint64_t before_ = 0;  // what the call before asked and got
  std::vector<std::uint64_t> features_;
};

}  // namespace hallmark::fuzz
