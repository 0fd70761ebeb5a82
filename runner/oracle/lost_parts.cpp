// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/lost_parts.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "reports/text.hpp"

namespace hallmark::runner {
namespace {

// What the refusal says is missing: the word in quotes of its message, else what its code names.
std::string_view missing_name(const Reply& reply) {
  constexpr std::string_view code_of_any = "MissingParameter";
  const std::string_view message = text_of(reply.message);
  for (const char quote : {'"', '\''}) {
    const std::size_t begin = message.find(quote);
    const std::size_t end = begin == message.npos ? begin : message.find(quote, begin + 1);
    if (end != message.npos) return message.substr(begin + 1, end - begin - 1);
  }
  std::string_view code = text_of(reply.code);
  if (code == code_of_any) return message.substr(0, message.find(' '));
  code.remove_prefix(std::min(code.size(), std::string_view{"Missing"}.size()));
  return code.substr(0, code.find('.'));
}

}  // namespace

bool misses_what_came(const reports::Exchange& exchange, const Reply& reply) {
  if (!text_of(reply.code).starts_with("Missing")) return false;
  const std::string name = reports::to_lower(missing_name(reply));
  return name.size() > 2 && reports::to_lower(exchange.request).find(name) != std::string::npos;
}

}  // namespace hallmark::runner
