// SPDX-License-Identifier: Apache-2.0
//
// What a campaign learns from answers: features, each a pair of the shape of a request and the
// shape of its answer. A history that shows a new one is worth keeping.
#pragma once

#include <cstdint>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "fuzz/play/player.hpp"

namespace hallmark::fuzz {

// The feature that a call shows: action, how it named its instance, flags, treatment and variant;
// where the model thought the instance was; status, code, template of the message (digits and ids
// left out), names of the members, and the class of the time it took.
[[nodiscard]] std::uint64_t feature_of(const Witnessed& call, const Step& step);

// The features of one play, each once.
class Feedback {
 public:
  void begin(const History& history);
  void add(const Witnessed& call);
  // Sorted; valid until the next begin().
  [[nodiscard]] const std::vector<std::uint64_t>& end();

 private:
  const History* history_ = nullptr;
  std::uint64_t before_ = 0;  // the pair of action and code that the call before met
  std::vector<std::uint64_t> features_;
};

}  // namespace hallmark::fuzz
