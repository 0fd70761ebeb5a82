// SPDX-License-Identifier: Apache-2.0
//
// Fixtures that stand already: a file says which instance is which.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/url.hpp"

namespace hallmark::runner {

// `path`: of a file as docs/fixture-protocol.md describes it. An instance serves one case at a
// time, and is looked at through `endpoint` each time before it is handed out; where it no longer
// stands as the file says, the fixture is unsupported. `patience`: for an instance to come to rest.
[[nodiscard]] std::unique_ptr<FixtureProvider> file_fixtures(
    boost::asio::any_io_executor executor, Url endpoint, ClientOptions options, std::string path,
    std::chrono::milliseconds patience = std::chrono::minutes{10});

}  // namespace hallmark::runner
