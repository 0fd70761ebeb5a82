// SPDX-License-Identifier: Apache-2.0
//
// A campaign: plays histories against a target until its time is over, keeps those that show
// something new, and shrinks what contradicts the documents.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/campaign/budget.hpp"
#include "fuzz/campaign/corpus.hpp"
#include "fuzz/campaign/doubt.hpp"
#include "fuzz/play/play_target.hpp"
#include "fuzz/play/shrink.hpp"
#include "reports/evidence.hpp"
#include "reports/listener.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::fuzz {

struct CampaignOptions {
  std::uint64_t seed = 1;
  // Histories at a time, each in a fiber; at least 1. Threads are as many as runner::threads_for()
  // says, each with a target of its own.
  unsigned jobs = 64;
  // Where it ends; whatever comes first. Without any it goes on until `stop` says so.
  std::optional<std::chrono::milliseconds> time;
  std::optional<std::uint64_t> histories;
  bool first_finding = false;
  std::vector<History> first;                     // played before all others
  runner::Without without;                        // what the target does not claim
  ShrinkOptions shrink{.plays = 400};             // of each finding
  std::chrono::milliseconds shrink_time{30'000};  // and its time
  std::chrono::milliseconds longest_wait{20};     // between two calls of most histories
  std::filesystem::path findings;                 // folder; empty: they are not saved
  std::optional<int> watched_process;             // whose memory is looked at
  // Whether somebody else than the target explains a finding in this world, that shows at this
  // rate and with such calls. Empty: nobody doubts it.
  std::function<std::optional<Doubt>(const cases::Fixture&, double, const reports::Evidence&)>
      doubt;
  // Why nobody answers any more; nothing where somebody does. Asked once, with the time that it may
  // take, at the end of a campaign that got no answer for a while. Empty: nobody is asked.
  std::function<std::optional<std::string>(std::chrono::milliseconds)> knock;
  std::function<bool()> stop = [] { return false; };
  std::shared_ptr<Budget> budget;  // of all that waits for the target; ended with the campaign
};

// Called once in each thread, with the context that its fibers wait on; they share the target.
using MakeTarget = std::function<PlayTarget(boost::asio::io_context&)>;

// `begun` says who is asked and what is to be done, and is given back with what came of it.
// `listener` is told of each finding and of how far it is; the caller begins and ends. Throws what
// `make_target` throws. What ends it in the middle is thrown too, or put into `thrown`, beside what
// had come of it.
[[nodiscard]] reports::Report run_campaign(reports::Report begun, Corpus& corpus,
                                           const MakeTarget& make_target,
                                           const CampaignOptions& options,
                                           reports::Listener& listener,
                                           std::exception_ptr* thrown = nullptr);

}  // namespace hallmark::fuzz
