// SPDX-License-Identifier: Apache-2.0
//
// A program that answers one line to each line, kept for as long as it is needed.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runner/wire/http/client_options.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

// What is wrong with a line, for it to be an answer at all; nothing where it may be one.
using LineCheck = std::function<std::optional<std::string>(std::string_view line)>;

// All calls belong to the one thread that runs the executor. Nothing is under way on the executor
// between two questions.
class LineProgram {
 public:
  static constexpr std::size_t line_limit = 1U << 20U;  // bytes of an answer

  // `command` is for /bin/sh -c. `patience`: for one answer, from the moment that its question is
  // sent, and six times as much for the first; `going` as ClientOptions has it.
  LineProgram(boost::asio::any_io_executor executor, std::string command,
              std::chrono::milliseconds patience, LineCheck check,
              std::function<Going()> going = {});
  LineProgram(const LineProgram&) = delete;
  LineProgram& operator=(const LineProgram&) = delete;
  // The program reads the end of its input, has a second to leave, and is then killed with all that
  // it has started.
  ~LineProgram();

  // In a process group of its own, its standard error the caller's. Nothing, or why it does not
  // run.
  [[nodiscard]] std::optional<std::string> start();

  // `line` without its line feed; so is the answer. Questions wait for their turn. Once the program
  // has ended, kept silent, written too much or what is no answer, it is killed, for nobody can
  // tell whose answer the next line is: every further question gets that same error, "it ended with
  // exit status 1".
  [[nodiscard]] boost::asio::awaitable<Result<std::string>> ask(std::string line);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace hallmark::runner
