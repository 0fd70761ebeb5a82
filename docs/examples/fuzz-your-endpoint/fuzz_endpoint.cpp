// SPDX-License-Identifier: Apache-2.0
//
// All that makes a fuzzer of the endpoint.
#include <hallmark/fuzz.hpp>

hallmark::Response handle(const hallmark::Request& request);

HALLMARK_FUZZ_ENDPOINT(handle)
