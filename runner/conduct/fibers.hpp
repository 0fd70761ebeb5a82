// SPDX-License-Identifier: Apache-2.0
//
// Fibers: code that waits as a thread does, many to a thread. A history is played by plain calls,
// each of which waits for its answer; dozens at a time would be dozens of threads that take turns
// on two processors.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <vector>

namespace hallmark::runner {

// How many threads are to share `jobs` jobs: one for each processor, at most one for each job.
// One for each job where a sanitizer watches: it knows the stacks of threads and no others.
[[nodiscard]] unsigned threads_for(unsigned jobs);

// Runs the bodies on this thread and its `context`, each on a stack of its own (1 MiB), and returns
// when all have. A body that waits lets the others go on. A single one runs on the thread's stack
// and waits alone. Those at the end that this machine has no memory for are left out. Throws what a
// body threw, once all are done; std::bad_alloc where there is not memory for one.
void run_fibers(boost::asio::io_context& context, const std::vector<std::function<void()>>& bodies);

// The context that the calling fiber shares with the others of its thread; nullptr where the caller
// is no fiber. What is opened on it can be waited for by wait_for().
[[nodiscard]] boost::asio::io_context* context_of_fiber();

// Lets the other fibers of this thread have a turn; does nothing where the caller is no fiber.
void let_others_run();

// In a fiber alone: runs `work` on the fiber's context, while the other fibers go on. Throws what
// `work` throws.
void wait_in_fiber(boost::asio::awaitable<void> work);

}  // namespace hallmark::runner
