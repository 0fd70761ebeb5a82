// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/fibers.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "runner/conduct/wait_for.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<int> after(asio::io_context& context, std::chrono::milliseconds time, int value) {
  asio::steady_timer timer{context, time};
  co_await timer.async_wait(asio::use_awaitable);
  if (value < 0) throw std::runtime_error{"negative"};
  co_return value;
}

class SeveralFibers : public testing::Test {
 protected:
  void SetUp() override {
    constexpr unsigned more_than_processors = 100'000;
    if (threads_for(more_than_processors) == more_than_processors) {
      GTEST_SKIP() << "a sanitizer knows the stacks of threads and no others";
    }
  }
};

TEST_F(SeveralFibers, GoOnWhileOneWaits) {
  std::string said;
  const auto body = [&said](char name, std::chrono::milliseconds time) {
    return [&said, name, time] {
      said += name;
      EXPECT_EQ(wait_for(*context_of_fiber(), after(*context_of_fiber(), time, 7)), 7);
      said += name;
    };
  };
  asio::io_context context{1};
  run_fibers(context, {body('a', 40ms), body('b', 20ms), body('c', 1ms)});
  EXPECT_EQ(said, "abccba");
}

TEST_F(SeveralFibers, TakeTurnsWhereOneLetsThem) {
  std::string said;
  const auto body = [&said](char name) {
    return [&said, name] {
      for (int i = 0; i < 3; ++i) {
        said += name;
        let_others_run();
      }
    };
  };
  asio::io_context context{1};
  run_fibers(context, {body('a'), body('b')});
  EXPECT_EQ(said, "ababab");
}

TEST_F(SeveralFibers, KnowTheirContextAfterOthersRan) {
  std::vector<asio::io_context*> seen;
  const auto body = [&seen] {
    asio::io_context* const before = context_of_fiber();
    ASSERT_NE(before, nullptr);
    let_others_run();
    seen.push_back(context_of_fiber());
    EXPECT_EQ(context_of_fiber(), before);
  };
  asio::io_context context{1};
  run_fibers(context, {body, body});
  EXPECT_EQ(seen.size(), 2U);
  EXPECT_EQ(context_of_fiber(), nullptr);
}

TEST_F(SeveralFibers, MayWaitOnAContextOfTheirOwn) {
  int sum = 0;
  const auto body = [&sum] {
    asio::io_context own{1};
    sum += wait_for(own, after(own, 1ms, 2));
  };
  asio::io_context context{1};
  run_fibers(context, {body, body});
  EXPECT_EQ(sum, 4);
}

TEST_F(SeveralFibers, PassOnWhatIsThrownWhenAllAreDone) {
  std::string said;
  const auto throws = [&said] {
    try {
      (void)wait_for(*context_of_fiber(), after(*context_of_fiber(), 1ms, -1));
    } catch (const std::runtime_error& error) {
      said = error.what();
    }
    throw std::logic_error{"of the body"};
  };
  bool other_done = false;
  const auto other = [&other_done] {
    (void)wait_for(*context_of_fiber(), after(*context_of_fiber(), 30ms, 1));
    other_done = true;
  };
  asio::io_context context{1};
  EXPECT_THROW(run_fibers(context, {throws, other}), std::logic_error);
  EXPECT_EQ(said, "negative");
  EXPECT_TRUE(other_done);
}

TEST(Fibers, ASingleOneIsThePlainThread) {
  bool ran = false;
  asio::io_context context{1};
  run_fibers(context, {[&ran] {
               EXPECT_EQ(context_of_fiber(), nullptr);
               let_others_run();
               ran = true;
             }});
  EXPECT_TRUE(ran);
}

TEST(Fibers, AreOnNoMoreThreadsThanThereAreJobs) {
  EXPECT_EQ(threads_for(1), 1U);
  EXPECT_GE(threads_for(32), 1U);
  EXPECT_LE(threads_for(32), 32U);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// How many of the bodies have run, with room for a few more stacks than the program has already.
int run_with_little_memory(std::size_t bodies) {
  std::size_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> pages;
  constexpr rlim_t room = 8U << 20U;
  const rlim_t most = pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + room;
  const rlimit limit{most, most};
  if (setrlimit(RLIMIT_AS, &limit) != 0) return -1;
  int ran = 0;
  asio::io_context context;
  const auto body = [&] {
    let_others_run();
    ++ran;
  };
  run_fibers(context, std::vector<std::function<void()>>(bodies, body));
  return ran;
}

TEST(Fibers, AreAsManyAsTheMachineHasMemoryFor) {
  EXPECT_EXIT(
      {
        const int ran = run_with_little_memory(64);
        std::_Exit(ran > 0 && ran < 64 ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace hallmark::runner
