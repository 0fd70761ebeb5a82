// SPDX-License-Identifier: Apache-2.0
//
// The faults of an endpoint, and what it remembers for them: the one place where a fault and its
// trigger meet. Of each call it is settled as the call arrives which faults it meets; from then on
// a fault is there or not.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "runner/reference/defects/triggers.hpp"
#include "runner/reference/request/call.hpp"
#include "runner/reference/request/manners.hpp"
#include "runner/reference/server/http.hpp"
#include "runner/reference/worlds/world.hpp"

namespace hallmark::runner::reference {

class Watch;

class Faults {
 public:
  // `names` as ArmedFault::parse takes them; throws std::invalid_argument, naming it, where one is
  // unknown. `watch` is told of every call; null: nobody is.
  Faults(const std::vector<std::string>& names, Watch* watch);

  // The call, answered with the faults that it meets.
  [[nodiscard]] HttpResponse answer(const HttpRequest& request, const PathAndQuery& target,
                                    const Tenants& worlds, Time now, Manners manners = {});

 private:
  [[nodiscard]] DefectSet shown(const Occasion& at) const;
  [[nodiscard]] std::vector<LateFaults> late(const Occasion& at) const;

  DefectSet always_;
  std::vector<ArmedFault> triggered_;
  Watch* watch_;
  bool crowded_ = false;  // some trigger counts the calls in flight
  std::atomic<std::uint64_t> calls_ = 0;
};

}  // namespace hallmark::runner::reference
