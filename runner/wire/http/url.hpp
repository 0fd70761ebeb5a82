// SPDX-License-Identifier: Apache-2.0
//
// The address of a target, taken apart.
#pragma once

#include <string>
#include <string_view>

#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

struct Url {
  bool tls = false;
  std::string host;  // a name or an address, IPv6 without its brackets
  std::string port;  // digits; 80 or 443 where the text names none
  std::string path;  // starts with '/'; as written, without a query

  // What the Host header says: IPv6 in brackets, the port unless it is the scheme's own.
  [[nodiscard]] std::string host_header() const;

  friend bool operator==(const Url&, const Url&) = default;
};

// Takes http:// and https:// URLs without user, query and fragment. The error is a sentence for the
// user, without the text itself.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

}  // namespace hallmark::runner
