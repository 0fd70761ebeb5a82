// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/listing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <set>

#include "reports/text.hpp"

namespace hallmark::runner {
namespace {

using cases::Channel;
using cases::Listed;

constexpr std::string_view of_instances = "Instances.Instance";
constexpr std::string_view of_statuses = "InstanceStatuses.InstanceStatus";

std::optional<std::size_t> number_in(const Reply& reply, std::string_view member) {
  const auto text = first_text(reply.tree, member);
  if (!text) return std::nullopt;
  std::size_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data(), end, number);
  return error == std::errc{} && at == end && at != text->data() ? std::optional{number}
                                                                 : std::nullopt;
}

std::string times(std::size_t count) {
  return count == 0 ? "a list without it"
                    : "it stands there " + reports::counted(count, "time", "times");
}

}  // namespace

bool is_list(std::string_view action) {
  return action == "DescribeInstances" || action == "DescribeInstanceStatus";
}

std::vector<const Node*> listed_in(const Reply& reply) {
  std::vector<const Node*> items = find_all(reply.tree, of_instances);
  for (const Node* const item : find_all(reply.tree, of_statuses)) items.push_back(item);
  // An empty list of JSON may be null.
  std::erase_if(items, [](const Node* item) { return item->kind != Node::Kind::object; });
  return items;
}

const Node* description_of(const Reply& reply, Channel channel, std::string_view instance_id) {
  if (channel == Channel::describe_instance_attribute) {
    const auto id = first_text(reply.tree, "InstanceId");
    return id && *id != instance_id ? nullptr : &reply.tree;
  }
  if (channel != Channel::describe_instances && channel != Channel::describe_instance_status) {
    return nullptr;
  }
  for (const Node* const item :
       find_all(reply.tree, channel == Channel::describe_instances ? of_instances : of_statuses)) {
    if (first_text(*item, "InstanceId") == instance_id) return item;
  }
  return nullptr;
}

std::vector<std::string> locks_of(const Node& description) {
  std::vector<std::string> reasons;
  for (const Node* lock : find_all(description, "OperationLocks.LockReason.LockReason")) {
    if (lock->is_scalar() && !lock->text.empty()) reasons.emplace_back(lock->text);
  }
  return reasons;
}

std::optional<EnvelopeFinding> check_listed(Listed wanted, const Reply& reply,
                                            std::string_view instance_id) {
  if (wanted == Listed::not_asked) return std::nullopt;
  const std::vector<const Node*> items = listed_in(reply);
  const auto count = static_cast<std::size_t>(std::ranges::count_if(
      items, [&](const Node* item) { return first_text(*item, "InstanceId") == instance_id; }));
  if (wanted == Listed::never) {
    if (count == 0) return std::nullopt;
    return EnvelopeFinding{"a list shows an instance that was not asked for",
                           "a list without the instance", times(count)};
  }
  if (count == 1) return std::nullopt;
  const bool has_others =
      !items.empty() && number_in(reply, "TotalCount").value_or(0) > items.size();
  if (count == 0 && has_others) return std::nullopt;
  return EnvelopeFinding{count == 0 ? "a list lacks an instance that was asked for"
                                    : "a list shows one instance more than once",
                         "a list with the instance in it, once", times(count)};
}

std::optional<EnvelopeFinding> check_listed_once(const Reply& reply) {
  std::set<std::string> ids;
  for (const Node* const item : listed_in(reply)) {
    const auto id = first_text(*item, "InstanceId");
    if (!id || ids.insert(*id).second) continue;
    return EnvelopeFinding{"a list shows one instance more than once", "each instance once",
                           reports::printable(*id) + " again"};
  }
  return std::nullopt;
}

std::optional<EnvelopeFinding> check_total_count(const Reply& reply) {
  const auto total = number_in(reply, "TotalCount");
  if (!total) return std::nullopt;
  const std::size_t shown = listed_in(reply).size();
  const bool first = number_in(reply, "PageNumber").value_or(1) <= 1;
  const bool has_room = shown < number_in(reply, "PageSize").value_or(1);
  const bool all = first && has_room;
  if (all ? *total == shown : *total >= shown) return std::nullopt;
  return EnvelopeFinding{
      "TotalCount is not how many instances were found",
      (all ? "" : "at least ") + std::to_string(shown) + ", for so many are shown",
      std::to_string(*total)};
}

}  // namespace hallmark::runner
