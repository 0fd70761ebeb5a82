// SPDX-License-Identifier: Apache-2.0
//
// Whether anybody is there, and what it is: a request that every endpoint can answer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner {

struct Knock {
  enum class Answer : std::uint8_t {
    none,
    http,  // and nothing of the API in it
    api,   // something with a Code or a RequestId
  };
  Answer answer = Answer::none;
  Fault fault = Fault::connect;  // where there is none
  std::string what;              // and in words, one line
  // How far its clock is ahead of ours, where its answer has a Date.
  std::optional<std::chrono::seconds> clock_skew;

  // Nobody says anything there, not even nonsense.
  [[nodiscard]] bool nobody() const {
    return answer == Answer::none && (fault == Fault::connect || fault == Fault::tls ||
                                      fault == Fault::timeout || fault == Fault::local);
  }
};

// One line: "nobody answers at http://...: ...".
[[nodiscard]] std::string nobody_at(const std::string& url, const Knock& knock);

// Unsigned, on a connection of its own; a target that says nonsense to a call of the API is asked
// for its bare path as well.
[[nodiscard]] boost::asio::awaitable<Knock> knock(HttpClient& client);

// Several times at once, as `cast` would look at its instance, where there is one; ends at the
// second that is answered. Says how many were, at least as `at_least` says.
[[nodiscard]] boost::asio::awaitable<std::size_t> knock_often(Target& target, const Cast* cast,
                                                              Knock::Answer at_least);

}  // namespace hallmark::runner
