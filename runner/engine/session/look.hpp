// SPDX-License-Identifier: Apache-2.0
//
// Looking at an instance through the public API.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Whose instance is looked at: the case's own, or the one of the second account, by its owner.
enum class Whose : std::uint8_t { own, other };

inline constexpr std::array describe_channels{cases::Channel::describe_instances,
                                              cases::Channel::describe_instance_status,
                                              cases::Channel::describe_instance_attribute};

// One way for each signature: `first`, where there is one, and of the rest what is claimed first.
[[nodiscard]] std::vector<cases::Variant> ways_to_look(std::span<const cases::Variant> claimed,
                                                       std::optional<cases::Variant> first = {});

// The call that asks for an instance through one of the three Describe actions.
[[nodiscard]] const cases::Call& look_call(cases::Channel channel, Whose whose);

// Reads what an answer to that call tells about the instance. Status stays empty when it tells
// nothing.
void read_sighting(const Reply& reply, std::string_view instance_id, reports::Sighting& sighting);

}  // namespace hallmark::runner
