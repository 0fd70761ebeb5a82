// SPDX-License-Identifier: Apache-2.0
#include "cases/expectation.hpp"

#include <algorithm>
#include <array>

namespace hallmark::cases {
namespace {

// The value whose name stands at its place in the list.
template <class Value, std::size_t count>
std::optional<Value> named(const std::array<std::string_view, count>& names,
                           std::string_view word) {
  const auto* const found = std::ranges::find(names, word);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

}  // namespace

bool rests_on_a_page(const Answer& answer) {
  return std::ranges::any_of(answer.citations, [](const specs::Citation& place) {
    return place.page->document != specs::no_document;
  });
}

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

std::optional<LocalDiskData> local_disk_data_named(std::string_view word) {
  return named<LocalDiskData>(specs::local_disk_data_names, word);
}

std::optional<LastStop> last_stop_named(std::string_view word) {
  return named<LastStop>(specs::last_stop_names, word);
}

}  // namespace hallmark::cases
