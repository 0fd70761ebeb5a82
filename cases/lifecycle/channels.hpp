// SPDX-License-Identifier: Apache-2.0
//
// The four ways to look at an instance, what a case that asks for one of them stands on, and the
// sentence by which it tells the status.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "cases/expectation.hpp"
#include "specs/common/descriptions.hpp"

namespace hallmark::cases {

struct ChannelRow {
  Channel channel;
  std::string_view slug;  // in the id of a case
  std::string_view need;  // its prerequisite; the fixture protocol has none
  std::optional<specs::Citation> sentence = {};
};

namespace descriptions = specs::common::descriptions;

inline constexpr std::array<ChannelRow, 4> channels = {{
    {Channel::describe_instances, "describe-instances", "base/observe/describe-instances",
     descriptions::sentence(descriptions::clause::instances)},
    {Channel::describe_instance_status, "describe-instance-status",
     "base/observe/describe-instance-status",
     descriptions::sentence(descriptions::clause::instance_status)},
    {Channel::describe_instance_attribute, "describe-instance-attribute",
     "base/observe/describe-instance-attribute",
     descriptions::sentence(descriptions::clause::instance_attribute)},
    {Channel::fixture, "fixture", ""},
}};

}  // namespace hallmark::cases
