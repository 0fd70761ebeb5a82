// SPDX-License-Identifier: Apache-2.0
//
// A history: a world, and calls that are made in it one after the other, some of them at the same
// moment. What the fuzzers mutate, the campaigns send and the model judges.
//
// It has two written forms. As bytes every string stands for a history, so that an engine may
// change any of them; as text it is for people (docs/histories.md):
//
//   hallmark history 1
//   world Stopped PostPaid SecurityLock+LocalDisk settle=50
//   StartInstance DryRun=true variant=post.json.v3
//   RebootInstance id=odd/nul treatment=v1/signature/flipped wait=100 together
//   DescribeInstances again=format
//
// A number in a step, and so a byte, is a place in a list of words, and a new case moves places:
// what is kept in the repository is kept as text, which names its words.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "cases/fixture.hpp"
#include "fuzz/grammar/vocabulary.hpp"
#include "fuzz/model/asked.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::fuzz {

// A parameter beside those that the action has.
struct Extra {
  std::uint8_t word = 0;            // of Vocabulary::extras
  std::optional<std::string> text;  // sent instead of the word's own value; at most max_extra_text
  cases::Encoding encoding = cases::Encoding::canonical;

  friend bool operator==(const Extra&, const Extra&) = default;
};

// The same call once more, directly after it and in a way that must make no difference.
enum class Guise : std::uint8_t {
  none,
  other_format,
  other_method,
  other_order,        // of the parameters
  other_encoding,     // of their values
  unknown_parameter,  // one more
  format_in_lower_case,
  format_absent,
  many_parameters,  // forty more
  odd_names,        // more of them, whose names are sent percent-encoded
  header_case,      // names of headers in another case
};
inline constexpr std::array<std::string_view, 11> guise_names = {"none",
                                                                 "format",
                                                                 "method",
                                                                 "order",
                                                                 "encoding",
                                                                 "unknown-parameter",
                                                                 "lower-case-format",
                                                                 "no-format",
                                                                 "many-parameters",
                                                                 "odd-names",
                                                                 "header-case"};

// Numbers are places in the lists of the Vocabulary.
struct Step {
  CalledAction action = CalledAction::start;
  bool by_other = false;  // the other account calls
  bool together = false;  // at the same moment as the step before
  std::uint8_t id = own_id;
  cases::Encoding id_encoding = cases::Encoding::canonical;
  std::uint8_t init_local_disk = absent_flag;
  std::uint8_t force_stop = absent_flag;
  std::uint8_t dry_run = absent_flag;
  std::uint8_t variant = 0;
  std::uint8_t wait = 0;  // before the call
  std::uint16_t treatment = honest;
  std::uint8_t back = 0;  // to which step a replay or a nonce goes back; 0 where there is none
  std::vector<Extra> extras = {};
  Guise again = Guise::none;

  friend bool operator==(const Step&, const Step&) = default;
};

// Its Boolean parameters: places in Vocabulary::booleans.
[[nodiscard]] inline std::array<std::uint8_t*, 3> flags_of(Step& step) {
  return {&step.init_local_disk, &step.force_stop, &step.dry_run};
}

struct History {
  cases::Fixture fixture;
  std::vector<Step> steps;

  friend bool operator==(const History&, const History&) = default;
};

inline constexpr std::size_t max_steps = 32;
inline constexpr std::size_t max_extras = 2;       // of one step
inline constexpr std::size_t max_extra_text = 31;  // bytes
inline constexpr std::size_t max_conditions = 3;
inline constexpr std::uint8_t max_back = 8;

// The nearest world that does not contradict itself: who is overdue pays afterwards, who has a
// failed local disk has a local disk; and that a history can write: at most three conditions.
[[nodiscard]] cases::Fixture consistent(cases::Fixture fixture);

// The history with every number within its list: what both written forms can hold.
[[nodiscard]] History well_formed(History history, const Vocabulary& words = Vocabulary::get());

// Total: any bytes are a history. encode(decode(bytes)) decodes to the same history again.
[[nodiscard]] History decode(std::span<const std::uint8_t> bytes,
                             const Vocabulary& words = Vocabulary::get());
[[nodiscard]] std::vector<std::uint8_t> encode(const History& history,
                                               const Vocabulary& words = Vocabulary::get());

[[nodiscard]] std::string to_text(const History& history,
                                  const Vocabulary& words = Vocabulary::get());
// "line 3, column 15: no such id: odd/nil; did you mean 'odd/nul'?" where the text is none.
[[nodiscard]] runner::Result<History> parse_history(std::string_view text,
                                                    const Vocabulary& words = Vocabulary::get());
// Several of them, one behind the other, each with its title.
[[nodiscard]] runner::Result<std::vector<History>> parse_histories(
    std::string_view text, const Vocabulary& words = Vocabulary::get());

// The history without the steps for which `keep` is false. What goes back to a step that is gone
// becomes honest.
[[nodiscard]] History with_steps(const History& history, const std::vector<bool>& keep);

// The earlier step that a replay or a nonce goes back to; nothing where there is none.
[[nodiscard]] std::optional<std::size_t> source_of(const History& history, std::size_t step);

// The call that RequestBuilder builds, for a step that is treated as it says, or honestly.
[[nodiscard]] cases::Call call_of(const Step& step, bool as_treated);

// What the model is asked, the door apart.
[[nodiscard]] Asked asked_of(const Step& step);

}  // namespace hallmark::fuzz
