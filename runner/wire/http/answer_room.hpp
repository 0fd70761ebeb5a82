// SPDX-License-Identifier: Apache-2.0
//
// The memory that answers may take together, from the first byte of them until whoever asked has
// done with them: one answer has a limit, and many at once have another. The first kilobytes of an
// answer are never refused, so that ordinary ones are always taken in. Where the room is full one
// asker goes beyond it, up to twice as much in all of its own, so that there is always one who
// comes to an end; the others wait.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace hallmark::runner {

class AnswerShare;

class AnswerRoom {
 public:
  explicit AnswerRoom(std::size_t bytes)
      : size_{bytes}, free_{static_cast<std::ptrdiff_t>(bytes)} {}

  // How often something was given back: to those who wait, a sign that it goes on.
  [[nodiscard]] std::uint64_t returns() const { return returns_; }

 private:
  friend class AnswerShare;

  std::size_t size_;
  std::atomic<std::ptrdiff_t> free_;                       // below 0: what is taken beyond it
  std::atomic<const AnswerShare*> goes_beyond_ = nullptr;  // the one who may
  std::atomic<std::uint64_t> returns_ = 0;
};

// What the answers to one asker have taken, who has them all until its end. Gives it back when it
// goes; of one thread, though the last to let go of it may be another.
class AnswerShare {
 public:
  explicit AnswerShare(std::shared_ptr<AnswerRoom> room) : room_{std::move(room)} {}
  AnswerShare(const AnswerShare&) = delete;
  AnswerShare& operator=(const AnswerShare&) = delete;
  ~AnswerShare() {
    if (taken_ == 0) return;
    room_->free_ += static_cast<std::ptrdiff_t>(taken_);
    const AnswerShare* self = this;
    room_->goes_beyond_.compare_exchange_strong(self, nullptr);
    ++room_->returns_;
  }

  enum class Place : std::uint8_t {
    taken,
    later,  // others have to give back first
    never,  // the asker has so much already that nobody may have more
  };

  // For so many bytes of an answer that has taken `had`, which grows.
  [[nodiscard]] Place take(std::size_t& had, std::size_t bytes) {
    if (bytes <= free_of_charge + had) return Place::taken;
    const std::size_t more = bytes - free_of_charge - had + step;
    if (taken_ + more > 2 * room_->size_) return Place::never;
    const auto change = static_cast<std::ptrdiff_t>(more);
    if (room_->free_.fetch_sub(change) < change && !may_go_beyond()) {
      room_->free_ += change;
      return Place::later;
    }
    had += more;
    taken_ += more;
    return Place::taken;
  }

  [[nodiscard]] const AnswerRoom& room() const { return *room_; }

 private:
  static constexpr std::size_t free_of_charge = 8U << 10U;  // bytes of each answer
  static constexpr std::size_t step = 16U << 10U;

  [[nodiscard]] bool may_go_beyond() {
    const AnswerShare* first = nullptr;
    return room_->goes_beyond_.compare_exchange_strong(first, this) || first == this;
  }

  std::shared_ptr<AnswerRoom> room_;
  std::size_t taken_ = 0;
};

}  // namespace hallmark::runner
