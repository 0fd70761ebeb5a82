// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/sent_twice.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "cases/base/tested_action.hpp"
#include "runner/engine/ask.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/staging/in_a_world.hpp"
#include "runner/wire/replies/coded_reply.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Channel;
using cases::Variant;

// What became of a call that was refused for its nonce.
enum class Became : std::uint8_t { unknown, done, not_done };

class Doubling {
 public:
  Doubling(Target& target, FixtureProvider& fixtures, const std::vector<Variant>& spent)
      : target_{target}, fixtures_{fixtures}, spent_{spent} {}

  asio::awaitable<Became> start_in(const World& world) {
    const Cast cast{world};
    const auto told = co_await ask(target_, cast, cases::plain_call(cases::start_instance_action),
                                   spent_.front());
    if (!told || !says_nonce_used(told->reply)) co_return Became::not_done;
    // It may be told late.
    constexpr int looks = 5;
    constexpr std::chrono::milliseconds between_looks{100};
    std::string status;
    for (int look = 0; look < looks; ++look) {
      status = co_await status_of(world, cast);
      if (status == "Starting" || status == "Running") co_return Became::done;
      if (status.empty()) break;
      asio::steady_timer timer{co_await asio::this_coro::executor, between_looks};
      co_await timer.async_wait(asio::use_awaitable);
    }
    co_return status.empty() ? Became::unknown : Became::not_done;
  }

 private:
  // By the provider, or in a way in which nonces are new; empty where nobody tells.
  asio::awaitable<std::string> status_of(const World& world, const Cast& cast) {
    if (fixtures_.tells()) {
      const std::optional<Truth> truth = co_await fixtures_.look(world);
      if (truth) co_return truth->status;
    }
    for (const Variant way : target_.claimed_variants) {
      if (std::ranges::find(spent_, way) != spent_.end()) continue;
      const auto told =
          co_await ask(target_, cast, look_call(Channel::describe_instances, Whose::own), way);
      reports::Sighting seen;
      seen.channel = Channel::describe_instances;
      if (told) read_sighting(told->reply, world.instance_id, seen);
      if (!seen.status.empty()) co_return seen.status;
    }
    co_return std::string{};
  }

  Target& target_;
  FixtureProvider& fixtures_;
  const std::vector<Variant>& spent_;
};

}  // namespace

bool says_nonce_used(const Reply& reply) {
  return reply.http_status >= 400 && text_of(reply.code).starts_with("SignatureNonceUsed");
}

asio::awaitable<std::optional<Spoilt>> requests_sent_twice(Target& target,
                                                           FixtureProvider& fixtures,
                                                           const std::vector<Variant>& spent,
                                                           bool all) {
  constexpr int worlds = 2;
  Doubling doubling{target, fixtures, spent};
  Became became = Became::unknown;
  for (int world = 0; world < worlds; ++world) {
    became = Became::unknown;
    const auto ask = [&](const World& one) -> asio::awaitable<void> {
      became = co_await doubling.start_in(one);
    };
    (void)co_await in_a_world(fixtures, {}, true, ask);
    if (became == Became::not_done) co_return std::nullopt;
  }
  const std::string who =
      std::string{"something between here and the target sends each "} + (all ? "request" : "POST");
  const std::string shown = " twice: a nonce that is new is refused as used (SignatureNonceUsed)";
  Spoilt spoilt;
  spoilt.reach = all ? Reach::all : Reach::posts;
  if (became == Became::done) {
    spoilt.what = who + shown + ", and the call is carried out: have it send each once";
  } else {
    spoilt.what =
        "perhaps " + who + shown +
        ", and nobody tells whether the call is carried out: else the target knows no new "
        "nonce";
  }
  co_return spoilt;
}

}  // namespace hallmark::runner
