// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a citation of a clause that the page does not have.
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs {

constexpr Citation beyond = cite_clause(start_instance::e2019_05::page, 10);

}  // namespace hallmark::specs
