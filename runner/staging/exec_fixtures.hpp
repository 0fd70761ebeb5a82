// SPDX-License-Identifier: Apache-2.0
//
// Fixtures by the fixture protocol through a program: one call a line on its standard input, one
// answer a line on its standard output.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "runner/staging/protocol_fixtures.hpp"
#include "runner/wire/http/client_options.hpp"

namespace hallmark::runner {

// `command` is run by /bin/sh -c when the provider is opened, and ends with the provider. Calls of
// all cases take turns; each has `patience` from the moment that its line is sent, five seconds as
// the protocol says; `going` as ClientOptions has it.
[[nodiscard]] std::unique_ptr<ProtocolFixtures> exec_fixtures(
    boost::asio::any_io_executor executor, std::string command,
    std::chrono::milliseconds patience = std::chrono::seconds{5},
    std::function<Going()> going = {});

}  // namespace hallmark::runner
