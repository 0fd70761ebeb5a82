// SPDX-License-Identifier: Apache-2.0
//
// Whether a URL arrives as it was sent: what is refused there, and accepted in a form, has been
// changed by somebody, on the way or at the target.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "reports/evidence.hpp"
#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"

namespace hallmark::runner {

struct ChangedUrl {
  std::string what;   // one line, the same whichever call it is
  std::string first;  // where the two texts part, as far as the target tells
};

// Whether what a call of `evidence` has in its URL, said once more beside a look in the world of
// `cast`, is refused there and accepted in a form. Asked with V1, whose text is the same wherever
// parameters stand. Nothing where the look alone is refused in a URL, where the form is refused as
// well, and where the target says that it signs the same text; the rest is not asked once the
// target's `stop` says so.
[[nodiscard]] boost::asio::awaitable<std::optional<ChangedUrl>> changed_url(
    Target& target, const Cast& cast, const reports::Evidence& evidence);

}  // namespace hallmark::runner
