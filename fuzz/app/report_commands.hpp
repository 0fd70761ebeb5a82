// SPDX-License-Identifier: Apache-2.0
//
// The commands below hallmark report, and what they share.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "reports/compare/settings.hpp"

namespace hallmark::app {

[[nodiscard]] Command add_diff(CLI::App& report);
[[nodiscard]] Command add_matrix(CLI::App& report);
[[nodiscard]] Command add_statement(CLI::App& report);
[[nodiscard]] Command add_verify(CLI::App& report);

// The run or campaign in the file; "-" is standard input. Throws reports::InputError.
[[nodiscard]] reports::Saved saved_at(const std::string& path);

// A form of a comparison, by the kind that --report names.
struct Form {
  std::string_view kind;
  std::function<void(std::ostream&)> write;
};

// --report [KIND=]FILE, repeatable, in the forms that `kinds` names: "html json".
void add_forms(CLI::App& command, std::vector<std::string>& places, const std::string& kinds);

// Each file is written whole or not at all. Throws UsageError.
void write_forms(const std::vector<std::string>& places, const std::vector<Form>& forms,
                 std::ostream& standard_output);

}  // namespace hallmark::app
