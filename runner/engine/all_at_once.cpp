// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/all_at_once.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace hallmark::runner {
namespace asio = boost::asio;

asio::awaitable<void> all_at_once(std::vector<asio::awaitable<void>> tasks,
                                  std::function<bool()> enough) {
  const auto executor = co_await asio::this_coro::executor;
  const auto begin = [&executor](asio::awaitable<void>& task) {
    return asio::co_spawn(executor, std::move(task), asio::deferred);
  };
  std::vector<decltype(begin(tasks.front()))> operations;
  operations.reserve(tasks.size());
  for (asio::awaitable<void>& task : tasks) operations.push_back(begin(task));
  const auto until = [&enough](const auto&...) {
    return enough() ? asio::cancellation_type::all : asio::cancellation_type::none;
  };
  co_await asio::experimental::make_parallel_group(std::move(operations))
      .async_wait(until, asio::use_awaitable);
}

}  // namespace hallmark::runner
