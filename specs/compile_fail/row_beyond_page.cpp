// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a citation of row 21 of a page with twenty.
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs {

constexpr Citation beyond = cite_row(start_instance::e2020_10::page, 21);

}  // namespace hallmark::specs
