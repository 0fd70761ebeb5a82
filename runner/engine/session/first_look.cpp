// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/first_look.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/listing.hpp"
#include "runner/oracle/told.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Channel;
using cases::Variant;
using reports::Sighting;
using Shows = SeenWorld::Shows;

// A way that loses one answer in five loses so many in a row three times in ten thousand.
constexpr int most_tries = 5;
constexpr std::string_view lock_of_security = "security";

// What an answer that tells no status says of the world.
enum class Silence : std::uint8_t { of_no_such_key, of_no_such_instance, of_a_signature, other };

Silence silence_of(const reports::Exchange& exchange) {
  if (!exchange.fault.empty()) return Silence::other;
  const Reply reply = decode_reply(exchange);
  const std::string_view code = text_of(reply.code);
  if (code.starts_with("InvalidAccessKeyId")) return Silence::of_no_such_key;
  if (code.starts_with("InvalidInstanceId")) return Silence::of_no_such_instance;
  if (code.starts_with("SignatureNonceUsed")) return Silence::other;
  if (code.find("Signature") != std::string_view::npos) return Silence::of_a_signature;
  const bool is_empty = is_accepted(reply) && first_text(reply.tree, "TotalCount") == "0";
  return is_empty ? Silence::of_no_such_instance : Silence::other;
}

class Looking {
 public:
  Looking(Scene& scene, EffectLook& effect, Whose whose)
      : scene_{scene},
        effect_{effect},
        other_{whose == Whose::other},
        world_{other_ ? scene.cast.other() : scene.cast.own()},
        asked_{specs::name_of(scene.test.fixture.status)},
        ways_{ways_to_look(scene.target.claimed_variants, scene.variant)} {}

  asio::awaitable<SeenWorld> take() {
    for (const Variant way : ways_) {
      for (const Channel channel : describe_channels) {
        Sighting sighting = co_await effect_.look_in(channel, way, other_);
        const std::string status = sighting.status;
        const std::string region = status.empty() ? std::string{} : region_told(sighting);
        first_.looks.push_back(std::move(sighting));
        if (!region.empty() && region != world_.region_id) {
          const bool found = co_await is_found_in(region, way);
          if (found) {
            otherwise(" in " + world_.region_id + "; DescribeInstanceAttribute says " + region +
                      ", and there DescribeInstances shows it");
            co_return std::move(first_);
          }
        }
        if (status == asked_) {
          const bool lied = co_await is_locked_otherwise(first_.looks.back(), way);
          co_return lied ? std::move(first_) : as_asked();
        }
        if (status.empty()) continue;
        if (!told_.empty()) continue;
        told_ = status;
        told_by_ = channel;
        const std::optional<Truth> truth = co_await scene_.fixtures.look(world_);
        if (truth && truth->status == asked_) co_return as_asked();
        if (truth && truth->status == told_) co_return told_otherwise();
      }
      if (!told_.empty()) co_return told_otherwise();
    }
    co_await hear_the_silence();
    co_return std::move(first_);
  }

 private:
  SeenWorld as_asked() {
    first_.shows = Shows::as_asked;
    return std::move(first_);
  }

  void unknown(const std::string& more) {
    first_.is_unknown = true;
    otherwise(more);
  }

  void otherwise(const std::string& more) {
    first_.shows = Shows::otherwise;
    say(more);
  }

  void say(const std::string& more) {
    first_.what = "the fixtures handed out " + world_.instance_id + more;
    first_.kind = more;
  }

  // By the one that is asked without a region; empty where it is not told, and where it is another
  // channel's.
  [[nodiscard]] std::string region_told(const Sighting& sighting) const {
    if (sighting.channel != Channel::describe_instance_attribute) return {};
    const Reply reply = decode_reply(*sighting.exchange);
    const Node* const item = description_of(reply, sighting.channel, world_.instance_id);
    return item == nullptr ? std::string{} : first_text(*item, "RegionId").value_or("");
  }

  // Whether a list of that region shows it, which those of its own region did not.
  asio::awaitable<bool> is_found_in(const std::string& region, Variant way) {
    World there = world_;
    there.region_id = region;
    const Cast cast{there};
    const Answered answered =
        co_await ask_anew(scene_, look_call(Channel::describe_instances, Whose::own), cast, way);
    Sighting seen;
    seen.channel = Channel::describe_instances;
    if (answered.exchange.fault.empty()) read_sighting(answered.reply, there.instance_id, seen);
    co_return !seen.status.empty();
  }

  // A word that is none of the documents' is the target's own, whatever the world is.
  SeenWorld told_otherwise() {
    if (std::ranges::find(specs::status_names, told_) != specs::status_names.end()) {
      otherwise(" as " + std::string{asked_} + "; " + std::string{action_of(told_by_)} + " says " +
                told_);
      first_.status = told_;
    }
    return std::move(first_);
  }

  // Of a lock two witnesses are heard, for one of them may be wrong: what a Describe action tells,
  // and what becomes of a call that it forbids.
  asio::awaitable<bool> is_locked_otherwise(const Sighting& seen, Variant way) {
    if (seen.channel != Channel::describe_instances) co_return false;
    const bool is_asked = scene_.test.fixture.conditions.contains(cases::Condition::security_lock);
    const bool is_told = std::ranges::find(seen.locks, lock_of_security) != seen.locks.end();
    if (is_asked == is_told) co_return false;
    const Answered answered = co_await ask_anew(scene_, call_on_it(), scene_.cast, way);
    if (!answered.exchange.fault.empty()) co_return false;
    const bool is_refused_for_it =
        text_of(answered.reply.code).find("LockedForSecurity") != std::string_view::npos;
    const bool agrees = is_told ? is_refused_for_it : is_accepted(answered.reply);
    if (!agrees) co_return false;
    otherwise(is_told ? " locked for security, of which they say nothing"
                      : " as locked for security; it shows no lock, and calls on it are accepted");
    co_return true;
  }

  // What is accepted in the status that was asked for, or nearly so.
  [[nodiscard]] cases::Call call_on_it() const {
    const bool runs = scene_.test.fixture.status == specs::InstanceStatus::running;
    cases::Call call =
        cases::plain_call(runs ? cases::reboot_instance_action : cases::start_instance_action);
    return other_ ? of_other(std::move(call)) : call;
  }

  static cases::Call of_other(cases::Call call) {
    call.identity = cases::Identity::other_account;
    for (cases::Argument& argument : call.arguments) {
      if (argument.value.handle == cases::Handle::instance_id) {
        argument.value.handle = cases::Handle::other_instance_id;
      }
    }
    return call;
  }

  asio::awaitable<void> hear_the_silence() {
    bool no_key = false;
    std::size_t refused = 0;
    std::optional<std::size_t> no_instance;
    for (std::size_t i = 0; i < first_.looks.size(); ++i) {
      switch (silence_of(*first_.looks[i].exchange)) {
        case Silence::of_no_such_key:
          no_key = true;
          break;
        case Silence::of_no_such_instance:
          no_instance = i;
          break;
        case Silence::of_a_signature:
          ++refused;
          break;
        case Silence::other:
          co_return;
      }
    }
    if (refused > 0 && refused == first_.looks.size()) {
      first_.is_refused = true;
      say(" with a secret that the target refuses");
      co_return;
    }
    if (no_key == no_instance.has_value()) co_return;  // neither, or they contradict each other
    if (no_key) {
      unknown(" with an access key that the target does not know");
      co_return;
    }
    const bool known = co_await is_known(ways_[*no_instance / describe_channels.size()]);
    if (!known) unknown(", and under its key the target knows no such instance");
  }

  // Whether the target acts on an instance that none of its Describe actions shows.
  asio::awaitable<bool> is_known(Variant way) {
    cases::Call call = cases::plain_call(cases::start_instance_action);
    if (other_) call = of_other(std::move(call));
    // Where a way loses the answer once it may be carried out all the same: who knows the instance
    // says so again, in other words.
    for (int tries = 1;; ++tries) {
      const Answered answered = co_await ask_anew(scene_, call, scene_.cast, way);
      const auto disturbed =
          disturbance_of(answered.exchange, answered.reply, Disturbance::at_a_look);
      const bool is_lost_at_once =
          disturbed && is_lost(disturbed->kind) && disturbed->kind != Disturbance::Kind::hung;
      if (is_lost_at_once && tries < most_tries) continue;
      co_return !answered.exchange.fault.empty() ||
          !text_of(answered.reply.code).starts_with("InvalidInstanceId");
    }
  }

  Scene& scene_;
  EffectLook& effect_;
  const bool other_;
  const World& world_;
  const std::string_view asked_;
  const std::vector<Variant> ways_;  // as the case travels, and with the other signature
  SeenWorld first_;
  std::string told_;  // the first status that was
  Channel told_by_ = Channel::any;
};

}  // namespace

asio::awaitable<SeenWorld> look_first(Scene& scene, EffectLook& effect, Whose whose) {
  Looking looking{scene, effect, whose};
  co_return co_await looking.take();
}

asio::awaitable<bool> takes_anothers_secret(Scene& scene) {
  World mixed = scene.cast.other();
  mixed.credentials.access_key_secret = scene.cast.own().credentials.access_key_secret;
  const Cast cast{scene.cast.own(), std::move(mixed)};
  for (const Variant way : ways_to_look(scene.target.claimed_variants, scene.variant)) {
    const Answered answered =
        co_await ask_anew(scene, look_call(Channel::describe_instances, Whose::other), cast, way);
    if (answered.exchange.fault.empty() && is_accepted(answered.reply)) co_return true;
  }
  co_return false;
}

}  // namespace hallmark::runner
