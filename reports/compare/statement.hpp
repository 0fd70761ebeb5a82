// SPDX-License-Identifier: Apache-2.0
//
// A run as an in-toto statement, for those who sign and keep what was tested: type
// https://in-toto.io/Statement/v1, predicate https://in-toto.io/attestation/test-result/v0.1.
// Unsigned: whoever signs has a key, and we have none.
//
// The JSON is canonical (RFC 8785): members sorted, no blanks, one line without its end. All
// numbers are written as strings, so that nothing of its number format is needed.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.hpp"

namespace hallmark::reports {

// What was tested: an image, a package, a commit.
struct StatedSubject {
  std::string name;
  std::string algorithm;  // sha256
  std::string digest;     // in hexadecimal digits, small letters
};

// A run without a verdict states nothing; or what was read is no such statement. One line.
struct NoStatement : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// "sha256:0011..." in its parts. Throws NoStatement where it is none.
[[nodiscard]] StatedSubject subject_of(std::string name, std::string_view digest);

// PASSED: it holds, and all of it was judged. WARNED: it holds; something failed that does not
// decide, or is a known failure, or was not judged. FAILED: the target contradicts the documents.
// Tests are named as
// --select takes them, of a campaign by their checkers, and sorted. `run_sha256`: of the saved run.
// Throws NoStatement.
[[nodiscard]] std::string statement_of(const Report& report, std::string_view run_sha256,
                                       const StatedSubject& subject);

// What the statement says otherwise than the run does, a line each; empty where it matches. The
// subject is whatever the statement names. Throws NoStatement.
[[nodiscard]] std::vector<std::string> mismatches(std::string_view statement, const Report& report,
                                                  std::string_view run_sha256);

}  // namespace hallmark::reports
