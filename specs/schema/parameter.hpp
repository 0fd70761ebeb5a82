// SPDX-License-Identifier: Apache-2.0
//
// One row of a page's table "Request parameters" or "Response parameters".
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hallmark::specs {

enum class ValueType : std::uint8_t { string, boolean };

// As the page prints it. An edition may call Action optional; on the wire it never is.
enum class Presence : std::uint8_t { required, optional, unsaid };

struct ParameterSpec {
  int row;  // place in the page's table, counted from 1
  std::string_view name;
  ValueType type;
  Presence presence;
  std::span<const std::string_view> allowed;  // the closed set of values; empty: any
  std::string_view default_value;             // empty: none stated
  std::string_view sample;  // the page's sample value; empty: the page has no such column
};

struct ResponseSpec {
  int row;
  std::string_view name;
  ValueType type;
  std::string_view sample;
};

consteval bool in_page_order(std::span<const ParameterSpec> rows) {
  for (int next = 1; const ParameterSpec& row : rows) {
    if (row.row != next++) throw "rows run 1, 2, 3 ... in the order of the page";
    if (row.name.empty()) throw "a parameter has a name";
    if (row.type == ValueType::boolean && row.allowed.size() != 2) {
      throw "a Boolean parameter allows true and false";
    }
    if (!row.default_value.empty() && !row.allowed.empty()) {
      bool is_allowed = false;
      for (const std::string_view value : row.allowed) is_allowed |= value == row.default_value;
      if (!is_allowed) throw "a default is one of the allowed values";
    }
  }
  return true;
}

consteval bool in_page_order(std::span<const ResponseSpec> rows) {
  for (int next = 1; const ResponseSpec& row : rows) {
    if (row.row != next++) throw "rows run 1, 2, 3 ... in the order of the page";
    if (row.name.empty()) throw "a response parameter has a name";
  }
  return true;
}

}  // namespace hallmark::specs
