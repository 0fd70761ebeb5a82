// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/strangers.hpp"

#include <algorithm>

namespace hallmark::runner {

std::string_view stranger_told(const cases::Case& one, const cases::Call& call,
                               const reports::Evidence& evidence,
                               const reports::Exchange& exchange) {
  if (!one.second_world) return {};
  const bool by_other = call.identity == cases::Identity::other_account;
  const std::string_view stranger = by_other ? evidence.instance_id : evidence.other_instance_id;
  if (stranger.empty() || exchange.body.find(stranger) == std::string::npos) return {};
  const cases::Handle handle =
      by_other ? cases::Handle::instance_id : cases::Handle::other_instance_id;
  const bool named = std::ranges::any_of(call.arguments, [handle](const cases::Argument& argument) {
    return argument.value.handle == handle;
  });
  return named && exchange.status >= 300 ? std::string_view{} : stranger;
}

}  // namespace hallmark::runner
