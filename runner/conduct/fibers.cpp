// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/fibers.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <thread>
#include <utility>

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;

constexpr std::size_t stack_size = 1U << 20U;

class Fiber;
thread_local Fiber* running = nullptr;

// A body on a stack of its own, and the coroutine that runs it. Whenever the body has to wait it
// hands its work over and stops; the coroutine does the work as its own and lets the body go on.
// One coroutine for all that a body waits for: to spawn one each time costs more than the work.
class Fiber {
 public:
  Fiber(asio::io_context& context, std::function<void()> body)
      : context_{context},
        inside_{std::allocator_arg, boost::context::protected_fixedsize_stack{stack_size},
                [this, body = std::move(body)](boost::context::fiber outside) {
                  outside_ = std::move(outside);
                  body();
                  return std::move(outside_);
                }} {}

  [[nodiscard]] asio::io_context& context() const { return context_; }

  // Of the body; `work` empty: nothing but a turn for others.
  void wait(std::optional<asio::awaitable<void>> work) {
    work_ = std::move(work);
    outside_ = std::move(outside_).resume();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

  // To the end of the body.
  asio::awaitable<void> run() {
    for (go_on(); inside_; go_on()) {
      try {
        if (work_) {
          co_await *std::move(work_);
        } else {
          co_await asio::post(asio::use_awaitable);
        }
      } catch (...) {
        thrown_ = std::current_exception();
      }
    }
  }

 private:
  // Until the body waits, or ends.
  void go_on() {
    Fiber* const before = std::exchange(running, this);
    inside_ = std::move(inside_).resume();
    running = before;
  }

  asio::io_context& context_;
  boost::context::fiber outside_;  // where the coroutine stopped, while the body runs
  boost::context::fiber inside_;   // where the body stopped; none: it has ended
  std::optional<asio::awaitable<void>> work_;
  std::exception_ptr thrown_;  // by the work
};

}  // namespace

unsigned threads_for(unsigned jobs) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return jobs;
#else
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  return jobs;
#endif
#endif
  return std::min(jobs, std::max(1U, std::thread::hardware_concurrency()));
#endif
}

void run_fibers(asio::io_context& context, const std::vector<std::function<void()>>& bodies) {
  if (bodies.size() == 1) return bodies.front()();
  std::exception_ptr thrown;
  std::deque<Fiber> fibers;
  const auto keep_first = [&] {
    if (!thrown) thrown = std::current_exception();
  };
  const auto start = [&](const std::function<void()>& body) {
    Fiber& fiber = fibers.emplace_back(context, [&] {
      try {
        body();
      } catch (const boost::context::detail::forced_unwind&) {
        throw;  // the stack goes before its body has ended
      } catch (...) {
        keep_first();
      }
    });
    asio::co_spawn(context, fiber.run(), asio::detached);
  };
  // While an exception looks for its handler no fiber may be destroyed: nothing leaves from here
  // before all have ended.
  try {
    for (const std::function<void()>& body : bodies) start(body);
  } catch (const std::bad_alloc&) {  // as many as this machine has memory for
    if (fibers.empty()) throw;
  }
  context.restart();
  for (bool done = false; !done;) {
    try {
      context.run();
      done = true;
    } catch (...) {  // by Asio, which has dropped the fiber that it had no memory for
      keep_first();
    }
  }
  fibers.clear();
  if (thrown) std::rethrow_exception(thrown);
}

asio::io_context* context_of_fiber() { return running == nullptr ? nullptr : &running->context(); }

void let_others_run() {
  if (running != nullptr) running->wait(std::nullopt);
}

void wait_in_fiber(asio::awaitable<void> work) { running->wait(std::move(work)); }

}  // namespace hallmark::runner
