// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/standing_worlds.hpp"

namespace hallmark::runner {

std::optional<std::string> StandingWorlds::add(const World& world, const cases::Fixture& fixture) {
  const std::scoped_lock lock{mutex_};
  const Asked asked{world.instance_id, fixture};
  const auto [instance, is_first] = by_instance_.try_emplace(world.instance_id, asked);
  if (!is_first) {
    return "the fixtures handed out " + world.instance_id + " twice at a time: for " +
           cases::describe(instance->second.fixture) + " and for " + cases::describe(fixture);
  }
  const auto [key, is_own] = by_key_.try_emplace(world.credentials.access_key_id, asked);
  if (is_own) return std::nullopt;
  by_instance_.erase(instance);
  return "the fixtures handed out one access key twice at a time: with " + key->second.instance_id +
         " for " + cases::describe(key->second.fixture) + " and with " + world.instance_id +
         " for " + cases::describe(fixture);
}

void StandingWorlds::remove(const World& world) {
  const std::scoped_lock lock{mutex_};
  by_instance_.erase(world.instance_id);
  by_key_.erase(world.credentials.access_key_id);
}

}  // namespace hallmark::runner
