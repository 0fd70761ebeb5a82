// SPDX-License-Identifier: Apache-2.0
//
// The API's front door: takes a request apart, has it authenticated, hands it to its action, and
// puts the answer into its envelope.
#pragma once

#include <span>

#include "runner/reference/defects/defects.hpp"
#include "runner/reference/request/call.hpp"
#include "runner/reference/request/manners.hpp"
#include "runner/reference/server/http.hpp"
#include "runner/reference/signing/timestamps.hpp"
#include "runner/reference/worlds/world.hpp"

namespace hallmark::runner::reference {

// An answer, and how it came about.
struct Answered {
  HttpResponse response;
  Outcome outcome;
  bool identified;  // the caller is who they say
};

[[nodiscard]] Answered answer_call(const HttpRequest& request, const PathAndQuery& target,
                                   const Tenants& worlds, const DefectSet& defects, Time now,
                                   Manners manners = {}, std::span<const LateFaults> late = {});

// What is answered where Format is absent: XML as the ECS pages have it, for V3 what the client
// accepts, JSON if it does not say.
[[nodiscard]] Format default_format(const Request& request);

}  // namespace hallmark::runner::reference
