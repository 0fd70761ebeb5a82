// SPDX-License-Identifier: Apache-2.0
//
// The parts of a judged exchange, each alone and on one thread.
#include <benchmark/benchmark.h>
#include <openssl/hmac.h>

#include <chrono>

#include "cases/library.hpp"
#include "reports/writers/json/run_file.hpp"
#include "runner/bench/stand.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/judge.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/replies/reply.hpp"
#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {
namespace {

using cases::Variant;

constexpr Variant in_the_query{cases::Method::get, cases::Format::xml, cases::Signature::v1};
constexpr Variant in_headers{cases::Method::post_query, cases::Format::json, cases::Signature::v3};

const cases::Call& ordinary_call() {
  return look_call(cases::Channel::describe_instances, Whose::own);
}

Cast& ordinary_cast() {
  static Cast cast{stage_one(*stand().target(Wire::pairs).fixtures)};
  return cast;
}

RequestBuilder& builder() {
  static RequestBuilder one{stand().url().host_header(), "/", NonceGenerator{},
                            [] { return std::chrono::system_clock::now(); }};
  return one;
}

void sign_v1(benchmark::State& state) {
  Signer signer{Credentials{"LTAIsomebodyskey", "a-secret-of-thirty-characters!", {}}};
  const std::string text(420, 't');
  for (auto _ : state) benchmark::DoNotOptimize(signer.sign_v1(text));
}

void sign_v3(benchmark::State& state) {
  Signer signer{Credentials{"LTAIsomebodyskey", "a-secret-of-thirty-characters!", {}}};
  const std::string text(420, 't');
  for (auto _ : state) benchmark::DoNotOptimize(signer.sign_v3(text));
}

// What a signature costs without the HMAC that Signer keeps.
void hmac_made_anew(benchmark::State& state) {
  const std::string key = "a-secret-of-thirty-characters!&";
  const std::string text(420, 't');
  unsigned char mac[EVP_MAX_MD_SIZE];
  for (auto _ : state) {
    unsigned size = 0;
    benchmark::DoNotOptimize(HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
                                  reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                  mac, &size));
  }
}

void hmac_kept(benchmark::State& state) { sign_v1(state); }

void build_request(benchmark::State& state, Variant variant) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(builder().build(ordinary_call(), variant, ordinary_cast(), {}));
  }
}

void show_request(benchmark::State& state, Variant variant) {
  const BuiltRequest request = builder().build(ordinary_call(), variant, ordinary_cast(), {});
  for (auto _ : state) benchmark::DoNotOptimize(shown(request));
}

// The endpoint's own part, without its socket: every request is a new one.
void answer_request(benchmark::State& state, Variant variant) {
  std::vector<HttpRequest> requests(1000);
  std::size_t at = requests.size();
  for (auto _ : state) {
    if (at == requests.size()) {
      state.PauseTiming();
      for (HttpRequest& request : requests) {
        request = builder().build(ordinary_call(), variant, ordinary_cast(), {}).http;
      }
      at = 0;
      state.ResumeTiming();
    }
    benchmark::DoNotOptimize(answer_to(requests[at++]));
  }
}

void decode_answer(benchmark::State& state, Variant variant, const char* content_type) {
  const auto answer =
      answer_to(builder().build(ordinary_call(), variant, ordinary_cast(), {}).http);
  if (answer.status != 200) state.SkipWithError("no answer to decode");
  for (auto _ : state)
    benchmark::DoNotOptimize(decode_reply(answer.status, content_type, answer.body));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(answer.body.size()));
}

// Time for one record, over all records of a base run.
void judge_case(benchmark::State& state) {
  const Bench bench{.yardstick = stand().plan_options().yardstick,
                    .host = stand().url().host_header()};
  const std::vector<reports::Record>& records = sample_records();
  const std::vector<Variant>& variants = cases::full_variants();
  std::vector<const cases::Case*> tests;
  std::vector<std::optional<Variant>> travelled;
  for (const reports::Record& record : records) {
    tests.push_back(cases::find(record.check->id));
    const auto found = std::ranges::find(variants, record.variant, &Variant::name);
    travelled.push_back(found == variants.end() ? std::nullopt : std::optional{*found});
  }
  std::size_t at = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(judge(*tests[at], travelled[at], records[at].evidence, bench));
    if (++at == records.size()) at = 0;
  }
}

void write_record(benchmark::State& state) {
  const std::vector<reports::Record>& records = sample_records();
  reports::RunFileWriter writer{stand().folder() / "parts.json"};
  writer.begin({}, records.size());
  std::size_t at = 0;
  for (auto _ : state) {
    writer.add(records[at]);
    writer.flush();
    if (++at == records.size()) at = 0;
  }
}

BENCHMARK(sign_v1);
BENCHMARK(sign_v3);
BENCHMARK(hmac_made_anew);
BENCHMARK(hmac_kept);
BENCHMARK_CAPTURE(build_request, get.xml.v1, in_the_query);
BENCHMARK_CAPTURE(build_request, post.json.v3, in_headers);
BENCHMARK_CAPTURE(show_request, get.xml.v1, in_the_query);
BENCHMARK_CAPTURE(show_request, post.json.v3, in_headers);
BENCHMARK_CAPTURE(answer_request, get.xml.v1, in_the_query)->Iterations(20000);
BENCHMARK_CAPTURE(answer_request, post.json.v3, in_headers)->Iterations(20000);
BENCHMARK_CAPTURE(decode_answer, xml, in_the_query, "text/xml");
BENCHMARK_CAPTURE(decode_answer, json, in_headers, "application/json");
BENCHMARK(judge_case);
BENCHMARK(write_record)->Iterations(20000);

}  // namespace
}  // namespace hallmark::runner
