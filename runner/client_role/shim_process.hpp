// SPDX-License-Identifier: Apache-2.0
//
// The shim: one program, kept for as long as it lives, asked by lines. It is ended, with all that
// it has started, when it keeps silent, takes more memory than it may, or dies; then it can be
// started again.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/client_role/shim_protocol.hpp"

namespace hallmark::runner {

struct ShimOptions {
  std::vector<std::string> command;
  std::uint64_t memory = 768U << 20U;          // bytes, of the program and all that it starts
  std::chrono::milliseconds patience{30'000};  // until it has greeted
  std::function<bool()> stop = {};  // once true its greeting is not waited for; empty: never
};

// All on the one thread that runs the executor.
class ShimProcess {
 public:
  ShimProcess(boost::asio::any_io_executor executor, ShimOptions options);
  ShimProcess(const ShimProcess&) = delete;
  ShimProcess& operator=(const ShimProcess&) = delete;
  ~ShimProcess();  // ends it

  // Starts the program, or starts it again, and hears its greeting. Nothing, or what is wrong.
  [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> start();

  [[nodiscard]] const Hello& hello() const;
  [[nodiscard]] bool running() const;
  [[nodiscard]] std::size_t under_way() const;  // calls without an answer

  // What the user was told; of kind `broke` where the program died meanwhile, or gave no answer
  // within `patience`. Then, where nothing else is under way, the program has been ended.
  [[nodiscard]] boost::asio::awaitable<UserTold> call(CallLine call,
                                                      std::chrono::milliseconds patience);

  // Whether a call was not answered in time: what it does now nobody knows, and it is better
  // started again.
  [[nodiscard]] bool stuck() const;

  // Says bye, waits a little, ends it.
  [[nodiscard]] boost::asio::awaitable<void> leave();
  void kill();

  // What it wrote that is no answer to any call, each once; the first few.
  [[nodiscard]] const std::vector<std::string>& strays() const;
  // The end of what it wrote to its standard error.
  [[nodiscard]] std::string last_words() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace hallmark::runner
