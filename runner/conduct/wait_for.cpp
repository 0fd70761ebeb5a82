// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/wait_for.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "runner/conduct/fibers.hpp"

namespace hallmark::runner {

void wait_for(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  if (context_of_fiber() == &io) return wait_in_fiber(std::move(work));
  std::exception_ptr thrown;
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr error) { thrown = error; });
  io.restart();
  io.run();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace hallmark::runner
