// SPDX-License-Identifier: Apache-2.0
//
// A fuzzer of an endpoint that has one signature, one format and one method: it is asked for
// nothing else.
#include "hallmark/fuzz.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/history.hpp"
#include "runner/reference/endpoint.hpp"

namespace {

using namespace hallmark;

std::vector<std::string> beyond_claims;
std::size_t calls = 0;

// The reference endpoint, which has all of it.
Response handle(const Request& request) {
  static runner::reference::Endpoint endpoint{{}};
  if (!request.target.starts_with("/_fixtures")) {
    ++calls;
    std::string all = request.method + " " + request.target + " " + request.body;
    for (const auto& [name, value] : request.headers) all += " " + value + ";";
    for (const char* const word :
         {"POST ", "SignatureMethod=", "Format=XML", "DryRun=", " RebootInstance;"}) {
      if (all.find(word) != std::string::npos) beyond_claims.push_back(all);
    }
  } else if (request.body.find("SecurityLock") != std::string::npos) {
    beyond_claims.push_back(request.body);
  }
  auto response = endpoint.handle({.method = request.method,
                                   .target = request.target,
                                   .headers = request.headers,
                                   .body = request.body});
  return {response.status, std::move(response.headers), std::move(response.body)};
}

}  // namespace

HALLMARK_FUZZ_ENDPOINT(handle, "v1", "xml", "post-query", "post-form", "dry-run", "RebootInstance",
                       "fixture:SecurityLock")

TEST(EndpointFuzzer, AsksForWhatTheEndpointHas) {
  fuzz::Random random{1};
  for (int i = 0; i < 2000; ++i) {
    const auto bytes = fuzz::encode(fuzz::draw_history(random, {.again = 30}));
    EXPECT_EQ(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()), 0);
  }
  EXPECT_THAT(beyond_claims, testing::IsEmpty());
  EXPECT_GT(calls, 1000U);
}
