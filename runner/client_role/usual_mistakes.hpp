// SPDX-License-Identifier: Apache-2.0
//
// What authors of clients get wrong about signatures again and again: where the signature of a
// request is that of one such mistake, its name says more than two strings side by side.
#pragma once

#include <string>
#include <string_view>

#include "runner/reference/server/http.hpp"
#include "runner/reference/signing/signatures.hpp"

namespace hallmark::runner {

// "sorting by name=value", of a request whose signature is that of something else; empty where it
// is none of them.
[[nodiscard]] std::string_view usual_mistake(const reference::HttpRequest& request,
                                             std::string_view secret);

// What stands under V3 where something else belongs: of a hash that is not the body's, of an
// Authorization that cannot be read. Empty where it is nothing usual.
[[nodiscard]] std::string usual_content(const reference::HttpRequest& request,
                                        const reference::Flaw& flaw);

}  // namespace hallmark::runner
