// SPDX-License-Identifier: Apache-2.0
//
// That somebody else than the target explains a finding, or may.
#pragma once

#include <string>

namespace hallmark::fuzz {

struct Doubt {
  std::string what;      // one line: who explains it, and how
  bool of_all = false;   // nothing that was found can be relied on
  bool settles = false;  // it is no finding; else the target may be the one all the same
};

}  // namespace hallmark::fuzz
