// SPDX-License-Identifier: Apache-2.0
//
// The worlds that stand at a moment, whoever asked for them. Each is an account and an instance of
// its own: where two share one, what is seen in either may be the other's doing.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "cases/fixture.hpp"
#include "runner/target/world.hpp"

namespace hallmark::runner {

// Safe from any thread.
class StandingWorlds {
 public:
  // From when it is handed out. Nothing, or one line: what it shares with one that stands, and as
  // what both were asked for; then it is not counted.
  [[nodiscard]] std::optional<std::string> add(const World& world, const cases::Fixture& fixture);
  // From when its end is asked for: from then on a provider may use again what it consists of.
  void remove(const World& world);

 private:
  struct Asked {
    std::string instance_id;
    cases::Fixture fixture;
  };
  std::mutex mutex_;
  std::map<std::string, Asked> by_instance_;
  std::map<std::string, Asked> by_key_;  // by its id
};

}  // namespace hallmark::runner
