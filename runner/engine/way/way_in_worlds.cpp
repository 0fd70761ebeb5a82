// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/way_in_worlds.hpp"

#include <optional>
#include <utility>

#include "runner/engine/way/refused_signatures.hpp"
#include "runner/engine/way/sent_twice.hpp"

namespace hallmark::runner {

boost::asio::awaitable<void> ask_in_more_worlds(Target& target, FixtureProvider& fixtures,
                                                bool accepts, WayShown& shown) {
  std::optional<Spoilt> found;
  if (shown.no_signature_is_accepted && !accepts) {
    found = co_await all_signatures_refused(target, fixtures);
  } else if (!shown.spent.empty()) {
    const bool all = shown.spent.front().method == cases::Method::get;
    found = co_await requests_sent_twice(target, fixtures, shown.spent, all);
  }
  if (found) shown.spoilt.push_back(*std::move(found));
}

}  // namespace hallmark::runner
