// SPDX-License-Identifier: Apache-2.0
//
// What client libraries send with every call, and what says for whom it is made: beside them a call
// means what it meant.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "cases/case.hpp"

namespace hallmark::cases {

struct Company {
  std::string_view slug;
  std::array<std::string_view, 2> names;
  Handle handle = Handle::none;  // of the first
  std::string_view value = "1234567890123456";
};

// The owners of two kinds: an OwnerId beside an OwnerAccount has an error row of its own.
inline constexpr std::array<Company, 4> companies = {{
    {.slug = "region-id", .names = {"RegionId", "ClientToken"}, .handle = Handle::region_id},
    {.slug = "owner-accounts", .names = {"OwnerAccount", "ResourceOwnerAccount"}},
    {.slug = "owner-ids", .names = {"OwnerId", "ResourceOwnerId"}},
    {.slug = "another-region",
     .names = {"RegionId", "ClientToken"},
     .value = "hallmark-no-region-1"},
}};
// Those that are true of the instance come first.
inline constexpr std::size_t true_companies = 3;

inline void add_company(Call& call, const Company& company) {
  call.arguments.push_back({.name = std::string{company.names[0]},
                            .value = company.handle == Handle::none
                                         ? text(std::string{company.value})
                                         : Value{.handle = company.handle}});
  call.arguments.push_back(
      {.name = std::string{company.names[1]}, .value = text(std::string{company.value})});
}

}  // namespace hallmark::cases
