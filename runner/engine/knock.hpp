// SPDX-License-Identifier: Apache-2.0
//
// Whether anybody is there, and what it is: a request that every endpoint can answer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner {

// By who stands before the target, whoever it is.
inline constexpr int too_many_requests = 429;

struct Knock {
  enum class Answer : std::uint8_t {
    none,
    http,  // and nothing of the API in it
    api,   // something with a Code or a RequestId
  };
  Answer answer = Answer::none;
  Fault fault = Fault::connect;  // where there is none
  std::string what;              // and in words, one line
  int status = 0;                // of the answer
  bool foreign = false;          // nor was there in what is signed, as calls of the API are
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

// Whether anything of the API is in an answer to one of its calls, signed for the world of `cast`.
[[nodiscard]] boost::asio::awaitable<bool> speaks_the_api(Target& target, const Cast& cast);

// What all of them are answered alike, where that is neither a success nor about signatures and
// keys: "400 InvalidVersion".
struct OneAnswer {
  std::string shape;
  bool is_away = false;  // for the moment, as it says
};
[[nodiscard]] boost::asio::awaitable<std::optional<OneAnswer>> one_answer_to_all(Target& target,
                                                                                 const Cast& cast);

// The same calls, as they are built; of each whether an answer is of the API.
[[nodiscard]] std::vector<BuiltRequest> calls_of_the_api(RequestBuilder& requests,
                                                         std::span<const cases::Variant> ways,
                                                         const Cast& cast);
[[nodiscard]] bool is_of_the_api(const HttpReply& reply);
// "301 Moved Permanently to https://...": what is there in its place, one line.
[[nodiscard]] std::string describe_foreign(const HttpReply& reply);

// How many of several knocks were answered.
struct Knocks {
  std::size_t answered = 0;  // at least as was asked for
  bool by_others = false;    // or otherwise: somebody stands before who is not there
  bool throttled = false;    // and says, or may say, that there are too many requests
  bool hung = false;         // or not within their time
};

// Several times at once, as `cast` would look at its instance, where there is one; ends at the
// second that is answered at least as `at_least` says.
[[nodiscard]] boost::asio::awaitable<Knocks> knock_often(Target& target, const Cast* cast,
                                                         Knock::Answer at_least);

}  // namespace hallmark::runner
