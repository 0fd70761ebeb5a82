// SPDX-License-Identifier: Apache-2.0
#include "runner/app/fibers.hpp"

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <cstddef>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;

constexpr std::size_t stack_size = 1U << 20U;

struct Fiber {
  asio::io_context& context;
  asio::yield_context& yield;
};

thread_local const Fiber* running = nullptr;

// While this lives another fiber runs, or none; afterwards the one that ran before.
class Away {
 public:
  Away() : me_{std::exchange(running, nullptr)} {}
  ~Away() { running = me_; }
  Away(const Away&) = delete;
  Away& operator=(const Away&) = delete;

  [[nodiscard]] const Fiber& me() const { return *me_; }

 private:
  const Fiber* me_;
};

void run_fiber(asio::io_context& context, asio::yield_context yield,
               const std::function<void()>& body) {
  const Fiber fiber{context, yield};
  const Away until_its_end;
  running = &fiber;
  body();
}

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
  for (const std::function<void()>& body : bodies) {
    asio::spawn(
        context, std::allocator_arg, boost::context::protected_fixedsize_stack{stack_size},
        [&](asio::yield_context yield) { run_fiber(context, std::move(yield), body); },
        [&](std::exception_ptr error) {
          if (error && !thrown) thrown = std::move(error);
        });
  }
  context.restart();
  context.run();
  if (thrown) std::rethrow_exception(thrown);
}

asio::io_context* context_of_fiber() { return running == nullptr ? nullptr : &running->context; }

void let_others_run() {
  if (running == nullptr) return;
  const Away away;
  asio::post(away.me().context, away.me().yield);
}

void wait_in_fiber(asio::awaitable<void> work) {
  const Away away;
  std::exception_ptr thrown;
  // co_spawn() itself would take the fiber's token, but Boost 1.81 stumbles over the pointer that
  // it hands over.
  asio::async_initiate<asio::yield_context&, void()>(
      [&](auto resume) {
        asio::co_spawn(away.me().context, std::move(work),
                       [&thrown, resume = std::move(resume)](std::exception_ptr error) mutable {
                         thrown = std::move(error);
                         std::move(resume)();
                       });
      },
      away.me().yield);
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace hallmark::runner
