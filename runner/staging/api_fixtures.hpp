// SPDX-License-Identifier: Apache-2.0
//
// Fixtures through the public API alone, on one account: RunInstances makes an instance, StopInstance
// brings it to rest, DescribeInstances says where it stands.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http_client.hpp"
#include "runner/wire/signature.hpp"
#include "runner/wire/url.hpp"

namespace hallmark::runner {

// `run_parameters`: "Name=Value", added to RunInstances, which otherwise says only RegionId. An
// instance is made for each world and deleted with it; none is kept.
[[nodiscard]] std::unique_ptr<FixtureProvider> api_fixtures(boost::asio::any_io_executor executor,
                                                            Url endpoint, ClientOptions options,
                                                            Credentials credentials,
                                                            std::string region,
                                                            std::vector<std::string> run_parameters);

}  // namespace hallmark::runner
