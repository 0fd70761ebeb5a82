// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/acquaintance.hpp"

#include <utility>

#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/engine/way/way_talk.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Call;
using cases::Channel;
using cases::Variant;

// Those that are lost on the way are few.
asio::awaitable<Acquaintance> look_often(Target& target, const Cast& cast, int looks,
                                         bool (*is_enough)(const Acquaintance&)) {
  constexpr int most_lost = 3;
  const auto& ways = target.claimed_variants;
  Acquaintance seen;
  int lost = 0;
  for (int look = 0; look < looks && lost < most_lost && !ways.empty(); ++look) {
    const Channel channel = describe_channels.at(look % describe_channels.size());
    const auto told = co_await told_to(target, cast, look_call(channel, Whose::own), ways.front());
    if (!told) {
      ++lost;
      continue;
    }
    seen.known = seen.known || told->accepted();
    seen.unknown = seen.unknown || knows_no_key(told->reply);
    if (is_enough(seen)) break;
  }
  co_return seen;
}

}  // namespace

asio::awaitable<std::optional<Reply>> reply_to_a_look(Target& target, const Cast& cast,
                                                      Variant variant) {
  const Call& look = look_call(describe_channels.front(), Whose::own);
  auto told = co_await told_to(target, cast, look, variant);
  if (!told) co_return std::nullopt;
  co_return std::move(told->reply);
}

asio::awaitable<Acquaintance> look_for_one_who_knows(Target& target, const Cast& cast, int looks) {
  return look_often(target, cast, looks, [](const Acquaintance& seen) { return seen.known; });
}

asio::awaitable<Acquaintance> look_for_two(Target& target, const Cast& cast) {
  return look_often(target, cast, enough_looks,
                    [](const Acquaintance& seen) { return seen.is_of_two(); });
}

}  // namespace hallmark::runner
