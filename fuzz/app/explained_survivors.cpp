// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/explained_survivors.hpp"

namespace hallmark::app {

std::span<const ExplainedSurvivor> explained_survivors() { return {}; }

}  // namespace hallmark::app
