// SPDX-License-Identifier: Apache-2.0
//
// The bodies of the fixture protocol (docs/fixture-protocol.md), written and read. What the HTTP
// and the exec provider share.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <span>
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
  std::size_t most_worlds = 2048;  // at once; this many where it does not say

  // Nothing, or what of the fixture is not offered.
  [[nodiscard]] std::optional<std::string> lacks(const cases::Fixture& fixture) const;
};

// "'running' is none; did you mean 'Running'?": of a word that is not among those of the protocol.
[[nodiscard]] std::string none_of(std::span<const std::string_view> words, std::string_view word);
// The word that differs from it in upper and lower case alone; empty where there is none.
[[nodiscard]] std::string_view meant_by(std::span<const std::string_view> words,
                                        std::string_view word);

inline constexpr std::array<std::string_view, 2> charge_type_names = {
    specs::name_of(cases::ChargeType::post_paid), specs::name_of(cases::ChargeType::pre_paid)};

// The JSON object that `text` is, if it is one.
[[nodiscard]] std::optional<boost::json::object> object_in(std::string_view text);

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
