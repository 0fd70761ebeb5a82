// SPDX-License-Identifier: Apache-2.0
//
// The digests of every page of an action; specs/catalog.cpp lists them beside it.
#pragma once

#include <span>

#include "specs/digests/page_digests.hpp"

namespace hallmark::specs::digests {

// In the order of specs::pages().
[[nodiscard]] std::span<const PageDigests* const> tables();

}  // namespace hallmark::specs::digests
