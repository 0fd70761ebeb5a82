// SPDX-License-Identifier: Apache-2.0
//
// What is awaited gives its error beside its result, and throws nothing.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hallmark::runner {

inline constexpr auto as_pair = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace hallmark::runner
