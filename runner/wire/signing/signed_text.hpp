// SPDX-License-Identifier: Apache-2.0
//
// What a request signs, read back from its bytes as a report shows them: whoever looks for the
// difference between two signatures begins with the texts that they were made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hallmark::runner {

struct SignedText {
  bool v3 = false;
  std::string text;  // V1: the string to sign; V3: the canonical request
};

// What was struck out stays so in the text. Nothing where the request carries no signature, or is
// not all there.
[[nodiscard]] std::optional<SignedText> signed_text(std::string_view request);

}  // namespace hallmark::runner
