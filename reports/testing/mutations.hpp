// SPDX-License-Identifier: Apache-2.0
//
// A valid document, changed in one way at a time so that it means nothing any more: what a schema
// that says what it means refuses.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace hallmark::reports::testing {

struct Mutation {
  std::string what;  // "/cases/0/tookUs: -1"
  boost::json::value document;
};

// Of each kind of place (all elements of an array are one) the first: its value is turned into one
// of another type, into nothing, below its least, or into a word that no list of words has; and
// what is no text is left out.
[[nodiscard]] std::vector<Mutation> mutations_of(const boost::json::value& document);

}  // namespace hallmark::reports::testing
