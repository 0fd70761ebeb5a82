// SPDX-License-Identifier: Apache-2.0
//
// Where fixtures come from: whoever can make a world stand, look at it, and take it down again.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cases/expectation.hpp"
#include "cases/fixture.hpp"
#include "reports/verdict.hpp"
#include "runner/target/world.hpp"

namespace hallmark::runner {

// The provider does not claim this fixture; a case that needs it is `unsupported`.
struct Unsupported {
  std::string why;
};

// The provider itself failed; a case that needs it is an `error` of the run.
struct Broken {
  std::string what;
  reports::Side side = reports::Side::fixtures;
  bool for_good = false;  // what it has handed out cannot be relied on, either
};

// Worlds that were to be taken down and still stand, as far as is known.
struct LeftBehind {
  std::vector<std::string> worlds;  // their names at the provider, or their instances'
  std::string why;                  // of the last one
  // Besides them so many may stand whose names nobody knows: the answers that told them were lost.
  std::size_t unnamed = 0;

  [[nodiscard]] bool is_empty() const { return worlds.empty() && unnamed == 0; }
  void add(const LeftBehind& more);
};
// One line for a report's notes: which, and why. There are some.
[[nodiscard]] std::string in_words(const LeftBehind& left);

using Staged = std::variant<World, Unsupported, Broken>;

// The instance as it really is. A member that the provider cannot tell is left out.
struct Truth {
  std::string status;
  std::optional<cases::LocalDiskData> local_disk_data;
  std::optional<cases::LastStop> last_stop;
  // What it told that is no word of the protocol, and so is nobody's status: one line; else empty.
  std::string nonsense = {};
};

// Whose world one is. Where the provider has other accounts, two worlds of a case belong to two.
enum class Owner : std::uint8_t { caller, other };

class FixtureProvider {
 public:
  FixtureProvider() = default;
  FixtureProvider(const FixtureProvider&) = delete;
  FixtureProvider& operator=(const FixtureProvider&) = delete;
  virtual ~FixtureProvider() = default;

  // In words, for reports: "fixture protocol at http://..."
  [[nodiscard]] virtual std::string name() const = 0;

  // Finds out what the provider can do. Nothing, or one line that says why there is none.
  [[nodiscard]] virtual boost::asio::awaitable<std::optional<std::string>> open() = 0;

  // Nothing, or why no request for this fixture need be made: "fixture NoStock".
  [[nodiscard]] virtual std::optional<std::string> lacks(const cases::Fixture& fixture) const = 0;

  // Whether a second world belongs to another account.
  [[nodiscard]] virtual bool has_other_accounts() const = 0;

  // Whether look() can answer at all.
  [[nodiscard]] virtual bool tells() const = 0;

  // Whether a transitory status lasts as long as the fixture says. Nobody can promise that of
  // instances that move on by themselves.
  [[nodiscard]] virtual bool holds() const = 0;

  // Whether what it hands out is surely what it was asked for: it has looked itself, or is ours.
  [[nodiscard]] virtual bool vouches() const { return false; }

  // How many worlds may stand at once; 0: one for each case that is at work. Nothing: cases wait
  // for each other's worlds, so that none is kept longer than it has to be.
  [[nodiscard]] virtual std::optional<std::size_t> most_worlds() const = 0;

  // Whether each world costs an instance of the target's own.
  [[nodiscard]] virtual bool makes_instances() const { return false; }

  // How long a transition may take before it counts as never ending.
  [[nodiscard]] virtual std::chrono::milliseconds patience(const cases::Fixture& fixture) const = 0;

  [[nodiscard]] virtual boost::asio::awaitable<Staged> stage(const cases::Fixture& fixture,
                                                             Owner owner) = 0;
  [[nodiscard]] boost::asio::awaitable<Staged> stage(const cases::Fixture& fixture) {
    return stage(fixture, Owner::caller);
  }
  [[nodiscard]] virtual boost::asio::awaitable<std::optional<Truth>> look(const World& world) = 0;

  // Takes the world down. `changed`: a call of the case was accepted, so that the instance need not
  // be what it was.
  [[nodiscard]] virtual boost::asio::awaitable<void> strike(const World& world, bool changed) = 0;

  // Closes the connections that it keeps and does not use.
  virtual void let_go() {}

  // Takes down what was kept for further cases.
  [[nodiscard]] virtual boost::asio::awaitable<void> close() { co_return; }

  // What could not be taken down until now.
  [[nodiscard]] const LeftBehind& left_behind() const { return left_behind_; }

 protected:
  void leave_behind(const std::string& world, std::string why) {
    left_behind_.worlds.push_back(world);
    left_behind_.why = std::move(why);
  }
  void leave_one_unnamed() { ++left_behind_.unnamed; }

 private:
  LeftBehind left_behind_;
};

}  // namespace hallmark::runner
