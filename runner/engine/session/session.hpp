// SPDX-License-Identifier: Apache-2.0
//
// One case, carried out: its world staged, its calls sent, the instance looked at, once more
// later, the world struck. What comes of it is evidence; the judge says what it means.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/verdict.hpp"
#include "runner/engine/session/effect_look.hpp"
#include "runner/engine/session/evidence_packer.hpp"
#include "runner/engine/session/first_look.hpp"
#include "runner/engine/session/scene.hpp"

namespace hallmark::runner {

class Session {
 public:
  // `breaker` is told of every exchange.
  Session(const cases::Case& one, std::optional<cases::Variant> variant, Target& target,
          FixtureProvider& fixtures, Breaker* breaker = nullptr,
          Connections connections = Connections::kept);

  // Stages the case's worlds, sends its calls, and looks at what they did. `looks_first`: the calls
  // are sent in worlds alone that do not show otherwise than they were asked for.
  [[nodiscard]] boost::asio::awaitable<void> play(bool looks_first = false);
  // What that first look showed.
  [[nodiscard]] SeenWorld& first_look() { return first_look_; }
  // What the worlds show now, while they stand.
  [[nodiscard]] boost::asio::awaitable<SeenWorld> look_at_worlds();
  // Where its looks are the provider's, whether what that tells of the world that stands is denied.
  [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> look_at_truth(bool known_to_lie);

  // When the instance should be looked at once more; nothing where that could not tell more. Until
  // then the worlds stand.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> due_again() const;
  [[nodiscard]] boost::asio::awaitable<void> look_again();

  // Called when all that came is judged, for thousands of cases may wait at once: gives back the
  // memory that is not needed any more, and has the evidence packed. Says in how many bytes. Until
  // it is taken back there are no calls and no looks.
  [[nodiscard]] std::size_t take_less_room(EvidencePacker& packer);
  void take_room_again(EvidencePacker& packer);

  // Takes down the worlds that stand. The last of all.
  [[nodiscard]] boost::asio::awaitable<void> strike();

  [[nodiscard]] reports::Evidence& evidence() { return scene_.evidence; }
  [[nodiscard]] std::vector<Reply>& replies() { return scene_.replies; }  // to the calls, decoded
  [[nodiscard]] unsigned exchanges() const { return scene_.exchanges; }
  [[nodiscard]] unsigned lost() const { return scene_.lost; }  // to so many came no whole answer
  [[nodiscard]] std::chrono::steady_clock::duration slowest() const { return scene_.slowest; }
  // What the fixture provider turned out not to have.
  [[nodiscard]] const std::optional<std::string>& unsupported() const { return unsupported_; }
  // The evidence's trouble says how.
  [[nodiscard]] bool provider_broke() const { return provider_broke_; }
  // And nothing that it hands out can be relied on.
  [[nodiscard]] bool provider_broke_for_good() const { return broke_for_good_; }
  // On whose side the trouble is, where more than its text is known.
  [[nodiscard]] std::optional<reports::Side> side_of_trouble() const { return side_of_trouble_; }
  [[nodiscard]] bool any_accepted() const { return scene_.any_accepted; }
  [[nodiscard]] bool any_unanswered() const { return scene_.any_unanswered; }
  // A connection that had carried other exchanges closed under one of this case.
  [[nodiscard]] bool dropped() const { return scene_.dropped; }
  // Who takes part, while the worlds stand; nobody before and after.
  [[nodiscard]] const Cast* cast() const { return worlds_ > 0 ? &scene_.cast : nullptr; }
  [[nodiscard]] std::size_t worlds() const { return worlds_; }  // that stand

 private:
  [[nodiscard]] boost::asio::awaitable<void> stage();
  void keep_exception();  // the one being handled

  Scene scene_;
  EffectLook effect_;
  std::size_t worlds_ = 0;  // of the scene's cast
  std::string packed_;      // of the evidence
  std::optional<std::string> unsupported_ = {};
  bool provider_broke_ = false;
  bool broke_for_good_ = false;
  SeenWorld first_look_;
  std::optional<reports::Side> side_of_trouble_ = {};
};

}  // namespace hallmark::runner
