// SPDX-License-Identifier: Apache-2.0
//
// Laws: properties that are checked with generated values, and shrunk where they are broken. The
// generators, and the way values shrink, are RapidCheck's; seed, counts, size and time come from
// our own flags (law_options.hpp), and a law that ran no case never holds.
//
//   HALLMARK_LAW(PercentEncoding, ComesBack) {
//     const std::string text = *any_bytes();
//     RC_ASSERT(percent_decode(percent_encode(text)) == text);
//   }
//
// is the test PercentEncoding.ComesBack. EXPECT_ and ASSERT_ of GoogleTest break a law like
// RC_ASSERT does. One law is checked at a time: RapidCheck generates in a context that the whole
// process shares, so what a law's own threads do, they do with values generated before.
#pragma once

#include <rapidcheck.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::fuzz {

// How thoroughly a law is checked.
struct LawParams {
  std::uint64_t seed = 1;  // every law draws values of its own from it
  int count = 100;         // cases that have to hold, 1 or more
  int size = 100;          // of the largest values; the first case has size 0
  int discard_ratio = 10;  // discarded cases for each that holds, at most
  // No case begins after that. A case that has begun is not interrupted.
  std::chrono::milliseconds budget{10'000};
  // No attempt to shrink begins after that, counted from the failure; 0: values stay as found.
  std::chrono::milliseconds shrink_budget{5'000};

  friend bool operator==(const LawParams&, const LawParams&) = default;
};

// One case of one law, for as long as neither the law nor its generators change.
struct LawCase {
  std::string law;  // Suite.Name
  std::uint64_t seed = 0;
  int size = 0;
  std::vector<std::size_t> path;  // which of the possible shrinks was taken, step by step

  // Suite.Name:SEED:SIZE:PATH with a path such as 0.4.1, or '-' for an empty one.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static std::optional<LawCase> parse(std::string_view text);

  friend bool operator==(const LawCase&, const LawCase&) = default;
};

enum class LawVerdict : std::uint8_t {
  holds,     // in all cases that were wanted, or in those that there was time for
  broken,    // there is a counterexample
  gave_up,   // too many cases were discarded
  unjudged,  // no case was judged: no time, or another law is being checked
};

struct LawResult {
  LawVerdict verdict = LawVerdict::unjudged;
  int cases = 0;  // that held
  int discarded = 0;
  bool out_of_time = false;  // the budget ended the search
  std::string reason;        // of everything but `holds`

  // Of a broken law: what was generated, as (name or type, value), shrunk as far as there was time.
  std::vector<std::pair<std::string, std::string>> counterexample;
  LawCase again;
  int shrinks = 0;                  // steps that still broke the law
  int shrink_tries = 0;             // steps tried
  bool shrink_out_of_time = false;  // the budget ended the shrinking

  [[nodiscard]] bool broken() const { return verdict == LawVerdict::broken; }
};

// Checks `law`, which generates with *gen and complains with RC_ASSERT, an exception, or EXPECT_.
[[nodiscard]] LawResult check_law(std::string_view name, const std::function<void()>& law,
                                  const LawParams& params);

// Checks that one case only, not shrunk any further.
[[nodiscard]] LawResult check_case(const std::function<void()>& law, const LawCase& one);

// What a person wants to know of a result that is not `holds`; `program` is what to run again.
[[nodiscard]] std::string describe(std::string_view name, const LawResult& result,
                                   const LawParams& params, std::string_view program);

// The names of all laws of this program, Suite.Name, sorted.
[[nodiscard]] std::vector<std::string> law_names();

// What HALLMARK_LAW makes use of.
bool register_law(std::string_view name);
void run_law(std::string_view name, const std::function<void()>& law, int cost);

}  // namespace hallmark::fuzz

// A law whose cases are dear: it is checked with a `cost`th part of the cases, at least one.
#define HALLMARK_COSTLY_LAW(suite, name, cost)                                                    \
  static void suite##_##name##_law();                                                             \
  [[maybe_unused]] static const bool suite##_##name##_registered =                                \
      ::hallmark::fuzz::register_law(#suite "." #name);                                           \
  TEST(suite, name) { ::hallmark::fuzz::run_law(#suite "." #name, &suite##_##name##_law, cost); } \
  static void suite##_##name##_law()

#define HALLMARK_LAW(suite, name) HALLMARK_COSTLY_LAW(suite, name, 1)
