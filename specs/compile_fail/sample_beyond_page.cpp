// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a citation of a fourth sample.
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs {

constexpr Citation beyond = cite_sample(start_instance::e2020_10::page, 4);

}  // namespace hallmark::specs
