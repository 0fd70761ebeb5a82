// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/interruption.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string_view>

namespace hallmark::runner {
namespace {

std::atomic<bool> asked = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void ask(int) {
  if (!asked.exchange(true)) return;
  constexpr std::string_view last_words =
      "\nhallmark: ended at once; worlds that stood may stand still\n";
  [[maybe_unused]] const ssize_t written =
      ::write(STDERR_FILENO, last_words.data(), last_words.size());
  ::_exit(exit_interrupted);
}

}  // namespace

void heed_signals() {
  struct sigaction action = {};
  action.sa_handler = ask;
  action.sa_flags = SA_RESTART;  // what is being written is written whole
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction before = {};
  sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
}

bool interrupted() { return asked.load(std::memory_order_relaxed); }

}  // namespace hallmark::runner
