// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/told_truth.hpp"

#include <string_view>

#include "cases/base/tested_action.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Channel;
using cases::Variant;

// For one that lies now and then.
constexpr int truths_heard = 3;

// Whether the instance is Stopped, by what a dry run of StartInstance is answered; nothing where
// that says neither.
asio::awaitable<std::optional<bool>> would_start(Scene& scene, Variant way) {
  cases::Call call = cases::plain_call(cases::start_instance_action);
  call.arguments.push_back({.name = "DryRun", .value = cases::text("true")});
  const Answered answered = co_await ask_anew(scene, call, scene.cast, way);
  if (!answered.exchange.fault.empty()) co_return std::nullopt;
  const std::string_view code = text_of(answered.reply.code);
  if (code.starts_with("DryRunOperation")) co_return true;
  if (code.starts_with("IncorrectInstanceStatus")) co_return false;
  co_return std::nullopt;
}

}  // namespace

asio::awaitable<std::optional<std::string>> false_truth(Scene& scene, EffectLook& effect,
                                                        bool known_to_lie) {
  const std::string_view stopped = specs::name_of(specs::InstanceStatus::stopped);
  for (const Variant way : ways_to_look(scene.target.claimed_variants, scene.variant)) {
    const reports::Sighting first =
        co_await effect.look_in(Channel::describe_instances, way, false);
    if (first.status.empty()) continue;
    std::string told;
    for (int i = 0; i < truths_heard && told.empty(); ++i) {
      const reports::Sighting truth = co_await effect.look_in(Channel::fixture, way, false);
      if (truth.status != first.status) told = truth.status;
    }
    if (told.empty()) co_return std::nullopt;
    // One on its way may have come further by then, and deny it all the same.
    for (const Channel channel : describe_channels) {
      const reports::Sighting sister = co_await effect.look_in(channel, way, false);
      if (sister.status.empty() || sister.status == told) co_return std::nullopt;
    }
    const std::string what = "the fixtures tell that " + scene.cast.own().instance_id + " is " +
                             told + "; DescribeInstances and its sisters say " + first.status;
    if (known_to_lie) co_return what;
    if ((told == stopped) == (first.status == stopped)) co_return std::nullopt;
    const std::optional<bool> starts = co_await would_start(scene, way);
    if (!starts || *starts == (told == stopped)) co_return std::nullopt;
    co_return what + ", and so does a dry run of StartInstance";
  }
  co_return std::nullopt;
}

}  // namespace hallmark::runner
