// SPDX-License-Identifier: Apache-2.0
//
// A world that stands: what its fixture's provider told about it.
#pragma once

#include <string>

#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {

struct World {
  std::string fixture_id;  // the provider's name for it; empty where it has none
  Credentials credentials;
  std::string region_id;
  std::string instance_id;
};

}  // namespace hallmark::runner
