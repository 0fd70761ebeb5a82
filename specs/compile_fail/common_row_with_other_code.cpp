// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a named common row whose number points elsewhere.
#include "specs/common/errors.hpp"

namespace hallmark::specs {

constexpr int wrong = common::errors::at(2, "DryRunOperation");

}  // namespace hallmark::specs
