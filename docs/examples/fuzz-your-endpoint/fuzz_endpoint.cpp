// SPDX-License-Identifier: Apache-2.0
//
// All that makes a fuzzer of the endpoint.
#include "fuzz/fuzzers/endpoint_fuzzer.hpp"

hallmark::runner::HttpReply handle(const hallmark::runner::HttpRequest& request);

HALLMARK_FUZZ_ENDPOINT(handle)
