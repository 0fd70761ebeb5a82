// SPDX-License-Identifier: Apache-2.0
//
// Where a page can be read by everybody.
#pragma once

#include <string>

#include "specs/schema/page.hpp"

namespace hallmark::specs {

// The page as the vendor publishes it now, which may be a newer edition; empty: no one page is
// known for it, and each row says where it was read.
[[nodiscard]] std::string address_of(const Page& page);

// The edition itself, in the history of the vendor's public documents; empty: not known there.
[[nodiscard]] std::string edition_address_of(const Page& page);

}  // namespace hallmark::specs
