// SPDX-License-Identifier: Apache-2.0
//
// Fixtures through the public API alone, on one account: RunInstances makes an instance,
// StopInstance and StartInstance bring it to where it is wanted, DescribeInstances says when it is
// there.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/url.hpp"
#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {

// `run_parameters`: "Name=Value", what RunInstances is told besides RegionId. `patience`: for an
// instance to come to rest.
//
// An instance that a case left untouched serves a later case that wants the same status, as long as
// other cases are under way; when the last of them ends, all that is left is deleted. So nothing
// outlives a run, and no more than two instances for each parallel case stand at once.
[[nodiscard]] std::unique_ptr<FixtureProvider> api_fixtures(
    boost::asio::any_io_executor executor, Url endpoint, ClientOptions options,
    Credentials credentials, std::string region, std::vector<std::string> run_parameters,
    std::chrono::milliseconds patience = std::chrono::minutes{10});

}  // namespace hallmark::runner
