// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a citation that counts from 0.
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs {

constexpr Citation zeroth = cite_row(start_instance::e2019_05::page, 0);

}  // namespace hallmark::specs
