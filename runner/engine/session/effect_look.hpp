// SPDX-License-Identifier: Apache-2.0
//
// Looking at what the calls of a case did to its instance: at once, until it has come to rest, and
// once more when whatever acts late has had its time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <vector>

#include "runner/engine/session/scene.hpp"

namespace hallmark::runner {

class EffectLook {
 public:
  explicit EffectLook(Scene& scene);

  // The first look, as the case asks for it.
  [[nodiscard]] boost::asio::awaitable<void> look();

  // When it is due to look once more; nothing where that could not tell more. Asked after look().
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> due_again() const;
  [[nodiscard]] boost::asio::awaitable<void> look_again();

  // Once; where nobody holds the instance, until it is told what an accepted call did to it.
  [[nodiscard]] boost::asio::awaitable<void> look_on_the_way(
      std::vector<reports::Sighting>& sightings);
  // Until what was accepted has come to its last status: false where it does not within the
  // fixture's patience, or does not tell. Sightings that say the same are one.
  [[nodiscard]] boost::asio::awaitable<bool> wait_until_settled(
      std::vector<reports::Sighting>& sightings);

  // One look, through one channel and in one way.
  [[nodiscard]] boost::asio::awaitable<reports::Sighting> look_in(cases::Channel channel,
                                                                  cases::Variant variant,
                                                                  bool other);

 private:
  [[nodiscard]] boost::asio::awaitable<void> look_into(std::vector<reports::Sighting>& sightings);
  // Whether nothing that was seen from `first` on shows yet what an accepted call did.
  [[nodiscard]] bool may_be_told_late(const std::vector<reports::Sighting>& sightings,
                                      std::size_t first) const;
  // Lengthens the next one, and the deadline by how much this one was too long.
  [[nodiscard]] static boost::asio::awaitable<void> pause(
      std::chrono::milliseconds& next, std::chrono::steady_clock::time_point& deadline);
  // At the instance of the other account, where the case has one.
  [[nodiscard]] boost::asio::awaitable<void> look_into_other(
      std::vector<reports::Sighting>& sightings);
  [[nodiscard]] cases::Channel channel() const;
  [[nodiscard]] boost::asio::awaitable<reports::Sighting> look_through(cases::Channel channel,
                                                                       bool other);
  [[nodiscard]] boost::asio::awaitable<Answered> ask(const cases::Call& call,
                                                     cases::Variant variant, bool again);

  Scene& scene_;
  unsigned looks_ = 0;                                    // since the wait began
  std::chrono::steady_clock::time_point looked_at_ = {};  // the end of the first look
};

}  // namespace hallmark::runner
