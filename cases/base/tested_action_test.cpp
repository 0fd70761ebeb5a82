// SPDX-License-Identifier: Apache-2.0
//
// What is derived from the record of an action, with records that no page stands behind.
#include "cases/base/tested_action.hpp"

#include <gtest/gtest.h>

namespace hallmark::cases {
namespace {

namespace page = specs::start_instance;

constexpr specs::Action named_by(specs::InstanceParameter parameter) {
  specs::Action invented = page::action;
  invented.instances = parameter;
  return invented;
}

using Form = specs::InstanceParameter::Form;
constexpr specs::Action one_by_one = named_by({"InstanceId", Form::one});
constexpr specs::Action as_a_list = named_by({"InstanceId", Form::list});
constexpr specs::Action by_another_name = named_by({"ServerId", Form::list});

std::string plain_call_of(const TestedAction& action) { return describe(plain_call(action)); }

TEST(PlainCall, NamesTheInstanceAsTheActionDoes) {
  constexpr TestedAction one{one_by_one, "start-instance", {}, nullptr};
  constexpr TestedAction list{as_a_list, "start-instance", {}, nullptr};
  constexpr TestedAction other{by_another_name, "start-instance", {}, nullptr};
  EXPECT_EQ(plain_call_of(one), "StartInstance(InstanceId = <instance>)");
  EXPECT_EQ(plain_call_of(list), "StartInstance(InstanceId.1 = <instance>)");
  EXPECT_EQ(plain_call_of(other), "StartInstance(ServerId.1 = <instance>)");
}

}  // namespace
}  // namespace hallmark::cases
