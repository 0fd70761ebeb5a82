// SPDX-License-Identifier: Apache-2.0
#include "cases/expectation.hpp"

namespace hallmark::cases {

std::string_view name_of(Channel channel) {
  switch (channel) {
    case Channel::any:
      return "any";
    case Channel::describe_instances:
      return "DescribeInstances";
    case Channel::describe_instance_status:
      return "DescribeInstanceStatus";
    case Channel::describe_instance_attribute:
      return "DescribeInstanceAttribute";
    case Channel::fixture:
      return "fixture protocol";
  }
  return {};
}

}  // namespace hallmark::cases
