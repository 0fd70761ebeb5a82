// SPDX-License-Identifier: Apache-2.0
//
// What was seen of a client: what it sent, what it was answered, what its user was told. Values;
// the judge says what they mean.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/client/client_case.hpp"
#include "runner/reference/server/http.hpp"

namespace hallmark::runner {

// A request as it came, and the bytes with which it was answered.
struct SeenRequest {
  reference::HttpRequest http;
  std::string raw;
  bool elsewhere = false;  // it came to the other host, to which a redirect led
  std::chrono::steady_clock::time_point at = {};
  std::chrono::system_clock::time_point clock = {};  // the same, as the calendar has it
  std::chrono::steady_clock::time_point answered_at = {};
  std::string answer;            // its bytes, the first 16 KiB
  std::size_t answer_size = 0;   // of all that was sent
  std::string_view ending = {};  // what became of the connection, in words; empty: it was kept
};

// What the library's user was told, as the shim wrote it.
struct UserTold {
  enum class Kind : std::uint8_t {
    nothing,      // not asked yet
    success,      // the call returned
    error,        // the library reported an error
    unsupported,  // the shim cannot make this call
    broke,        // the shim died, kept silent, or wrote something else
  };
  enum class Break : std::uint8_t {
    other,
    ended,   // the shim ended by itself
    silent,  // it gave no answer in time
  };
  Kind kind = Kind::nothing;
  Break how = Break::other;  // it broke
  std::string line = {};     // the shim's answer, at most 16 KiB of it
  std::string sort = {};     // of an error: service, transport, decode, usage
  std::string code = {}, message = {}, request_id = {};
  std::optional<int> status = {};
  std::string trouble = {};  // of what broke, or is not supported: how, in one line
  // Every text and number inside the answer, with the name of its member.
  std::vector<std::pair<std::string, std::string>> leaves = {};
};

struct SeenCall {
  const cases::client::Call* call = nullptr;              // never null
  std::string action = {};                                // as it was called
  std::vector<cases::client::Parameter> parameters = {};  // as they were given
  std::string token = {};                                 // the security token; empty: none
  std::string request_id = {};                            // that the answer held
  // What a printed answer said, or the case says.
  std::string code = {}, message = {};
  int status = 0;
  std::vector<SeenRequest> requests = {};
  UserTold told = {};
  std::size_t life = 0;         // of the shim: how often it had been started again
  bool others_went_on = false;  // it was silent, and a later call was answered meanwhile
  std::chrono::milliseconds took{0};
  std::chrono::milliseconds timeout{0};  // that the client was given, or is believed to have
};

struct SeenCase {
  std::vector<SeenCall> calls;
  std::string access_key_id, access_key_secret;
  std::string instance_id, region_id;  // of a world at the reference endpoint
  // Of many copies: fewer were made, for the time was up.
  bool cut_short = false;
};

}  // namespace hallmark::runner
