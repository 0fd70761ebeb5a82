// SPDX-License-Identifier: Apache-2.0
//
// What writing a run down costs: a record of 4 KiB added to the run file, fifteen thousand records
// read back, and as many written as JUnit.
#include <benchmark/benchmark.h>

#include <sstream>
#include <streambuf>
#include <string>

#include "reports/testing/sample_report.hpp"
#include "reports/testing/temporary_file.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"

namespace {

using namespace hallmark::reports;

constexpr std::size_t records_of_a_full_run = 15000;

// About 4 KiB on its line: a call and two looks.
Record ordinary_record() {
  Record record = testing::record_of("envelope/request-id", "get.xml.v1", Verdict::pass);
  Exchange exchange{.request = "GET /?",
                    .status = 200,
                    .headers = {{"Content-Type", "application/json"}, {"Content-Length", "600"}},
                    .body = R"({"Instances":")"};
  exchange.request.append(500, 'q').append(" HTTP/1.1\r\nhost: x\r\n\r\n");
  exchange.body.append(600, 'b').append(R"("})");
  record.evidence.calls.push_back({.action = "StartInstance", .exchange = exchange});
  for (int i = 0; i < 2; ++i) {
    record.evidence.after.push_back({.channel = hallmark::cases::Channel::describe_instances,
                                     .status = "Starting",
                                     .exchange = exchange});
  }
  return record;
}

class CountingBuffer final : public std::streambuf {
 public:
  std::size_t bytes = 0;

 private:
  int_type overflow(int_type c) override {
    ++bytes;
    return c;
  }
  std::streamsize xsputn(const char*, std::streamsize n) override {
    bytes += static_cast<std::size_t>(n);
    return n;
  }
};

void write_junit_of(benchmark::State& state, Verdict verdict) {
  Report report;
  for (std::size_t i = 0; i < records_of_a_full_run; ++i) {
    const auto& all = testing::sample_cases();
    Record record = ordinary_record();
    record.check = testing::record_of(all[i % all.size()].id, "", verdict).check;
    record.finding.verdict = verdict;
    if (verdict == Verdict::pass) record.evidence = {};
    report.records.push_back(std::move(record));
  }
  CountingBuffer buffer;
  for (auto _ : state) {
    std::ostream out{&buffer};
    write_junit(report, summarize(report), out);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(buffer.bytes));
}

void junit_of_a_run_that_passes(benchmark::State& state) { write_junit_of(state, Verdict::pass); }
void junit_of_a_run_that_fails(benchmark::State& state) { write_junit_of(state, Verdict::fail); }

void add_to_the_run_file(benchmark::State& state) {
  const testing::TemporaryFile file;
  const Record record = ordinary_record();
  RunFileWriter writer{file.path()};
  writer.begin({}, 0);
  for (auto _ : state) {
    writer.add(record);
    writer.flush();
  }
  state.counters["line"] =
      static_cast<double>(file.content().size()) / static_cast<double>(state.iterations());
}

void read_a_run_file(benchmark::State& state) {
  const testing::TemporaryFile file;
  const Record record = ordinary_record();
  {
    RunFileWriter writer{file.path()};
    writer.begin({}, records_of_a_full_run);
    for (std::size_t i = 0; i < records_of_a_full_run; ++i) writer.add(record);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(read_run_file(file.path()));
  }
}

BENCHMARK(junit_of_a_run_that_passes)->Unit(benchmark::kMillisecond);
BENCHMARK(junit_of_a_run_that_fails)->Unit(benchmark::kMillisecond);
BENCHMARK(add_to_the_run_file)->Unit(benchmark::kMicrosecond)->Iterations(20000);
BENCHMARK(read_a_run_file)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
