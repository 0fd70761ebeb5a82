// SPDX-License-Identifier: Apache-2.0
//
// The parts that JUnit files are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "reports/evidence.hpp"

namespace pugi {
class xml_node;
}

namespace hallmark::reports::junit {

// A line of a list of failures: what the longest message has, in characters.
inline constexpr std::size_t longest_message = 400;

// Rounded, so that what stands in a file adds up.
[[nodiscard]] std::int64_t in_milliseconds(std::int64_t microseconds);
// "0.500".
[[nodiscard]] std::string in_seconds(std::int64_t milliseconds);

// What `text` takes in the file, in bytes.
[[nodiscard]] std::size_t escaped_size(std::string_view text);

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

// The opening lines of a file and of a suite; names are ours, and need no escaping. What is opened
// is closed by close_suite() and close_suites().
void open_suites(std::ostream& out, std::string_view name, const Counts& counts,
                 std::int64_t took_ms);
void open_suite(std::ostream& out, std::string_view name, const Counts& counts,
                std::int64_t took_ms, std::string_view started);
void close_suite(std::ostream& out);
void close_suites(std::ostream& out);

// Nothing where the value is empty.
void add_property(pugi::xml_node properties, std::string_view name, std::string_view value);

// "wanted  403 IncorrectInstanceStatus"; nothing where the value is empty.
void append_line(std::string& out, std::string_view label, std::string_view value);

// ---- TITLE, 345 us, then the request, ---- and the answer; bodies above 64 KiB are cut. Nothing
// where `out` has grown beyond what a reader of JUnit takes, see is_full.
void append_exchange(std::string& out, std::string_view title, const Exchange& exchange);
[[nodiscard]] bool is_full(std::string_view out);

void write_tree(const pugi::xml_node& node, std::ostream& out, unsigned depth);

}  // namespace hallmark::reports::junit
