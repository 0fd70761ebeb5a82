// SPDX-License-Identifier: Apache-2.0
//
// The program from outside: how long until its first line and its end, and how much memory it
// takes.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "runner/bench/stand.hpp"

namespace hallmark::runner {
namespace {

using std::chrono::steady_clock;

struct Seen {
  double first_line_ms = 0;
  double whole_ms = 0;
  double peak_mib = 0;
  int exit_code = -1;
};

double ms_since(steady_clock::time_point began) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - began).count();
}

// The kernel's own record of the peak; 0 once the process has gone.
double peak_mib_of(pid_t process) {
  std::ifstream status{"/proc/" + std::to_string(process) + "/status"};
  for (std::string word; status >> word;) {
    double kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib / 1024;
  }
  return 0;
}

// What wait4() tells of a child's memory counts the parent's, too, so the peak is read while the
// child lives: every millisecond, and whenever it prints, which is the last thing that it does.
Seen watch(std::vector<std::string> words) {
  Seen seen;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return seen;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t process = 0;
  const auto began = steady_clock::now();
  const int failed =
      ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (failed == 0) {
    char bytes[4096];
    for (pollfd readable{ends[0], POLLIN, 0};;) {
      const int ready = ::poll(&readable, 1, 1);
      seen.peak_mib = std::max(seen.peak_mib, peak_mib_of(process));
      if (ready <= 0) continue;
      if (::read(ends[0], bytes, sizeof bytes) <= 0) break;
      if (seen.first_line_ms == 0) seen.first_line_ms = ms_since(began);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    seen.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    seen.whole_ms = ms_since(began);
  }
  ::close(ends[0]);
  return seen;
}

void program(benchmark::State& state, const std::vector<std::string>& options) {
  std::vector<std::string> words{HALLMARK_PROGRAM};
  words.insert(words.end(), options.begin(), options.end());
  if (options.front() == "run") {
    for (const char* name : {"program.json", "program.xml"}) {
      words.insert(words.end(), {"--report", stand().folder() / name});
    }
  }
  double first_line = 1e9;
  double peak = 0;
  for (auto _ : state) {
    const Seen seen = watch(words);
    state.SetIterationTime(seen.whole_ms / 1000);
    first_line = std::min(first_line, seen.first_line_ms);
    peak = std::max(peak, seen.peak_mib);
    if (seen.exit_code != 0) state.SkipWithError("the program did not end well");
  }
  state.counters["first_line_ms"] = first_line;
  state.counters["peak_MiB"] = peak;
}

using Words = std::vector<std::string>;
BENCHMARK_CAPTURE(program, version, Words{"--version"})
    ->UseManualTime()
    ->Iterations(10)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(program, run_base, Words{"run"})
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(program, run_full, Words{"run", "--variants", "full"})
    ->UseManualTime()
    ->Iterations(2)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hallmark::runner
