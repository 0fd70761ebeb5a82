// SPDX-License-Identifier: Apache-2.0
//
// Fixtures that stand already: a file says which instance is which.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http_client.hpp"
#include "runner/wire/url.hpp"

namespace hallmark::runner {

// `path`: of a file in the form that docs/fixture-protocol.md gives. An instance serves one case at a
// time, and is looked at through `endpoint` before it is handed out.
[[nodiscard]] std::unique_ptr<FixtureProvider> file_fixtures(boost::asio::any_io_executor executor,
                                                             Url endpoint, ClientOptions options,
                                                             std::string path);

}  // namespace hallmark::runner
