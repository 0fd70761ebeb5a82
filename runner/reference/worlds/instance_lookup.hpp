// SPDX-License-Identifier: Apache-2.0
//
// Which instance a call is about.
#pragma once

#include <mutex>
#include <string_view>

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

// Reads InstanceId, which is mandatory.
[[nodiscard]] Outcome read_instance_id(const ServedCall& call, std::string_view& instance_id);

// An instance, its world locked as long as this lives.
struct FoundInstance {
  std::unique_lock<std::mutex> lock;
  Instance* instance = nullptr;  // null: the caller has no such instance
  TenantPointer world;           // whose it is
};

// By its exact id, among the caller's own.
[[nodiscard]] FoundInstance find_instance(const ServedCall& call, std::string_view instance_id);

// The refusal after find_instance() found none; `nothing` is what it returned.
[[nodiscard]] Outcome not_found(const ServedCall& call, std::string_view instance_id,
                                FoundInstance nothing);

}  // namespace hallmark::runner::reference
