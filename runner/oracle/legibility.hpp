// SPDX-License-Identifier: Apache-2.0
//
// Whether answers that cannot be read, though they came whole, are the target's own. A way that
// spoils answers spoils all kinds of them; who writes one kind wrongly now and then spoils no
// other.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

class Legibility {
 public:
  // The next answer, in the order in which they came.
  void look_at(const reports::CallRecord& record, const Reply& reply);

  // The first of those that cannot be read, where only one kind is concerned (what is refused, or
  // accepted, or is in one format, or both), and so often that a way which spoils answers whatever
  // they say would do so once in a thousand million times.
  [[nodiscard]] std::optional<reports::CallRecord> spoilt_by_target() const;

  [[nodiscard]] std::size_t answers() const { return answers_; }
  [[nodiscard]] std::size_t spoilt() const { return spoilt_; }

 private:
  struct Kind {
    std::size_t answers = 0;
    std::size_t bytes = 0;
    std::size_t spoilt = 0;
  };

  std::array<Kind, 4> kinds_;  // accepted in XML, in JSON, refused in XML, in JSON
  std::optional<reports::CallRecord> first_;
  std::size_t answers_ = 0;
  std::size_t bytes_ = 0;
  std::size_t spoilt_ = 0;  // many in a row count as one: a way may be bad for a while
  bool last_was_spoilt_ = false;
};

}  // namespace hallmark::runner
