// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/effect_look.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <span>
#include <utility>

#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/faults/hangs.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/effect_match.hpp"
#include "runner/oracle/told.hpp"
#include "specs/schema/precondition.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using cases::Channel;
using cases::Effect;
using reports::Sighting;
using std::chrono::steady_clock;

constexpr auto first_look_after = 10ms;  // a disturbed one, made again; then twice as long
constexpr auto longest_between_looks = 100ms;
constexpr auto first_pause = 1ms;  // between two looks at an instance that is on its way
constexpr auto longest_pause = 1s;
constexpr unsigned looks_in_vain = 8;  // in a row, and no further one is worth its time
constexpr unsigned hung_looks = 2;     // of these: a look that is not answered takes long enough

// How long an accepted call may stay unseen in what is told of an instance that nobody holds.
constexpr auto longest_lag = 5s;
// So many looks at one that comes back to the status in which it was, to see it on its way.
constexpr unsigned looks_on_the_way = 4;

// What a call says of disks and of how to stop shows there alone, where it must do nothing, too.
bool says_what_fixtures_tell(const cases::Case& one) {
  return std::ranges::any_of(one.calls, [](const cases::Call& call) {
    return std::ranges::any_of(call.arguments, [](const cases::Argument& argument) {
      return argument.name == specs::name_of(specs::BooleanParameter::init_local_disk) ||
             argument.name == specs::name_of(specs::BooleanParameter::force_stop);
    });
  });
}

// The same status again adds nothing.
void forget_repeated(std::vector<Sighting>& sightings, std::size_t first) {
  if (sightings.size() > first + 1 &&
      sightings[sightings.size() - 2].status == sightings.back().status) {
    sightings.erase(sightings.end() - 2);
  }
}

}  // namespace

EffectLook::EffectLook(Scene& scene) : scene_{scene} {}

asio::awaitable<Sighting> EffectLook::look_in(Channel channel, cases::Variant variant, bool other) {
  Sighting sighting;
  sighting.channel = channel;
  sighting.of_other_world = other;
  const World& world = other ? scene_.cast.other() : scene_.cast.own();
  if (channel == Channel::fixture) {
    sighting.at_us = scene_.us_at(steady_clock::now());
    const std::optional<Truth> truth = co_await scene_.fixtures.look(world);
    if (truth) {
      sighting.status = truth->status;
      sighting.local_disk_data = truth->local_disk_data;
      sighting.last_stop = truth->last_stop;
      if (!truth->nonsense.empty()) scene_.evidence.trouble = truth->nonsense;
    }
    co_return sighting;
  }
  const cases::Call& call = look_call(channel, other ? Whose::other : Whose::own);
  asio::steady_timer timer{co_await asio::this_coro::executor};
  for (auto wait = first_look_after;; wait *= 2) {
    Answered answered = co_await ask(call, variant, wait > first_look_after);
    read_sighting(answered.reply, world.instance_id, sighting);
    sighting.exchange = std::move(answered.exchange);
    if (!sighting.status.empty()) break;
    const auto disturbed =
        disturbance_of(*sighting.exchange, answered.reply, Disturbance::at_a_look);
    // One that hangs takes its whole time. The others are asked again: to look is harmless.
    if (!disturbed || disturbed->kind == Disturbance::Kind::hung || wait > longest_between_looks ||
        scene_.target.stop() || scene_.target_is_gone()) {
      break;
    }
    if (!is_lost(disturbed->kind)) {
      timer.expires_after(wait);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }
  sighting.at_us = sighting.exchange->at_us;
  co_return sighting;
}

// Each time with a nonce of its own: who does not answer may have spent it.
asio::awaitable<Answered> EffectLook::ask(const cases::Call& call, cases::Variant variant,
                                          bool again) {
  HttpClient& client = scene_.target.client;
  const BuiltRequest request =
      scene_.in_its_name(scene_.target.requests.build(call, variant, scene_.cast, {}, {}));
  const auto sent = steady_clock::now();
  auto exchange = scene_.connections == Connections::kept && !again
                      ? client.exchange_kept(request.http)
                      : client.exchange_on_new_connection(request.http);
  Result<HttpReply> reply = co_await std::move(exchange);
  const bool kept_alive = reply && reply->keep_alive;
  co_return scene_.take_in(request, shown(request), std::move(reply), sent, kept_alive);
}

// A case that runs once looks in the first way in which the target tells anything.
asio::awaitable<Sighting> EffectLook::look_through(Channel channel, bool other) {
  if (scene_.variant || channel == Channel::fixture) {
    co_return co_await look_in(channel, scene_.variant.value_or(cases::Variant{}), other);
  }
  Sighting sighting;
  for (const cases::Variant variant : scene_.target.claimed_variants) {
    sighting = co_await look_in(channel, variant, other);
    if (!sighting.status.empty()) break;
  }
  co_return sighting;
}

Channel EffectLook::channel() const {
  const Effect& effect = scene_.test.effect;
  // Only the fixture protocol tells what became of disks, and how an instance was stopped.
  const bool asks_for_them = effect.local_disk_data || effect.last_stop ||
                             std::ranges::any_of(scene_.test.calls, [](const cases::Call& call) {
                               return call.local_disk_data || call.last_stop;
                             });
  if (asks_for_them && scene_.fixtures.tells()) return Channel::fixture;
  if (effect.channel != Channel::any) return effect.channel;
  if (says_what_fixtures_tell(scene_.test) && scene_.fixtures.tells()) return Channel::fixture;
  return scene_.target.working_channel.value_or(Channel::fixture);
}

asio::awaitable<void> EffectLook::look_into(std::vector<Sighting>& sightings) {
  ++looks_;
  Sighting sighting = co_await look_through(channel(), false);
  sightings.push_back(std::move(sighting));
}

asio::awaitable<void> EffectLook::look_into_other(std::vector<Sighting>& sightings) {
  if (!scene_.test.second_world || !scene_.fixtures.has_other_accounts()) co_return;
  Sighting sighting = co_await look_through(channel(), true);
  sightings.push_back(std::move(sighting));
}

bool EffectLook::may_be_told_late(const std::vector<Sighting>& sightings, std::size_t first) const {
  const specs::Transition* const moved_by = scene_.moved_by;
  if (scene_.fixtures.holds() || moved_by == nullptr) return false;
  const std::string_view before = specs::name_of(scene_.test.fixture.status);
  const auto own = std::span{sightings}.subspan(first);
  if (!std::ranges::all_of(own, [&](const Sighting& one) { return one.status == before; })) {
    return false;
  }
  return moved_by->from != moved_by->to || looks_ < looks_on_the_way;
}

asio::awaitable<void> EffectLook::pause(std::chrono::milliseconds& next,
                                        steady_clock::time_point& deadline) {
  asio::steady_timer timer{co_await asio::this_coro::executor};
  const auto due = steady_clock::now() + std::min<std::chrono::milliseconds>(next, longest_pause);
  timer.expires_at(due);
  co_await timer.async_wait(asio::use_awaitable);
  // What this machine slept too long was no time for anybody.
  deadline += steady_clock::now() - due;
  next += next / 2 + 1ms;
}

asio::awaitable<bool> EffectLook::wait_until_settled(std::vector<Sighting>& sightings) {
  auto deadline = steady_clock::now() + scene_.fixtures.patience(scene_.test.fixture);
  // Who was led away and back between two looks tells the same at last, and not late.
  const auto told_by_now = steady_clock::now() + longest_lag;
  std::chrono::milliseconds next = first_pause;
  const std::size_t first = sightings.size();
  looks_ = 0;
  for (unsigned in_vain = 0, hung = 0;;) {
    // Too late is what is told by a look that was begun too late: an answer may take its time.
    const bool too_late = steady_clock::now() >= deadline;
    co_await look_into(sightings);
    const std::string& status = sightings.back().status;
    in_vain = status.empty() ? in_vain + 1 : 0;
    hung = sightings.back().exchange && has_hung(*sightings.back().exchange) ? hung + 1 : 0;
    if (scene_.is_last(status) &&
        (!may_be_told_late(sightings, first) || steady_clock::now() >= told_by_now)) {
      co_return true;
    }
    if (in_vain == looks_in_vain || hung == hung_looks || scene_.target_is_gone()) co_return false;
    if (scene_.target.stop()) {
      scene_.evidence.trouble = "interrupted";
      scene_.evidence.broken_off = true;
      co_return false;
    }
    if (too_late) {
      scene_.evidence.deadline_met = false;
      co_return false;
    }
    forget_repeated(sightings, first);
    co_await pause(next, deadline);
  }
}

asio::awaitable<void> EffectLook::look_on_the_way(std::vector<Sighting>& sightings) {
  auto deadline =
      steady_clock::now() + std::min<std::chrono::milliseconds>(
                                scene_.fixtures.patience(scene_.test.fixture), longest_lag);
  std::chrono::milliseconds next = first_pause;
  const std::size_t first = sightings.size();
  looks_ = 0;
  for (;;) {
    co_await look_into(sightings);
    if (!may_be_told_late(sightings, first) || scene_.target.stop() ||
        steady_clock::now() >= deadline) {
      co_return;
    }
    forget_repeated(sightings, first);
    co_await pause(next, deadline);
  }
}

asio::awaitable<void> EffectLook::look() {
  if (scene_.test.effect.look == Effect::Look::no) co_return;
  std::vector<Sighting>& after = scene_.evidence.after;
  if (scene_.test.effect.look == Effect::Look::settled && scene_.any_accepted) {
    co_await wait_until_settled(after);
  } else {
    co_await look_on_the_way(after);
  }
  co_await look_into_other(after);
  looked_at_ = steady_clock::now();
}

// Where nobody holds a status, one that the instance leaves by itself says nothing later on.
std::optional<steady_clock::time_point> EffectLook::due_again() const {
  const cases::Case& one = scene_.test;
  if (one.effect.look == Effect::Look::no || one.calls.empty()) return std::nullopt;
  const bool on_its_way = specs::is_transitory(one.fixture.status) ||
                          (scene_.any_accepted && one.effect.look != Effect::Look::settled);
  if (on_its_way && !scene_.fixtures.holds()) return std::nullopt;
  if (!scene_.fixtures.most_worlds()) return std::nullopt;
  return looked_at_ + second_look_after;
}

asio::awaitable<void> EffectLook::look_again() {
  std::vector<Sighting>& later = scene_.evidence.later;
  for (unsigned hung = 0; hung <= hung_looks; ++hung) {
    later.clear();
    co_await look_into(later);
    const bool hangs = later.back().exchange && has_hung(*later.back().exchange);
    if (!hangs || scene_.target.stop() || scene_.target_is_gone()) break;
  }
  co_await look_into_other(later);
}

}  // namespace hallmark::runner
