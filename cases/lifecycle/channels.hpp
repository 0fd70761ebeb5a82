// SPDX-License-Identifier: Apache-2.0
//
// The four ways to look at an instance, and what a case that asks for one of them stands on.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "cases/expectation.hpp"

namespace hallmark::cases {

struct ChannelRow {
  Channel channel;
  std::string_view slug;  // in the id of a case
  std::string_view need;  // its prerequisite; the fixture protocol has none
};

inline constexpr std::array<ChannelRow, 4> channels = {{
    {Channel::describe_instances, "describe-instances", "base/observe/describe-instances"},
    {Channel::describe_instance_status, "describe-instance-status",
     "base/observe/describe-instance-status"},
    {Channel::describe_instance_attribute, "describe-instance-attribute",
     "base/observe/describe-instance-attribute"},
    {Channel::fixture, "fixture", ""},
}};

}  // namespace hallmark::cases
