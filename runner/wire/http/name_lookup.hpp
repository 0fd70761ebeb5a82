// SPDX-License-Identifier: Apache-2.0
//
// The addresses of a host, looked up beside the work. The system's look-up knows no deadline and
// cannot be called off: it has a thread of its own, which is left to itself where nobody waits for
// it any more.
#pragma once

#include <atomic>
#include <boost/system/error_code.hpp>
#include <memory>
#include <string>
#include <vector>

namespace hallmark::runner {

struct NameLookup {
  std::vector<std::string> addresses;  // these two as soon as it is done
  boost::system::error_code error;
  std::atomic<bool> done = false;
};

// Done at once for `localhost`, and, with an error, where no thread can be started.
[[nodiscard]] std::shared_ptr<const NameLookup> look_up(const std::string& host);

}  // namespace hallmark::runner
