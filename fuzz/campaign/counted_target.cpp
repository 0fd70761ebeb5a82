// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/counted_target.hpp"

#include <utility>

namespace hallmark::fuzz {
namespace {

class CountedWorlds final : public Worlds {
 public:
  CountedWorlds(std::shared_ptr<Worlds> worlds, std::atomic<std::uint64_t>& requests)
      : worlds_{std::move(worlds)}, requests_{requests} {}

  runner::Staged stage(const cases::Fixture& fixture, runner::Owner owner) override {
    ++requests_;
    return worlds_->stage(fixture, owner);
  }
  std::optional<runner::Truth> look(const runner::World& world) override {
    ++requests_;
    return worlds_->look(world);
  }
  bool strike(const runner::World& world, bool changed) override {
    ++requests_;
    return worlds_->strike(world, changed);
  }
  runner::LeftBehind close() override { return worlds_->close(); }

 private:
  std::shared_ptr<Worlds> worlds_;
  std::atomic<std::uint64_t>& requests_;
};

}  // namespace

PlayTarget counted(PlayTarget target, std::atomic<std::uint64_t>& requests) {
  if (target.worlds) {
    target.worlds = std::make_shared<CountedWorlds>(std::move(target.worlds), requests);
  }
  target.handle = [handle = std::move(target.handle), &requests](const auto& request) {
    ++requests;
    return handle(request);
  };
  if (target.handle_together) {
    target.handle_together = [handle = std::move(target.handle_together),
                              &requests](std::span<const runner::HttpRequest> all) {
      requests += all.size();
      return handle(all);
    };
  }
  return target;
}

}  // namespace hallmark::fuzz
