// SPDX-License-Identifier: Apache-2.0
//
// Ids that cases had in earlier versions. An id is stable for ever: whoever gives a case another
// one writes the old one down here, so that saved runs and lists of known failures still find it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hallmark::cases {

// `former` is a whole id, or the beginning of several up to a slash: then `now` is what stands in
// its place.
struct FormerId {
  std::string_view former;
  std::string_view now;
};

// The oldest first. Of the cases for clients, too.
[[nodiscard]] std::span<const FormerId> former_ids();

// What the case is called now; `id` itself where it was never called anything else.
[[nodiscard]] std::string current_id(std::string_view id,
                                     std::span<const FormerId> table = former_ids());

}  // namespace hallmark::cases
