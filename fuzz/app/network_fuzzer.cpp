// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer against an endpoint over the network, led by its answers: each feature of one is a
// counter of the engine's, so that corpus, merge and fork work as they do in-process.
//
//   fuzz_network [CORPUS] [-max_total_time=60 ...] [--endpoint=URL] [--fixtures=HOW] ...
//
// What begins with two dashes are options of `hallmark fuzz` that say which target is meant, always
// with '='; without --endpoint it is the embedded one. A finding is printed on stderr with the
// history as text, and ends the program.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/app/options/common_options.hpp"
#include "fuzz/campaign/feedback.hpp"
#include "fuzz/campaign/remote_target.hpp"
#include "fuzz/fuzzers/endpoint_fuzzer.hpp"
#include "fuzz/grammar/draw.hpp"

// The engine reads them after each input and clears them before the next. Not static: what only
// this file sees, and nobody here reads, the compiler would leave out.
extern "C" {
constexpr std::size_t counter_count = 1U << 16U;
__attribute__((section("__libfuzzer_extra_counters")))
std::uint8_t hallmark_answer_counters[counter_count];
}

namespace {

using namespace hallmark;

runner::TargetOptions options_of(int argc, char** argv) {
  runner::TargetOptions options;
  CLI::App command{"libFuzzer against an endpoint", "fuzz_network"};
  app::add_target(command, options);
  std::vector<std::string> ours;
  for (int i = argc - 1; i > 0; --i) {  // as CLI11 takes them: the last one first
    if (std::string_view{argv[i]}.starts_with("--")) ours.emplace_back(argv[i]);
  }
  command.parse(ours);
  app::refuse_empty_values(command);
  return options;
}

struct Campaigner {
  explicit Campaigner(const runner::TargetOptions& options)
      : reached{fuzz::reachable(options)}, player{fuzz::remote_target(io, reached.options).play} {}

  boost::asio::io_context io{1};
  fuzz::Reachable reached;
  fuzz::Player player;
  fuzz::Feedback feedback;
};

Campaigner* campaigner = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  try {
    campaigner = new Campaigner{options_of(*argc, *argv)};  // as long as the process
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fuzz_network: %s\n", error.what());
    std::exit(2);
  }
  campaigner->player.watch([](const fuzz::Witnessed& call) { campaigner->feedback.add(call); });
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Campaigns do not wait for longer either: what is waited for is lost for other histories.
  const fuzz::History history =
      fuzz::with_waits_up_to(std::chrono::milliseconds{20}, fuzz::decode({data, size}));
  campaigner->feedback.begin(history);
  fuzz::play_or_abort(campaigner->player, history);
  for (const std::uint64_t feature : campaigner->feedback.end()) {
    hallmark_answer_counters[feature % counter_count] = 1;
  }
  return 0;
}

HALLMARK_HISTORY_MUTATORS
