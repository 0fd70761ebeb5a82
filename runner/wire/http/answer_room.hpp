// SPDX-License-Identifier: Apache-2.0
//
// The memory that answers may take together, from the first byte of them until whoever asked has
// done with them: one answer has a limit, and many at once have another. The first kilobytes of an
// answer are never refused, so that ordinary ones are always taken in.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace hallmark::runner {

class AnswerRoom {
 public:
  explicit AnswerRoom(std::size_t bytes) : free_{static_cast<std::ptrdiff_t>(bytes)} {}

  // What one answer has taken. Gives it back when it goes; from any thread.
  class Share {
   public:
    explicit Share(std::shared_ptr<AnswerRoom> room) : room_{std::move(room)} {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { room_->free_ += static_cast<std::ptrdiff_t>(taken_); }

    // For so many bytes in all; false where there is no room for them.
    [[nodiscard]] bool grow_to(std::size_t bytes) {
      if (bytes <= free_of_charge + taken_) return true;
      const std::size_t more = bytes - free_of_charge - taken_ + step;
      if (room_->free_.fetch_sub(static_cast<std::ptrdiff_t>(more)) <
          static_cast<std::ptrdiff_t>(more)) {
        room_->free_ += static_cast<std::ptrdiff_t>(more);
        return false;
      }
      taken_ += more;
      return true;
    }

   private:
    static constexpr std::size_t free_of_charge = 8U << 10U;
    static constexpr std::size_t step = 16U << 10U;

    std::shared_ptr<AnswerRoom> room_;
    std::size_t taken_ = 0;
  };

 private:
  std::atomic<std::ptrdiff_t> free_;
};

}  // namespace hallmark::runner
