// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/own_call.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>

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

runner::Credentials own_key(const std::string& access_key_id) {
  const char* const secret = std::getenv("HALLMARK_ACCESS_KEY_SECRET");
  if (secret == nullptr || *secret == '\0') {
    throw UsageError{"--access-key-id needs HALLMARK_ACCESS_KEY_SECRET in the environment"};
  }
  const char* const token = std::getenv("HALLMARK_SECURITY_TOKEN");
  runner::Credentials key{access_key_id, secret, token == nullptr ? "" : token};
  if (const auto flaw = flaw_of(key)) throw UsageError{*flaw};
  return key;
}

}  // namespace hallmark::app
