// SPDX-License-Identifier: Apache-2.0
//
// The whole way, against one served endpoint: a judged run with its reports, the same requests sent
// by the same client and not judged, and one request by our client and by wrk.
#include <benchmark/benchmark.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <memory>
#include <thread>

#include "reports/report.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"
#include "runner/bench/signed_requests.hpp"
#include "runner/bench/stand.hpp"
#include "runner/bench/stopwatch.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

void judged_run(benchmark::State& state, Wire wire) {
  const std::filesystem::path json = stand().folder() / "run.json";
  const std::filesystem::path xml = stand().folder() / "run.xml";
  Stopwatch watch;
  for (auto _ : state) {
    // To empty what an earlier run wrote costs more than to write it down.
    std::filesystem::remove(json);
    std::filesystem::remove(xml);
    watch.start();
    asio::io_context io{1};
    const OpenTarget target = stand().target(wire);
    reports::Report report;
    report.info.subject.url = target.url_text;
    report.info.subject.host = target.url.host_header();
    report.info.fixtures = target.fixtures->name();
    reports::RunFileWriter run_file{json};
    run_file.begin(report, stand().plan().cases.size());
    conduct(io, target, stand().plan(), stand().plan_options(),
            {.jobs = Stand::jobs, .threads = Stand::threads}, run_file, report);
    const reports::Summary summary = reports::summarize(report);
    run_file.end(report, summary);
    {
      std::ofstream out{xml, std::ios::binary};
      reports::write_junit(report, summary, out);
    }
    watch.lap(state, report.exchanges);
    if (reports::exit_code(report, summary) != 0) state.SkipWithError("the run did not pass");
  }
  watch.report(state);
}

// Sends requests side by side, as many at a time as a run has jobs, from as many threads.
class Senders {
 public:
  using Next = std::function<const HttpRequest*()>;  // null: enough; from any thread

  // `dial` empty: over TCP.
  Senders(Next next, Dial dial) : next_{std::move(next)}, dial_{std::move(dial)} {}

  // How many were answered.
  std::uint64_t run() {
    {
      std::vector<std::jthread> threads;
      for (unsigned i = 1; i < Stand::threads; ++i) threads.emplace_back([this] { run_lane(); });
      run_lane();
    }
    return answered_;
  }

 private:
  void run_lane() {
    asio::io_context io{1};
    HttpClient client{
        io.get_executor(), stand().url(), {.max_connections = Stand::jobs + 64, .dial = dial_}};
    unsigned at_work = Stand::jobs / Stand::threads;
    for (unsigned i = at_work; i > 0; --i) {
      asio::co_spawn(io, send(client), [&](const std::exception_ptr&) {
        if (--at_work == 0) io.stop();
      });
    }
    io.run();
  }

  asio::awaitable<void> send(HttpClient& client) {
    while (const HttpRequest* request = next_()) {
      const Result<HttpReply> reply = co_await client.exchange_kept(*request);
      if (reply) ++answered_;
    }
  }

  Next next_;
  Dial dial_;
  std::atomic<std::uint64_t> answered_ = 0;
};

void raw_ceiling(benchmark::State& state, Wire wire) {
  Stopwatch watch;
  for (auto _ : state) {
    SignedRequests prepared;
    std::atomic<std::size_t> at = 0;
    const std::vector<HttpRequest>& requests = prepared.requests();
    Senders senders{[&]() -> const HttpRequest* {
                      const std::size_t place = at++;
                      return place < requests.size() ? &requests[place] : nullptr;
                    },
                    stand().target(wire).dial};
    watch.start();
    const std::uint64_t answered = senders.run();
    watch.lap(state, answered);
    if (answered != requests.size()) state.SkipWithError("a request was not answered");
  }
  watch.report(state);
}

// One signed request that asks for an instance. Sent again and again it is refused for its nonce
// from the second time on, by our client's hand and by wrk's alike.
const HttpRequest& one_request() {
  static const HttpRequest request = [] {
    const OpenTarget target = stand().target(Wire::tcp);
    RequestBuilder builder{target.url.host_header(), "/", NonceGenerator{},
                           [] { return std::chrono::system_clock::now(); }};
    Cast cast{stage_one(*target.fixtures)};
    return builder
        .build(look_call(cases::Channel::describe_instance_attribute, Whose::own), {}, cast, {})
        .http;
  }();
  return request;
}

void one_request_by_our_client(benchmark::State& state) {
  const HttpRequest& request = one_request();
  Stopwatch watch;
  for (auto _ : state) {
    watch.start();
    const auto end = steady_clock::now() + std::chrono::seconds{2};
    // By TCP, as wrk.
    Senders senders{[&] { return steady_clock::now() < end ? &request : nullptr; }, {}};
    watch.lap(state, senders.run());
  }
  watch.report(state);
}

void one_request_by_wrk(benchmark::State& state) {
  const HttpRequest& request = one_request();
  const std::string command = "wrk -t" + std::to_string(Stand::threads) + " -c" +
                              std::to_string(Stand::jobs) + " -d2s '" + stand().url_text() +
                              request.target + "' 2>&1";
  Stopwatch watch;
  for (auto _ : state) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> wrk{::popen(command.c_str(), "r"), ::pclose};
    unsigned long long answered = 0;
    char line[256];
    watch.start();
    while (wrk && std::fgets(line, sizeof line, wrk.get()) != nullptr) {
      unsigned long long count = 0;
      if (std::sscanf(line, " %llu requests in", &count) == 1) answered = count;
    }
    watch.lap(state, answered);
    if (answered == 0) state.SkipWithError("wrk is not installed, or it told nothing");
  }
  watch.report(state);
}

BENCHMARK_CAPTURE(judged_run, pairs, Wire::pairs)->Apply(once);
BENCHMARK_CAPTURE(judged_run, tcp, Wire::tcp)->Apply(once);
BENCHMARK_CAPTURE(raw_ceiling, pairs, Wire::pairs)->Apply(once);
BENCHMARK_CAPTURE(raw_ceiling, tcp, Wire::tcp)->Apply(once);
BENCHMARK(one_request_by_our_client)->Apply(once);
BENCHMARK(one_request_by_wrk)->Apply(once);

}  // namespace
}  // namespace hallmark::runner
