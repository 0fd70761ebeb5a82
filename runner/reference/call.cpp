// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/call.hpp"

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {

std::string_view header(const HttpRequest& request, std::string_view name) {
  for (const auto& [candidate, value] : request.headers) {
    if (equal_ignoring_case(candidate, name)) return value;
  }
  return {};
}

Flag::Flag(const Call& call, std::string_view name) : name_{name} {
  const std::string_view text = call.parameters.value(name);
  value_ = text == "true";
  valid_ = value_ || text.empty() || text == "false";
}

Outcome check_flags(std::initializer_list<std::reference_wrapper<const Flag>> flags) {
  for (const Flag& flag : flags) {
    if (!flag.valid()) return invalid(flag.name());
  }
  return accepted;
}

FoundInstance find_instance(const Call& call, std::string_view instance_id) {
  FoundInstance found{.lock = std::unique_lock{call.world->mutex}};
  auto& instances = call.world->instances;
  if (const auto at = instances.find(instance_id); at != instances.end()) {
    found.instance = &at->second;
  }
  return found;
}

}  // namespace hallmark::runner::reference
