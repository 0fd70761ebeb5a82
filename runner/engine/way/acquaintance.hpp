// SPDX-License-Identifier: Apache-2.0
//
// Who answers looks in one world: one who knows its key, and one who does not. One endpoint alone
// is the one or the other.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

struct Acquaintance {
  bool known = false;
  bool unknown = false;

  [[nodiscard]] bool is_of_two() const { return known && unknown; }
};

// Of ten requests one may reach whoever knows a key, or does not: it is met in so many looks but
// for three times in a hundred thousand.
constexpr int enough_looks = 100;

// What comes to one in that way, over a connection of its own; nothing where no answer does.
[[nodiscard]] boost::asio::awaitable<std::optional<Reply>> reply_to_a_look(Target& target,
                                                                           const Cast& cast,
                                                                           cases::Variant variant);
// Of so many looks in the world of `cast`; fewer, as soon as somebody knows its key.
[[nodiscard]] boost::asio::awaitable<Acquaintance> look_for_one_who_knows(Target& target,
                                                                          const Cast& cast,
                                                                          int looks);
// Of enough looks; fewer, as soon as somebody knows it and somebody does not.
[[nodiscard]] boost::asio::awaitable<Acquaintance> look_for_two(Target& target, const Cast& cast);

}  // namespace hallmark::runner
