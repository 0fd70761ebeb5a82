// SPDX-License-Identifier: Apache-2.0
//
// Which hosts may be asked. Cases start, reboot and break instances: whatever is neither this
// machine nor in a private network has to be allowed by its name, or all at once.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/wire/http/client_options.hpp"
#include "runner/wire/http/url.hpp"

namespace hallmark::runner {

struct Allowance {
  bool live = false;               // any host
  std::vector<std::string> hosts;  // by their names, in any case
};

// Whether a URL may have it for its host: a name or an address.
[[nodiscard]] bool is_host_name(std::string_view text);

// The addresses of the host, as text, looked up within `patience` and all of them allowed: who
// connects to these, and looks no name up again, reaches nobody else. Where the name is not known,
// it is asked for again until `retried` has passed. `going` as ClientOptions has it. Throws
// UsageError.
[[nodiscard]] std::vector<std::string> allowed_addresses(const Url& url, const Allowance& allowance,
                                                         std::chrono::milliseconds patience,
                                                         std::chrono::milliseconds retried = {},
                                                         const std::function<Going()>& going = {});

}  // namespace hallmark::runner
