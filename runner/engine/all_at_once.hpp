// SPDX-License-Identifier: Apache-2.0
//
// Several tasks beside each other, waited for together.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <vector>

namespace hallmark::runner {

// What a task throws is dropped. As soon as `enough` says so behind one, the others are called off.
[[nodiscard]] boost::asio::awaitable<void> all_at_once(
    std::vector<boost::asio::awaitable<void>> tasks,
    std::function<bool()> enough = [] { return false; });

}  // namespace hallmark::runner
