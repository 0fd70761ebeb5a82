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
// time, and is looked at through `endpoint` each time before it is handed out. Where it stands
// otherwise than the file says and once stood so, StartInstance or StopInstance bring it back; one
// that never stood so, or cannot be brought back, makes the fixture unsupported. `patience`: for an
// instance to come to rest.
[[nodiscard]] std::unique_ptr<FixtureProvider> file_fixtures(
    boost::asio::any_io_executor executor, Url endpoint, ClientOptions options, std::string path,
    std::chrono::milliseconds patience = std::chrono::minutes{10});

}  // namespace hallmark::runner
