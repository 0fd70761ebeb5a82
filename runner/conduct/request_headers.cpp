// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/request_headers.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "reports/text.hpp"
#include "runner/conduct/usage_error.hpp"
#include "specs/catalog.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::runner {
namespace {

// What requests say themselves, what a case may have them say, and what frames them.
constexpr std::array<std::string_view, 14> ours = {
    "host",       "authorization", "content-type",      "content-length", "content-encoding",
    "connection", "accept",        "accept-encoding",   "user-agent",     "expect",
    "te",         "trailer",       "transfer-encoding", "upgrade"};

constexpr std::size_t longest = 4096;  // bytes of a value

bool is_token(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
  });
}

bool is_printable(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Headers::value_type parse_header(const std::string& option, const std::string& text) {
  const std::size_t sign = text.find('=');
  const std::string name = text.substr(0, sign);
  // Of the value nothing is told: it may be a secret.
  if (sign == std::string::npos || !is_token(name)) {
    throw UsageError{option + ": write Name=Value, with letters, digits and hyphens in the name"};
  }
  const std::string lower = reports::to_lower(name);
  if (lower.starts_with("x-acs-") || std::ranges::find(ours, lower) != ours.end()) {
    throw UsageError{option + " " + name + ": each request has its own; name another header"};
  }
  std::string value = text.substr(sign + 1);
  if (value.empty()) {
    throw UsageError{option + " " + name + ": the value is empty; write " + name + "=Value"};
  }
  if (!is_printable(value) || value.front() == ' ' || value.back() == ' ' ||
      value.size() > longest) {
    throw UsageError{option + " " + name + ": its value is printable ASCII, at most " +
                     std::to_string(longest) + " bytes, without a blank at either end"};
  }
  return {name, std::move(value)};
}

bool is_printed_by_endpoints(const std::string& text) {
  const auto says = [&text](std::string_view row) { return row.find(text) != row.npos; };
  const auto is_on = [&says](const specs::Page* page) {
    return says(page->action) ||
           std::ranges::any_of(
               page->errors,
               [&](const auto& row) { return says(row.code.text()) || says(row.message); }) ||
           std::ranges::any_of(page->common_errors, [&](const auto& row) {
             return says(row.code.text()) || says(row.message);
           });
  };
  return std::ranges::find(specs::status_names, text) != specs::status_names.end() ||
         std::ranges::any_of(specs::pages(), is_on) ||
         std::ranges::any_of(specs::common_pages(), is_on);
}

}  // namespace hallmark::runner
