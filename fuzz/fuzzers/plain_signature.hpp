// SPDX-License-Identifier: Apache-2.0
//
// Both signatures a second time, plainly and without OpenSSL, from the documents, FIPS 180-4 and
// RFC 2104. What does the work is compiled without instrumentation: there is nothing to be led to
// in it, and a fuzzer should spend its time on what is under test.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runner/wire/headers.hpp"
#include "runner/wire/query.hpp"

namespace hallmark::fuzz {

// Nothing where two parameters have one name. A parameter "Signature" is left out.
[[nodiscard]] std::optional<std::string> plain_signature_v1(std::string_view method,
                                                            const runner::Parameters& parameters,
                                                            std::string_view secret);

// Nothing where two parameters, or two headers, have one name. Names of headers are made small, and
// blanks around their values taken away, here.
[[nodiscard]] std::optional<std::string> plain_signature_v3(
    std::string_view method, std::string_view path, const runner::Parameters& query,
    const runner::Headers& headers, std::string_view body, std::string_view secret);

}  // namespace hallmark::fuzz
