// SPDX-License-Identifier: Apache-2.0
//
// The memory that answers may take together, from the first byte of them until whoever asked has
// done with them: one answer has a limit, and many at once have another. The first kilobytes of an
// answer are never refused, so that ordinary ones are always taken in. Where the room is full one
// asker goes beyond it, up to twice as much in all of its own, and where that is full one of its
// answers, so that there is always one that comes to an end; the others wait. Who has read an
// answer gives back what it does not keep of it.
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

// What the answers to one asker have taken. Gives it back when it goes; of one thread, though the
// last to let go of it may be another.
class AnswerShare {
 public:
  explicit AnswerShare(std::shared_ptr<AnswerRoom> room) : room_{std::move(room)} {}
  AnswerShare(const AnswerShare&) = delete;
  AnswerShare& operator=(const AnswerShare&) = delete;
  ~AnswerShare() {
    kept_ = 0;
    if (taken_ > 0) release(taken_);
  }

  enum class Place : std::uint8_t {
    taken,
    later,  // others have to give back first
    never,  // the asker has so much already that nobody may have more
  };

  // For so many bytes of an answer that has taken `had`, which grows and stays where it is.
  [[nodiscard]] Place take(std::size_t& had, std::size_t bytes) {
    if (bytes <= free_of_charge + had) return Place::taken;
    const std::size_t more = bytes - free_of_charge - had + step;
    const std::size_t most = 2 * room_->size_;
    if (kept_ + had + more > most) return Place::never;
    if (taken_ + more > most) {
      if (ahead_ == nullptr) ahead_ = &had;
      if (ahead_ != &had) return Place::later;
    }
    const auto change = static_cast<std::ptrdiff_t>(more);
    if (room_->free_.fetch_sub(change) < change && !may_go_beyond()) {
      room_->free_ += change;
      return Place::later;
    }
    had += more;
    taken_ += more;
    return Place::taken;
  }

  // The answer has come to its end: it keeps what it has.
  void end(const std::size_t& had) {
    if (ahead_ == &had) ahead_ = nullptr;
    kept_ += had;
  }

  // Of answers that have ended so many bytes are kept no longer.
  void give(std::size_t bytes) {
    kept_ -= bytes;
    release(bytes);
  }

  [[nodiscard]] const AnswerRoom& room() const { return *room_; }

 private:
  static constexpr std::size_t free_of_charge = 8U << 10U;  // bytes of each answer
  static constexpr std::size_t step = 16U << 10U;

  // Who keeps little lets others go beyond the room, though it is not free again.
  void release(std::size_t bytes) {
    taken_ -= bytes;
    const auto change = static_cast<std::ptrdiff_t>(bytes);
    const bool is_free = room_->free_.fetch_add(change) + change >= 0;
    if (taken_ == kept_ && (is_free || kept_ <= room_->size_ / 8)) {
      const AnswerShare* self = this;
      room_->goes_beyond_.compare_exchange_strong(self, nullptr);
    }
    ++room_->returns_;
  }

  [[nodiscard]] bool may_go_beyond() {
    const AnswerShare* first = nullptr;
    return room_->goes_beyond_.compare_exchange_strong(first, this) || first == this;
  }

  std::shared_ptr<AnswerRoom> room_;
  std::size_t taken_ = 0;
  std::size_t kept_ = 0;                // of this, by answers that have ended
  const std::size_t* ahead_ = nullptr;  // what the one has taken that goes on where all is taken
};

}  // namespace hallmark::runner
