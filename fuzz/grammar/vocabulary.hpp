// SPDX-License-Identifier: Apache-2.0
//
// The words of a history: ids, Boolean spellings, additional parameters, ways of forging a request,
// and of asking for what the API does not have.
// Taken from the cases of the suite, never typed twice. A word's name comes from its case's tags
// and stays: it is what a history says as text. Its place in a list moves when a name is added.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"

namespace hallmark::fuzz {

struct IdWord {
  std::string name;  // "own", "other", "absent", "empty", "unknown", "odd/nul"
  cases::Value value;
  bool hostile = false;                         // the HTTP layer may refuse it
  cases::Level level = cases::Level::required;  // of its case
};

struct ExtraWord {
  std::string name;  // "client-token"
  std::string parameter;
  cases::Value value;
  bool v1_only = false;                         // under V3 it means something else
  bool may_be_owner = false;                    // may be looked up and refused
  cases::Level level = cases::Level::required;  // of its case, where it is to be taken
};

// What is done to a request so that it is not an honest one.
struct Treatment {
  enum class Kind : std::uint8_t {
    honest,
    replay,      // the bytes of an earlier step
    same_nonce,  // the nonce of an earlier step
    same_nonce_another_minute,
    forged,  // as the case does it
  };
  std::string name;  // "honest", "replay", "v1/signature/flipped"
  Kind kind = Kind::forged;
  const cases::Case* forgery = nullptr;
  bool may_come_in = false;    // its case allows to accept the request as well
  bool is_beyond_api = false;  // signed as it should be, and asks for what is not there
  std::vector<cases::Answer> refusals = {};  // how it may be refused

  // Whether it takes something from an earlier step.
  [[nodiscard]] bool goes_back() const { return kind != Kind::honest && kind != Kind::forged; }
  // Whether a request that travels so can be treated so.
  [[nodiscard]] bool applies(cases::Variant variant) const;
  [[nodiscard]] const cases::Call& call() const { return forgery->calls.front(); }
};

class Vocabulary {
 public:
  // The words of the whole suite.
  [[nodiscard]] static const Vocabulary& get();
  // Of these cases, which must outlive it.
  explicit Vocabulary(std::span<const cases::Case> library);

  std::vector<IdWord> ids;
  std::vector<std::string> booleans;  // [0] is empty and stands for "not there" in a step
  std::vector<ExtraWord> extras;
  std::vector<Treatment> treatments;  // [0] is honest
  std::vector<cases::Variant> variants;
  std::vector<std::chrono::milliseconds> waits;  // [0] is none

  // Of the cases that ask for a Boolean which is not one in the pages' spelling.
  cases::Level odd_boolean = cases::Level::required;

  // Answers to a nonce that was used before.
  std::vector<cases::Answer> used_nonce;

 private:
  void add_words(const cases::Case& one);
};

// Whichever counts less.
[[nodiscard]] constexpr cases::Level weaker(cases::Level one, cases::Level other) {
  return one < other ? other : one;
}

// The places of words that code names.
inline constexpr std::uint8_t own_id = 0;
inline constexpr std::uint8_t other_id = 1;
inline constexpr std::uint8_t absent_id = 2;
inline constexpr std::uint8_t empty_id = 3;
inline constexpr std::uint8_t unknown_id = 4;
inline constexpr std::uint8_t absent_flag = 0;
inline constexpr std::uint8_t true_flag = 1;
inline constexpr std::uint8_t false_flag = 2;
inline constexpr std::uint8_t empty_flag = 3;
inline constexpr std::uint16_t honest = 0;

}  // namespace hallmark::fuzz
