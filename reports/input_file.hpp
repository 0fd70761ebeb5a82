// SPDX-License-Identifier: Apache-2.0
//
// Files that the user names: one way to read them, with a limit. What is no regular file is never
// read: a device never ends, and who opens a pipe may wait for ever.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hallmark::reports {

// A file of the user's that cannot be used: one line, which file and where in it.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr std::size_t largest_input = 64U << 20U;  // bytes

// Nothing where it can be read whole; else why not: "it is a folder", "it is larger than 64 MiB".
// `limit`: whole mebibytes.
[[nodiscard]] std::optional<std::string> input_trouble(const std::string& path,
                                                       std::size_t limit = largest_input);

// What the file holds. Throws InputError: "PATH: it is a folder".
[[nodiscard]] std::string read_input(const std::string& path, std::size_t limit = largest_input);

// All that comes on standard input. Throws InputError.
[[nodiscard]] std::string read_standard_input(std::size_t limit = largest_input);

// Some editors put it before a text in UTF-8; it is no part of the text.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

}  // namespace hallmark::reports
