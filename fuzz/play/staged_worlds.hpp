// SPDX-License-Identifier: Apache-2.0
//
// The worlds that one history is played in: the caller's own, and that of the other account where a
// step has to do with it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "fuzz/grammar/history.hpp"
#include "fuzz/play/hindrance.hpp"
#include "fuzz/play/play_target.hpp"
#include "runner/target/request_builder.hpp"

namespace hallmark::fuzz {

class StagedWorlds {
 public:
  // `worlds` must outlive it.
  explicit StagedWorlds(Worlds& worlds) : worlds_{worlds} {}

  // All that `history` needs. Nothing where they stand, or why they could not be made.
  [[nodiscard]] std::optional<Hindrance> stage(const History& history);
  // Takes them down. `changed`: a call may have changed something in them.
  void strike(bool changed);

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t left() const { return left_; }  // that could not be taken down
  [[nodiscard]] const runner::Cast& cast() const { return cast_; }
  // 0: the caller's own, 1: that of the other account.
  [[nodiscard]] const runner::World& at(std::size_t place) const {
    return place == 0 ? cast_.own() : cast_.other();
  }
  // How the instance is, past the API; nothing where the target cannot tell.
  [[nodiscard]] std::optional<runner::Truth> look(std::size_t place);

 private:
  struct Made {
    std::optional<runner::World> world;
    Hindrance why_not = {};
  };
  Made make(const cases::Fixture& fixture, runner::Owner owner);
  void strike(const runner::World& world, bool changed);

  Worlds& worlds_;
  runner::Cast cast_;
  std::size_t count_ = 0;
  std::size_t left_ = 0;
};

}  // namespace hallmark::fuzz
