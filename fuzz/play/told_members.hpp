// SPDX-License-Identifier: Apache-2.0
//
// Which members accepted calls are answered with, in XML and in JSON.
//
// What changes an instance cannot be asked twice in one situation, and no page says which members
// an endpoint may add, or when: one answer in each format proves nothing. What does is one call,
// made several times within a history and the same each time but for its format, where
//   - the first and the last time it is in one format, and at least twice in between in the other;
//   - each answer in one of the formats has a member that holds something, and no answer in the
//     other has it at all;
//   - and no accepted call of this action has ever told otherwise, in whatever world, with whatever
//     parameters: a member that a format has only sometimes is the endpoint's own affair.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "fuzz/grammar/history.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

class ToldMembers {
 public:
  struct Difference {
    std::size_t step = 0;  // the last of the calls
    std::string shape;     // of its answer
    std::string got;       // "Success in XML each of 2 times, in JSON none of 2"
  };

  // A new history. What was told in earlier ones stays known.
  void begin() { calls_.clear(); }

  // An accepted call of an action that changes something, and its answer.
  void add(std::size_t at, const Step& step, const runner::Reply& reply);

  // Whether this history had a call that could have shown a difference, and the first that did.
  [[nodiscard]] bool compares() const;
  [[nodiscard]] std::optional<Difference> difference() const;

 private:
  struct Names {
    std::set<std::string> present;
    std::set<std::string> told;  // of these, what holds something
  };
  struct Answer {
    std::size_t at;
    cases::Format format;
    std::string shape;
    Names names;
  };
  // One call, however often it was made; `step` without what may differ from time to time.
  struct Repeated {
    Step step;
    cases::Variant variant;
    std::vector<Answer> answers;
  };
  // Of all histories, for one action and one format.
  struct Memory {
    std::uint64_t answers = 0;
    std::map<std::string, std::uint64_t> names;  // that were there, and how often they were told
    bool is_full = false;  // a name was not kept: about others nothing is known
  };

  static Names names_of(const runner::Reply& reply);
  static bool compares(const Repeated& call);
  [[nodiscard]] const Memory& memory_of(CalledAction action, cases::Format format) const {
    return memory_[static_cast<std::size_t>(action)][format == cases::Format::xml ? 0 : 1];
  }
  // Memory knows the answers of this history, too.
  [[nodiscard]] bool always(const Repeated& call, cases::Format format,
                            const std::string& name) const;
  [[nodiscard]] bool never(const Repeated& call, cases::Format format,
                           const std::string& name) const;

  std::vector<Repeated> calls_;
  std::array<std::array<Memory, 2>, action_count> memory_;
};

}  // namespace hallmark::fuzz
