// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the readers of documentation pages.
//
// Holds for every page: it is laid beside one of ours or it is said why not; each difference names
// its place; and line ends of either kind are read the same.
#include <string>

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/audit/audit.hpp"

namespace {

using namespace hallmark;

runner::AuditResult under_test(std::string_view text) {
  runner::AuditResult result = runner::audit(text);
  if (fuzz::planted("audit_page/carriage-return-is-text") && text.find("|\r\n") != text.npos) {
    ++result.rows_read;
  }
  if (fuzz::planted("audit_page/title-is-enough") && text.starts_with("# Start")) {
    result.problem.clear();
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const runner::AuditResult result = under_test(text);
  fuzz::require((result.page == nullptr) == !result.problem.empty(),
                "a page of ours, or a problem");
  for (const runner::AuditDifference& difference : result.differences) {
    fuzz::require(!difference.where.empty(), "a difference has a place");
    fuzz::require(difference.ours != difference.theirs, "a difference is one");
  }
  fuzz::require(!runner::render(result, "page").empty(), "there is something to be said");
  if (text.find('\r') != text.npos) return 0;
  std::string other;
  for (const char c : text) (other += c == '\n' ? "\r" : "") += c;
  const runner::AuditResult again = under_test(other);
  fuzz::require(again.page == result.page && again.rows_read == result.rows_read &&
                    again.differences == result.differences,
                "line ends make no difference");
  return 0;
}
