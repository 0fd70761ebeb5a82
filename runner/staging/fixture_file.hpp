// SPDX-License-Identifier: Apache-2.0
//
// The file that maps fixtures to instances that stand already (docs/fixture-protocol.md, "Without
// the protocol"), read and checked.
#pragma once

#include <string_view>
#include <vector>

#include "cases/fixture.hpp"
#include "runner/target/world.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

struct FileEntry {
  cases::Fixture fixture;
  World world;
};

// At least one entry, secrets filled in from the environment. The error says where and what:
// "line 3: ...", "fixtures[1].fixture.status: ...".
[[nodiscard]] Result<std::vector<FileEntry>> read_fixture_file(std::string_view text);

}  // namespace hallmark::runner
