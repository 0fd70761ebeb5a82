// SPDX-License-Identifier: Apache-2.0
//
// What a faulty endpoint remembers of earlier calls: about one instance, in one world, or over one
// connection. Of one size whatever was called, and kept for as long as what it is about.
#pragma once

#include <array>
#include <cstdint>

#include "runner/reference/signing/timestamps.hpp"

namespace hallmark::runner::reference {

struct Past {
  // Of a connection: its own number. Of the rest: the connection of the last call. 0: there is
  // none.
  std::uint64_t connection = 0;
  std::uint64_t caller = 0;  // stands for the access key of the last call; 0: there was none
  unsigned calls = 0;        // of an instance and a world: to the lifecycle actions alone

  // Whether some call ended so.
  bool accepted = false;
  bool refused = false;
  bool dry = false;
  bool forged = false;
  bool rebooted = false;
  bool identified = false;  // whoever called was who they said

  // Whether some call asked for it.
  bool dry_run = false;
  bool dry_run_by_form = false;
  bool force_stop = false;
  bool init_local_disk = false;
  bool xml = false;
  bool json = false;

  std::array<Time, 3> arrivals = {};  // of the last calls, in any order
};

}  // namespace hallmark::runner::reference
