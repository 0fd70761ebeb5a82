// SPDX-License-Identifier: Apache-2.0
//
// Where the names and texts of a decoded answer live, and what is said of bytes that cannot be
// shown.
#pragma once

#include <cstddef>
#include <forward_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace hallmark::runner {

// What the names and texts of a tree point into: the body, and what does not stand there in one
// piece. Copies share it.
class ReplyText {
 public:
  ReplyText() = default;
  // A copy of `body` with a zero behind it, which counts to its size.
  explicit ReplyText(std::string_view body);

  // Readers may undo entities in place.
  [[nodiscard]] std::span<char> body() { return {body_.get(), size_}; }
  // A text of its own, which may grow for as long as nobody looks at it.
  std::string& gather(std::string_view first);

 private:
  std::shared_ptr<char[]> body_;
  std::size_t size_ = 0;
  std::shared_ptr<std::forward_list<std::string>> gathered_;  // hardly ever any
};

}  // namespace hallmark::runner
