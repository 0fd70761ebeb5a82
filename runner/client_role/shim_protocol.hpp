// SPDX-License-Identifier: Apache-2.0
//
// The shim protocol, version 1: one JSON object a line (docs/porting-an-sdk.md). Text in, values
// out; no process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cases/client/client_case.hpp"
#include "runner/client_role/seen.hpp"

namespace hallmark::runner {

// What a shim says of itself.
struct Hello {
  std::string name, version, language;
  std::vector<std::string> actions;
  std::vector<std::string> signatures;  // v1, v3
  std::vector<std::string> options;     // method, timeoutMs, retry, format, signature
  bool concurrent = false;

  [[nodiscard]] bool has_action(std::string_view action) const;
  [[nodiscard]] bool takes(std::string_view option) const;
};

struct CallLine {
  std::int64_t id = 0;
  std::string action;
  std::vector<cases::client::Parameter> parameters;
  std::string endpoint, region, access_key_id, access_key_secret;
  std::string token;  // empty: null
  // Only those that the shim takes are sent.
  std::optional<std::string> method, format, signature;
  std::optional<std::int64_t> timeout_ms;
  bool retry = false;
};

[[nodiscard]] std::string hello_line();
[[nodiscard]] std::string bye_line();
[[nodiscard]] std::string line_of(const CallLine& call, const Hello& hello);

// The greeting, or what is wrong with it.
[[nodiscard]] std::variant<Hello, std::string> read_hello(std::string_view line);

struct AnswerLine {
  std::int64_t id = 0;
  UserTold told;
};
// Or what is wrong with it.
[[nodiscard]] std::variant<AnswerLine, std::string> read_answer(std::string_view line);

}  // namespace hallmark::runner
