// SPDX-License-Identifier: Apache-2.0
//
// Fixtures by the fixture protocol through a program: one call a line on its standard input, one
// answer a line on its standard output.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "runner/staging/fixture_provider.hpp"

namespace hallmark::runner {

// `command` is run by /bin/sh -c when the provider is opened, in a process group of its own, and is
// ended with the provider. Calls of all cases take turns; each has five seconds from the moment that
// its line is sent.
[[nodiscard]] std::unique_ptr<FixtureProvider> exec_fixtures(boost::asio::any_io_executor executor,
                                                             std::string command);

}  // namespace hallmark::runner
