// SPDX-License-Identifier: Apache-2.0
//
// What authors of clients get wrong about V1 signatures again and again: where the signature of a
// request is that of one such mistake, its name says more than two strings side by side.
#pragma once

#include <string_view>

#include "runner/reference/server/http.hpp"

namespace hallmark::runner {

// "sorting by name=value", of a request whose V1 signature is wrong; empty where it is none of
// them.
[[nodiscard]] std::string_view usual_mistake(const reference::HttpRequest& request,
                                             std::string_view secret);

}  // namespace hallmark::runner
