// SPDX-License-Identifier: Apache-2.0
//
// The fixture protocol, version 1: worlds are made, looked into and deleted. Always honest.
#pragma once

#include <string_view>

#include "runner/reference/server/http.hpp"
#include "runner/reference/signing/timestamps.hpp"
#include "runner/reference/worlds/world.hpp"

namespace hallmark::runner::reference {

// Whether `path` belongs to the fixture protocol.
[[nodiscard]] bool is_fixture_path(std::string_view path);

[[nodiscard]] HttpResponse answer_fixture_call(const HttpRequest& request, std::string_view path,
                                               Tenants& worlds, Time now);

}  // namespace hallmark::runner::reference
