// SPDX-License-Identifier: Apache-2.0
#include "specs/digests/catalog.hpp"

#include <algorithm>
#include <array>

#include "specs/digests/reactivate_instances.hpp"
#include "specs/digests/reboot_instance.hpp"
#include "specs/digests/start_instance.hpp"

namespace hallmark::specs::digests {
namespace {

template <std::size_t... Sizes>
constexpr auto by_document_number(const PageDigests* const (&... actions)[Sizes]) {
  std::array<const PageDigests*, (Sizes + ...)> all{};
  auto end = all.begin();
  ((end = std::ranges::copy(actions, end).out), ...);
  std::ranges::sort(all, {}, [](const PageDigests* table) { return table->page->document; });
  return all;
}

constexpr auto all_tables = by_document_number(reactivate_instances::editions,
                                               reboot_instance::editions, start_instance::editions);

}  // namespace

std::span<const PageDigests* const> tables() { return all_tables; }

}  // namespace hallmark::specs::digests
