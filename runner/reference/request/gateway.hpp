// SPDX-License-Identifier: Apache-2.0
//
// The API's front door: takes a request apart, has it authenticated, hands it to its action, and
// puts the answer into its envelope.
#pragma once

#include "runner/reference/defects/defects.hpp"
#include "runner/reference/request/manners.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/server/http.hpp"
#include "runner/reference/signing/timestamps.hpp"
#include "runner/reference/worlds/world.hpp"

namespace hallmark::runner::reference {

[[nodiscard]] HttpResponse answer_call(const HttpRequest& request, const PathAndQuery& target,
                                       const Tenants& worlds, const DefectSet& defects, Time now,
                                       Manners manners = {});

}  // namespace hallmark::runner::reference
