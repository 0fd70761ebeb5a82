// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/protocol_fixtures.hpp"

#include <array>
#include <string>

#include "runner/wire/redact.hpp"

namespace hallmark::runner {

using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

// Worlds that may stand without a name, besides one for every four that have one: a way that loses
// more than one answer in five is none to make worlds over.
constexpr std::size_t most_unnamed = 64;

}  // namespace

asio::awaitable<std::optional<std::string>> ProtocolFixtures::start() { co_return std::nullopt; }

asio::awaitable<std::optional<std::string>> ProtocolFixtures::open() {
  const std::optional<std::string> trouble = co_await start();
  if (trouble) co_return trouble;
  const Result<FixtureAnswer> answer = co_await call("GET", {}, {});
  co_return take_offer(answer);
}

std::optional<std::string> ProtocolFixtures::take_offer(const Result<FixtureAnswer>& answer) {
  const std::string none = "no fixture provider " + place_ + ": ";
  if (!answer) return none + answer.error().what;
  Result<Offer> offer = read_offer(answer->status, answer->body);
  if (!offer) return none + offer.error().what;
  offer_ = std::move(*offer);
  return std::nullopt;
}

// Two seconds for the machinery around a transition that takes settleMs by itself.
std::chrono::milliseconds ProtocolFixtures::patience(const cases::Fixture& fixture) const {
  return 2'000ms + std::chrono::milliseconds{2L * fixture.settle_ms.value_or(0)};
}

asio::awaitable<Staged> ProtocolFixtures::stage(const cases::Fixture& fixture, Owner) {
  if (auto lack = lacks(fixture)) co_return Unsupported{*lack};
  if (left_behind().unnamed > most_unnamed + made_ / 4) {
    co_return Broken{"no further world is asked for: " + in_words(left_behind())};
  }
  const Result<FixtureAnswer> answer = co_await call("POST", {}, write_fixture(fixture));
  if (!answer) {
    const bool ours = answer.error().fault == Fault::local;
    co_return Broken{"the fixture provider gave no world: " + answer.error().what,
                     ours ? reports::Side::ours : reports::Side::fixtures};
  }
  Staged staged = read_staged(answer->status, answer->body);
  if (const World* const world = std::get_if<World>(&staged)) {
    ++made_;
    auto shared = standing_->add(*world, fixture);
    // An instance may be used again from then on, but under another name.
    if (!shared && leaving_.contains(world->fixture_id)) {
      standing_->remove(*world);
      shared = "the fixtures handed out " + world->instance_id +
               " twice at a time: while it was taken down, and for " + cases::describe(fixture);
    }
    if (shared) {
      co_await take_down(*world);
      co_return Broken{.what = *std::move(shared), .for_good = true};
    }
  }
  co_return staged;
}

asio::awaitable<std::optional<Truth>> ProtocolFixtures::look(const World& world) {
  const Result<FixtureAnswer> answer = co_await call("GET", path_of(world), {});
  if (!answer) co_return std::nullopt;
  // What is told may be quoted, where it makes no sense.
  const std::array<Secret, 2> secrets{world.credentials.access_key_secret,
                                      Secret{world.credentials.access_key_id}};
  co_return read_truth(answer->status, may_show(answer->body, secrets)
                                           ? redact(answer->body, secrets)
                                           : answer->body);
}

asio::awaitable<void> ProtocolFixtures::strike(const World& world, bool) {
  standing_->remove(world);
  leaving_.insert(world.fixture_id);
  co_await take_down(world);
  leaving_.erase(world.fixture_id);
}

asio::awaitable<void> ProtocolFixtures::take_down(const World& world) {
  // What the provider answers changes nothing about the case, but somebody has to clear up.
  const Result<FixtureAnswer> answer = co_await call("DELETE", path_of(world), {});
  if (!answer) {
    leave_behind(world.fixture_id, answer.error().what);
  } else if (answer->status / 100 != 2 && answer->status != 404) {
    leave_behind(world.fixture_id,
                 "the provider answered DELETE with " + std::to_string(answer->status));
  }
}

}  // namespace hallmark::runner
