// SPDX-License-Identifier: Apache-2.0
//
// What the whole-way benchmarks count and time.
#pragma once

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <ctime>

namespace hallmark::runner {

// Time as the clock on the wall has it, and as this process, endpoint included, took it from the
// processors: what else goes on in the machine is not in that.
class Stopwatch {
  using Clock = std::chrono::steady_clock;

 public:
  void start() {
    began_ = Clock::now();
    cpu_began_us_ = cpu_us();
  }
  void stop() {
    ended_ = Clock::now();
    cpu_ended_us_ = cpu_us();
  }
  // Ends an iteration that carried so many exchanges.
  void lap(benchmark::State& state, std::uint64_t exchanges) {
    stop();
    record(state, exchanges);
  }
  // The same for one that carried them up to the last stop.
  void record(benchmark::State& state, std::uint64_t exchanges) {
    state.SetIterationTime(std::chrono::duration<double>(ended_ - began_).count());
    exchanges_ += exchanges;
    cpu_us_ += cpu_ended_us_ - cpu_began_us_;
  }
  [[nodiscard]] auto running() const { return Clock::now() - began_; }
  void report(benchmark::State& state) const {
    const auto exchanges = static_cast<double>(exchanges_);
    state.counters["exchanges"] = benchmark::Counter(exchanges, benchmark::Counter::kAvgIterations);
    state.counters["exchanges/s"] = benchmark::Counter(exchanges, benchmark::Counter::kIsRate);
    if (exchanges > 0) state.counters["cpu_us/exchange"] = cpu_us_ / exchanges;
  }

 private:
  static double cpu_us() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
  }

  Clock::time_point began_, ended_;
  double cpu_began_us_ = 0;
  double cpu_ended_us_ = 0;
  double cpu_us_ = 0;
  std::uint64_t exchanges_ = 0;
};

// The clock of a Stopwatch, and one iteration: whoever wants more asks for repetitions.
inline void once(benchmark::internal::Benchmark* one) {
  one->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
}

}  // namespace hallmark::runner
