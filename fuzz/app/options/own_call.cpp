// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/own_call.hpp"

#include <CLI/CLI.hpp>

#include "reports/text.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {

using runner::UsageError;

void add_call(CLI::App& command, std::string& action, std::vector<std::string>& arguments) {
  command.add_option("action", action, "StartInstance, DescribeInstances ...")
      ->required()
      ->type_name("ACTION");
  command.add_option("argument", arguments, "Parameters")->type_name("Name=Value");
}

std::pair<std::string, std::string> name_and_value(const std::string& argument) {
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UsageError{"'" + reports::printable(argument) + "' is not Name=Value"};
  }
  return {argument.substr(0, equals), argument.substr(equals + 1)};
}

}  // namespace hallmark::app
