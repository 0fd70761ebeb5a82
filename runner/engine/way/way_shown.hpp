// SPDX-License-Identifier: Apache-2.0
//
// What is known of a way between here and the target that spoils what passes, and which exchanges
// that explains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cases/request.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"

namespace hallmark::runner {

// Of what is spoilt, which part of the traffic it is.
enum class Reach : std::uint8_t {
  all,        // nothing that is judged stands
  v3,         // what is signed with V3
  gets,       // what is sent with GET
  xml,        // what is answered in XML
  posts,      // what is sent with POST
  long_urls,  // what is sent with a URL longer than `longest`
  blanks,     // what has a blank in its URL
  pluses,     // what may have a plus in its URL
};

struct Spoilt {
  Reach reach = Reach::all;
  std::string what;         // one line: what was seen, and what to do
  std::size_t longest = 0;  // bytes of path and query that arrive
  reports::Side side = reports::Side::between;
};

// What may be so, and cannot be told from a target that is wrong.
struct Suspicion {
  Reach reach = Reach::v3;
  std::string asks;  // a few words: "is its Content-Type stripped?"
  std::string what;  // one line: why that may be, and how to find out
};

struct WayShown {
  std::vector<Spoilt> spoilt;
  std::vector<Suspicion> suspicions;
  std::vector<cases::Variant> spent;  // ways in which each nonce that is new is refused as used
  std::string unsteady;  // one line: what goes wrong now and then with any request; empty: nothing
  bool no_signature_is_accepted = false;  // in any way, and nothing else is wrong with requests
};

// That somebody who is not the API answered one request, with `status`: for its length, or for what
// stands in it.
struct Interception {
  std::string what;    // one line
  std::string advice;  // another
};
[[nodiscard]] Interception interception_for_length(int status);
[[nodiscard]] Interception interception_for_words(int status);

// Nothing where some of what passes can be relied on.
[[nodiscard]] const Spoilt* spoils_all(const WayShown& shown);

// What is spoilt of the calls of `evidence` or of its looks; nothing where none is.
[[nodiscard]] const Spoilt* explanation_of(const reports::Evidence& evidence,
                                           const WayShown& shown);

// What may be spoilt of each of its calls.
[[nodiscard]] const Suspicion* suspicion_of(const reports::Evidence& evidence,
                                            const WayShown& shown);

}  // namespace hallmark::runner
