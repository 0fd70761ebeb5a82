// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a citation of DryRun on the page that came before it.
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs {

constexpr Citation too_early = cite_parameter(start_instance::e2019_05::page, "DryRun");

}  // namespace hallmark::specs
