// SPDX-License-Identifier: Apache-2.0
//
// What a case showed, and because of what. The five words are those of ISO 9646 and TTCN-3, with
// `unsupported` for what the target does not claim.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::reports {

enum class Verdict : std::uint8_t {
  pass,          // the answer is a documented one, and so is the effect
  fail,          // the answer or the effect contradicts the documents
  inconclusive,  // it settles nothing: blocked by a failed prerequisite, or the target cannot tell
  unsupported,   // the target, or its fixture provider, does not claim it; known before the request
  error,         // the case could not be carried out: no fixture, no connection
};

inline constexpr std::array<std::string_view, 5> verdict_names = {"pass", "fail", "inconclusive",
                                                                  "unsupported", "error"};
constexpr std::string_view name_of(Verdict verdict) {
  return verdict_names[static_cast<std::size_t>(verdict)];
}
[[nodiscard]] std::optional<Verdict> verdict_named(std::string_view name);

// On whose side something went wrong.
enum class Side : std::uint8_t {
  target,    // whoever was asked
  nobody,    // there is no one who answers
  between,   // a proxy, a throttle: what stands between us and the target
  fixtures,  // the fixture provider
  ours,      // this machine lacks something: sockets, memory
};

struct Finding {
  Verdict verdict = Verdict::pass;
  std::string reason;     // one line; empty for a pass
  std::string wanted;     // of a fail: "403 IncorrectInstanceStatus"
  std::string wanted_by;  // the citation: "StartInstance 2020-10, error row 2"
  std::string got;        // of a fail: "200, and the instance is Starting"
  std::string said;       // of a fail: the message of the answer that was not wanted
  // Where that answer does not like the signature: what to make of it, what was signed, and what
  // the target says it computed. A line each, without secrets.
  std::vector<std::string> signing;
  std::string lenience;    // why more than one answer was allowed; empty where one was
  std::string blocked_by;  // the id of the case that had to pass first
  std::string shown_by;  // of a check of every answer: the address of a case whose answer broke it
  // Of a fail, the same as data: what causes are told by.
  std::string action;                // whose answer was not wanted, as spelled; empty: of no one
  std::vector<std::string> answers;  // wanted, each "403 IncorrectInstanceStatus"
  std::string answer;                // that came, without its message
  Side side = Side::target;

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace hallmark::reports
