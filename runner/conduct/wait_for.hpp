// SPDX-License-Identifier: Apache-2.0
//
// Waits for one coroutine, from code that is none.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <utility>

namespace hallmark::runner {

// Runs `io` until nothing is left to do on it; in a fiber whose context `io` is (see fibers.hpp)
// the other fibers go on, and it returns as soon as `work` is done. What `work` throws is thrown
// here.
void wait_for(boost::asio::io_context& io, boost::asio::awaitable<void> work);

template <class T>
boost::asio::awaitable<void> keep_result(boost::asio::awaitable<T> work, std::optional<T>& result) {
  T value = co_await std::move(work);
  result.emplace(std::move(value));
}

template <class T>
T wait_for(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  std::optional<T> result;
  wait_for(io, keep_result(std::move(work), result));
  return *std::move(result);
}

}  // namespace hallmark::runner
