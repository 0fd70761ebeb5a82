// SPDX-License-Identifier: Apache-2.0
//
// What this machine may have too little of: descriptors, ports, memory, threads.
#pragma once

#include <algorithm>
#include <array>
#include <system_error>

namespace hallmark::runner {

// Whether an operation failed for want of something here, which no target can help.
[[nodiscard]] inline bool lacks_something(const std::error_code& error) {
  constexpr std::array wants{
      std::errc::too_many_files_open,   std::errc::too_many_files_open_in_system,
      std::errc::no_buffer_space,       std::errc::not_enough_memory,
      std::errc::address_not_available, std::errc::resource_unavailable_try_again};
  return std::ranges::any_of(wants, [&](std::errc want) { return error == want; });
}

}  // namespace hallmark::runner
