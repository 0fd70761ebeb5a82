// SPDX-License-Identifier: Apache-2.0
//
// Finds secrets in a text that says them in another way than they are: whatever somebody finds who
// decodes it, a few times over.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {

// Bytes of a text, from `begin` to before `end`.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// Too short to be told from what stands in any text.
inline constexpr std::size_t shortest_secret = 4;

// Where `text` says one of `secrets`, in order; none overlaps another. Found is what is written
// - as it is, and from eight characters on in upper and lower case alike;
// - percent-encoded, or escaped as JSON, XML and HTML do it, each over the other, up to six times;
// - from eight characters on in Base64, of either alphabet and at any place of what was encoded,
//   broken into lines or not.
// Linear in the length of the text, and quick where there is none; what it needs besides has a
// bound.
[[nodiscard]] std::vector<Stretch> find_echoes(std::string_view text,
                                               std::span<const Secret> secrets);

// Whether an encoding that is undone may begin anywhere in it.
[[nodiscard]] bool may_be_encoded(std::string_view text);

}  // namespace hallmark::runner
