// SPDX-License-Identifier: Apache-2.0
//
// The bodies of the fixture protocol (docs/fixture-protocol.md), written and read. What the HTTP
// and the exec provider share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/fixture.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

// What a provider says it can do.
struct Offer {
  std::vector<std::string> statuses;
  std::vector<std::string> charge_types;
  std::vector<std::string> conditions;

  // Nothing, or what of the fixture is not offered.
  [[nodiscard]] std::optional<std::string> lacks(const cases::Fixture& fixture) const;
};

// What follows the base URL in calls about a world: "/w1".
[[nodiscard]] std::string path_of(const World& world);

[[nodiscard]] std::string write_fixture(const cases::Fixture& fixture);

// The answer to GET {base}: an error sentence when it is not version 1 of the protocol.
[[nodiscard]] Result<Offer> read_offer(int status, std::string_view body);
// The answer to POST {base}.
[[nodiscard]] Staged read_staged(int status, std::string_view body);
// The answer to GET {base}/{id}.
[[nodiscard]] std::optional<Truth> read_truth(int status, std::string_view body);

}  // namespace hallmark::runner
