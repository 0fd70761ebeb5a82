// SPDX-License-Identifier: Apache-2.0
//
// The fixtures of the embedded reference endpoint, asked for without a socket: the same protocol,
// the same bodies, and the endpoint's own code answers them.
#pragma once

#include <memory>

#include "runner/reference/endpoint.hpp"
#include "runner/staging/fixture_provider.hpp"

namespace hallmark::runner {

// `endpoint` must outlive the provider. Ready for use: open() has nothing left to do.
[[nodiscard]] std::unique_ptr<FixtureProvider> embedded_fixtures(reference::Endpoint& endpoint);

}  // namespace hallmark::runner
