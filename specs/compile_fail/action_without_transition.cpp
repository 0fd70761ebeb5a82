// SPDX-License-Identifier: Apache-2.0
//
// An action's record is whole or it does not compile: this one does not say where a call leads.
#include "specs/schema/action.hpp"

namespace hallmark::specs {

constexpr std::string_view spellings[] = {"StopInstance"};

constexpr Action wrong{.name = spellings[0],
                       .spellings = spellings,
                       .instances = InstanceParameter{"InstanceId", InstanceParameter::Form::one},
                       .editions = std::span<const ActionEdition>{},
                       .accepted_under = ConditionSet{},
                       .relief = Relief{}};

}  // namespace hallmark::specs
