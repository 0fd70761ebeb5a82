// SPDX-License-Identifier: Apache-2.0
//
// A target over the network, as histories are played against it: a client of its own, worlds from
// the fixture provider that the options name, and the real clock.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <optional>
#include <string>

#include "fuzz/play/play_target.hpp"
#include "reports/report.hpp"
#include "runner/conduct/target_options.hpp"

namespace hallmark::fuzz {

// Options that name an endpoint. Where the user's name none it is the embedded one, which is a
// target like any other then: one server, and clients by its URL. It lives as long as this does.
struct Reachable {
  runner::TargetOptions options;
  std::optional<runner::OpenTarget> embedded;
};
[[nodiscard]] Reachable reachable(runner::TargetOptions options);

// Whom reports name.
[[nodiscard]] reports::Subject subject_of(const Reachable& target);

struct RemoteTarget {
  PlayTarget play;       // for one thread, and all its fibers
  std::string fixtures;  // where they come from, in words
  // How many worlds may stand at once; nothing: as many as histories are played.
  std::optional<std::size_t> most_worlds;
};

// Waits on `io`, which has to live longer, for one call after the other; in fibers of `io` for all
// their calls at once. `spelling` is that of ReactivateInstances; where it is empty the target is
// asked which of the two it knows, and the first one stands where it knows both, or neither. Throws
// UsageError where the target or its fixtures cannot be reached.
[[nodiscard]] RemoteTarget remote_target(boost::asio::io_context& io,
                                         const runner::TargetOptions& options,
                                         std::string spelling = {});

}  // namespace hallmark::fuzz
