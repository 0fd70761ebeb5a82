// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/session.hpp"

#include <array>
#include <exception>
#include <new>
#include <utility>
#include <variant>

#include "runner/engine/session/call_sender.hpp"
#include "runner/engine/session/evidence_packer.hpp"
#include "runner/engine/session/told_truth.hpp"

namespace hallmark::runner {

namespace asio = boost::asio;

Session::Session(const cases::Case& one, std::optional<cases::Variant> variant, Target& target,
                 FixtureProvider& fixtures, Breaker* breaker, Connections connections)
    : scene_{.test = one,
             .variant = variant,
             .target = target,
             .fixtures = fixtures,
             .breaker = breaker,
             .connections = connections},
      effect_{scene_} {}

asio::awaitable<void> Session::stage() {
  const bool second = scene_.test.second_world;
  if (second && !scene_.fixtures.has_other_accounts()) {
    unsupported_ = "a second account";
    co_return;
  }
  std::array<World, 2> worlds;
  while (worlds_ < (second ? 2U : 1U)) {
    const Owner owner = worlds_ == 0 ? Owner::caller : Owner::other;
    Staged staged = co_await scene_.fixtures.stage(scene_.test.fixture, owner);
    if (auto* const lack = std::get_if<Unsupported>(&staged)) {
      unsupported_ = std::move(lack->why);
      break;
    }
    if (auto* const broken = std::get_if<Broken>(&staged)) {
      scene_.evidence.trouble = std::move(broken->what);
      provider_broke_ = true;
      broke_for_good_ = broken->for_good;
      side_of_trouble_ = broken->side;
      break;
    }
    worlds.at(worlds_++) = std::get<World>(std::move(staged));
  }
  scene_.cast = Cast{std::move(worlds[0]), std::move(worlds[1])};
  if (unsupported_ || provider_broke_) co_return;
  scene_.evidence.instance_id = scene_.cast.own().instance_id;
  scene_.evidence.other_instance_id = scene_.cast.other().instance_id;
  scene_.evidence.region_id = scene_.cast.own().region_id;
  if (!scene_.fixtures.holds()) {
    // As the provider has just seen it.
    scene_.evidence.before.push_back(
        {.channel = cases::Channel::describe_instances,
         .status = std::string{specs::name_of(scene_.test.fixture.status)},
         .at_us = scene_.us_at(std::chrono::steady_clock::now())});
  }
}

void Session::keep_exception() {
  side_of_trouble_ = reports::Side::ours;
  try {
    throw;
  } catch (const std::bad_alloc&) {
    scene_.evidence.trouble = "this machine lacks something: no memory is left";
  } catch (const std::exception& bug) {
    scene_.evidence.trouble = std::string{"the suite failed: "} + bug.what();
  }
}

asio::awaitable<SeenWorld> Session::look_at_worlds() {
  SeenWorld own = co_await look_first(scene_, effect_, Whose::own);
  if (worlds_ < 2 || own.shows == SeenWorld::Shows::otherwise) co_return own;
  SeenWorld other = co_await look_first(scene_, effect_, Whose::other);
  if (other.shows == SeenWorld::Shows::as_asked) co_return own;
  // Signatures are verified here: what is wrong is a secret, or the target takes another's.
  if (other.is_refused && own.shows == SeenWorld::Shows::as_asked) {
    const bool mixes_up = co_await takes_anothers_secret(scene_);
    if (!mixes_up) other.shows = SeenWorld::Shows::otherwise;
  }
  co_return other;
}

asio::awaitable<std::optional<std::string>> Session::look_at_truth(bool known_to_lie) {
  const auto is_theirs = [](const std::vector<reports::Sighting>& looks) {
    return std::ranges::find(looks, cases::Channel::fixture, &reports::Sighting::channel) !=
           looks.end();
  };
  const reports::Evidence& seen = scene_.evidence;
  const bool was_asked = is_theirs(seen.after) || is_theirs(seen.later) ||
                         std::ranges::any_of(seen.calls, is_theirs, &reports::CallRecord::after);
  if (worlds_ == 0 || !was_asked) co_return std::nullopt;
  co_return co_await false_truth(scene_, effect_, known_to_lie);
}

asio::awaitable<void> Session::play(bool looks_first) {
  co_await stage();
  if (unsupported_ || provider_broke_) co_return;
  try {
    if (looks_first) first_look_ = co_await look_at_worlds();
    if (first_look_.shows == SeenWorld::Shows::otherwise) co_return;
    CallSender sender{scene_, effect_};
    co_await sender.send_all();
    co_await effect_.look();
  } catch (...) {
    keep_exception();
  }
}

std::optional<std::chrono::steady_clock::time_point> Session::due_again() const {
  if (worlds_ == 0 || !scene_.evidence.trouble.empty()) return std::nullopt;
  return effect_.due_again();
}

asio::awaitable<void> Session::look_again() {
  try {
    co_await effect_.look_again();
  } catch (...) {
    keep_exception();
  }
}

std::size_t Session::take_less_room(EvidencePacker& packer) {
  scene_.share.reset();
  packed_ = packer.pack(scene_.evidence);
  return packed_.size();
}

void Session::take_room_again(EvidencePacker& packer) {
  packer.unpack(std::exchange(packed_, {}), scene_.evidence);
}

asio::awaitable<void> Session::strike() {
  scene_.share.reset();
  const bool changed = scene_.any_accepted || scene_.any_unanswered;
  const std::size_t standing = std::exchange(worlds_, 0);
  if (standing > 0) co_await scene_.fixtures.strike(scene_.cast.own(), changed);
  if (standing > 1) co_await scene_.fixtures.strike(scene_.cast.other(), changed);
}

}  // namespace hallmark::runner
