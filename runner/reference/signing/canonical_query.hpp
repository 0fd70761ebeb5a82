// SPDX-License-Identifier: Apache-2.0
//
// The canonical query string, which both signatures are made over: name=value pairs in byte order,
// percent-encoded, joined with '&'.
#pragma once

#include <string>
#include <string_view>

#include "runner/reference/request/request.hpp"

namespace hallmark::runner::reference {

// What a signature is computed over. Defects ask what it would be over something else.
struct Signed {
  std::string_view method;
  std::string_view part = {};     // a parameter of V1, a header of V3, that would have been ...
  std::string_view value = {};    // ... this
  std::string_view without = {};  // a parameter that is left out; empty: none is
  std::string_view path = {};     // V3; empty: the request's own
  bool bare_key = false;          // V1: without the ampersand
};

// Appends the parameters that the protocol of `request` signs: those of the query for V3; for V1
// those of query and form, but Signature.
void append_canonical_query(std::string& out, const Request& request, const Signed& parts);

}  // namespace hallmark::runner::reference
