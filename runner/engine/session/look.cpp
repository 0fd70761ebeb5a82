// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/look.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/listing.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using cases::Channel;

cases::Argument instance(std::string name, cases::Handle handle) {
  return {.name = std::move(name), .value = {.handle = handle}};
}

cases::Call written_look(Channel channel, Whose whose) {
  const cases::Handle handle =
      whose == Whose::own ? cases::Handle::instance_id : cases::Handle::other_instance_id;
  const cases::Argument region{.name = "RegionId", .value = {.handle = cases::Handle::region_id}};
  cases::Call call;
  if (whose == Whose::other) call.identity = cases::Identity::other_account;
  switch (channel) {
    case Channel::describe_instances:
      call.action = "DescribeInstances";
      call.arguments = {
          region,
          {.name = "InstanceIds", .value = {.before = "[\"", .handle = handle, .after = "\"]"}}};
      break;
    case Channel::describe_instance_status:
      call.action = "DescribeInstanceStatus";
      call.arguments = {region, instance("InstanceId.1", handle)};
      break;
    case Channel::describe_instance_attribute:
    case Channel::any:
    case Channel::fixture:
      call.action = "DescribeInstanceAttribute";
      call.arguments = {instance("InstanceId", handle)};
      break;
  }
  return call;
}

}  // namespace

std::vector<cases::Variant> ways_to_look(std::span<const cases::Variant> claimed,
                                         std::optional<cases::Variant> first) {
  std::vector<cases::Variant> ways;
  if (first) ways.push_back(*first);
  for (const cases::Variant way : claimed) {
    if (std::ranges::find(ways, way.signature, &cases::Variant::signature) == ways.end()) {
      ways.push_back(way);
    }
  }
  return ways;
}

const cases::Call& look_call(Channel channel, Whose whose) {
  constexpr auto channels = static_cast<std::size_t>(Channel::fixture) + 1;
  static const auto calls = [] {
    std::array<std::array<cases::Call, 2>, channels> written;
    for (std::size_t at = 0; at < channels; ++at) {
      for (const Whose one : {Whose::own, Whose::other}) {
        written[at][static_cast<std::size_t>(one)] = written_look(static_cast<Channel>(at), one);
      }
    }
    return written;
  }();
  return calls[static_cast<std::size_t>(channel)][static_cast<std::size_t>(whose)];
}

void read_sighting(const Reply& reply, std::string_view instance_id, reports::Sighting& sighting) {
  if (!is_accepted(reply)) return;
  const Node* const item = description_of(reply, sighting.channel, instance_id);
  if (item == nullptr) return;
  sighting.status = first_text(*item, "Status").value_or("");
  sighting.locks = locks_of(*item);
}

}  // namespace hallmark::runner
