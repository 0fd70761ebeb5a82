// SPDX-License-Identifier: Apache-2.0
//
// The part of JSON Schema 2020-12 that docs/report-schema.json and docs/campaign-schema.json are
// written in. Stricter than a reader's check: a member that the schema does not name is a
// violation, and so is a keyword of the schema that is not looked at here, so that nothing goes
// unchecked.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace hallmark::reports::testing {

// What is wrong, each with its place; empty where `value` is as `schema` says.
[[nodiscard]] std::vector<std::string> violations(const boost::json::value& schema,
                                                  const boost::json::value& value);

}  // namespace hallmark::reports::testing
