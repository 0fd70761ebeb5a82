// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes parse_query() and parse_form() from the side of the bytes.
//
// Holds for every text that Boost.URL takes for a query: we take it too, and read what Boost.URL
// reads, but for pieces that are empty. For every text that we take: what was read, written, is
// read again.
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/base/splice.hpp"
#include "fuzz/fuzzers/requests/second_reading.hpp"
#include "runner/wire/signing/query.hpp"

namespace {

using namespace hallmark;
using runner::Parameters;

std::optional<Parameters> under_test(std::string_view text) {
  std::optional<Parameters> read = runner::parse_form(text);
  if (!read) return read;
  if (fuzz::planted("query_text/splits-at-the-last-equals") && !read->empty()) {
    auto& [name, value] = read->front();
    const std::size_t at = value.rfind('=');
    if (at != value.npos) name += "=" + value.substr(0, at), value.erase(0, at + 1);
  }
  if (fuzz::planted("query_text/stops-at-nul")) {
    for (auto& [name, value] : *read) value = value.substr(0, value.find('\0'));
  }
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::optional<Parameters> form = under_test(text);
  fuzz::require(form.has_value() == runner::parse_query(text).has_value(),
                "a form is well-formed where a query is");
  if (form) {
    fuzz::require(runner::parse_form(runner::form_body(*form)) == form,
                  "read, written, read again");
  }
  if (text.empty()) return 0;
  // Boost.URL 1.81 reads on to the next NUL, which ends a std::string.
  const std::optional<bool> theirs =
      fuzz::boost_url_reads(std::string{text}, form ? *form : Parameters{}, fuzz::Plus::is_a_blank);
  if (!theirs) return 0;
  fuzz::require(form.has_value(), "we take every query that Boost.URL takes");
  fuzz::require(*theirs, "we read what Boost.URL reads, and no more");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  static constexpr std::string_view pieces[] = {"&",   "=",   "+",   "%",   "%00", "%20",
                                                "%26", "%2b", "%3D", "a=b", "&&",  "%e4%b8%ad"};
  return hallmark::fuzz::splice({"a=b", "&=%+", pieces}, data, size, max_size, seed);
}
