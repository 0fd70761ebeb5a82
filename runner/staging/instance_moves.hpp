// SPDX-License-Identifier: Apache-2.0
//
// Brings instances to where they are wanted by the calls of the public API, and measures how long
// they are on their way.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runner/staging/api_calls.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/world.hpp"

namespace hallmark::runner {

// A status in which an instance rests, the call that leads it out, what it passes, and where it
// ends.
struct Move {
  std::string_view from;
  std::string_view action;
  std::string_view through;
  std::string_view to;
};

// The move that passes this status; null where none does.
[[nodiscard]] const Move* move_through(std::string_view status);

class InstanceMoves {
 public:
  static constexpr std::chrono::milliseconds usual_listing{30'000};

  // `patience`: for an instance to come to rest; `listing`: to be told of at all. Once `is_over`,
  // where it is given, says so nobody waits for an instance any more.
  InstanceMoves(ApiCalls& api, std::chrono::milliseconds patience,
                std::chrono::milliseconds listing = usual_listing,
                std::function<bool()> is_over = {})
      : api_{api}, patience_{patience}, listing_{listing}, is_over_{std::move(is_over)} {}

  // Nothing when the instance stands in `wanted`, Running or Stopped. `late`, where it is given:
  // the trouble is that it was not there in time.
  [[nodiscard]] boost::asio::awaitable<std::optional<Broken>> bring(
      const World& world, std::string_view wanted, std::chrono::milliseconds patience,
      bool* late = nullptr);

  // Makes one move of an instance that stands in `move.from`, without waiting for its end. Nothing
  // when it is on its way.
  [[nodiscard]] boost::asio::awaitable<std::optional<Broken>> begin(const World& world,
                                                                    const Move& move);

  // For how long, at least, this status was told of each instance that passed it; nothing before
  // the first has.
  [[nodiscard]] std::optional<std::chrono::milliseconds> lasts(std::string_view passing) const;

  // What is enough for an instance that takes as long as others did; no more than `patience`.
  [[nodiscard]] std::chrono::milliseconds usual_patience() const;

  // How long one look takes, on average.
  [[nodiscard]] std::chrono::milliseconds usual_look() const;

 private:
  [[nodiscard]] boost::asio::awaitable<Standing> look(const World& world);
  [[nodiscard]] boost::asio::awaitable<ApiAnswer> make(const World& world, const Move& move);

  ApiCalls& api_;
  std::chrono::milliseconds patience_;
  std::chrono::milliseconds listing_;
  std::function<bool()> is_over_;
  std::map<std::string_view, std::chrono::steady_clock::duration> lasts_;
  std::chrono::steady_clock::duration longest_move_{};
  std::chrono::steady_clock::duration looked_for_{};  // all looks together
  unsigned looks_ = 0;
};

}  // namespace hallmark::runner
