// SPDX-License-Identifier: Apache-2.0
//
// Fixtures by the fixture protocol over HTTP.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "runner/staging/protocol_fixtures.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/url.hpp"

namespace hallmark::runner {

// `base`: the protocol's base URL. Each call has five seconds, as the protocol says, unless
// `options` names less.
[[nodiscard]] std::unique_ptr<ProtocolFixtures> http_fixtures(boost::asio::any_io_executor executor,
                                                              Url base, std::string base_text,
                                                              ClientOptions options);

}  // namespace hallmark::runner
