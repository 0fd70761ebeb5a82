// SPDX-License-Identifier: Apache-2.0
//
// What the behaviour of a client comes to: what it sent, what it was answered and what its user was
// told, against the case. Pure: no clock, no socket.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "cases/client/client_case.hpp"
#include "reports/verdict.hpp"
#include "runner/client_role/seen.hpp"

namespace hallmark::runner {

// How much later than its timeout a call may end: machines are busy.
inline constexpr std::chrono::milliseconds client_grace{2000};

struct ClientVerdict {
  reports::Finding finding;
  std::size_t call = 0;  // of a failure: the place of the call that shows it
};

[[nodiscard]] ClientVerdict judge_client(const cases::client::Case& one, const SeenCase& seen);

// The first thing that is wrong with the signature, with what has to be there always, or with
// nonce and time of a request that came at `clock`; nothing where all is well. Words without
// secrets.
struct RequestFlaw {
  std::string reason, wanted, got;
};
[[nodiscard]] std::optional<RequestFlaw> flaw_of_signature(const reference::HttpRequest& request,
                                                           std::string_view secret);
[[nodiscard]] std::optional<RequestFlaw> flaw_of_action(const reference::HttpRequest& request,
                                                        std::string_view called);
[[nodiscard]] std::optional<RequestFlaw> flaw_of_travel(const reference::HttpRequest& request);
// `with_fraction`: milliseconds are taken, too.
[[nodiscard]] std::optional<RequestFlaw> flaw_of_timestamp(const reference::HttpRequest& request,
                                                           bool with_fraction);
[[nodiscard]] std::optional<RequestFlaw> flaw_of_time(const reference::HttpRequest& request,
                                                      std::chrono::system_clock::time_point clock);

// What a request says of itself; empty where it says nothing.
struct SaidByRequest {
  bool v3 = false;
  std::string access_key_id, action, version, nonce, timestamp, token, signature;
  std::vector<std::pair<std::string, std::string>> parameters;  // decoded; query and form
  bool decodable = true;
};
[[nodiscard]] SaidByRequest said_by(const reference::HttpRequest& request);

}  // namespace hallmark::runner
