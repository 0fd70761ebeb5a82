// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes runner/wire/query.hpp and percent_encoding.hpp from the side of the values.
//
// Holds for all parameters: written as a query, as a form and canonically they are read back as
// they were (canonically: sorted by name, stable), and Boost.URL reads the same values.
#include <algorithm>

#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/planted.hpp"
#include "fuzz/fuzzers/second_reading.hpp"
#include "runner/wire/percent_encoding.hpp"
#include "runner/wire/query.hpp"

namespace {

using namespace hallmark;
using runner::Parameters;

std::string form_under_test(const Parameters& parameters) {
  std::string form = runner::form_body(parameters);
  const std::size_t at = form.find("%2B");
  if (fuzz::planted("query_codec/plus-stays-plus") && at != form.npos) form.replace(at, 3, "+");
  return form;
}

std::string canonical_under_test(const Parameters& parameters) {
  std::string query = runner::canonical_query(parameters);
  const std::size_t at = query.find("=&");
  if (fuzz::planted("query_codec/drops-empty-value") && at != query.npos) query.erase(at, 2);
  return query;
}

// Lines in turn: name, value, name, value.
Parameters parameters_in(std::string_view text) {
  Parameters parameters;
  parameters.reserve(1 + static_cast<std::size_t>(std::ranges::count(text, '\n')) / 2);
  while (!text.empty()) {
    const std::string_view name = fuzz::take_line(text);
    parameters.emplace_back(name, fuzz::take_line(text));
  }
  return parameters;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Parameters parameters = parameters_in(fuzz::text_of(data, size));
  const std::string query = runner::query_string(parameters);
  fuzz::require(runner::parse_query(query) == parameters, "a query is read as it was written");
  fuzz::require(runner::parse_form(form_under_test(parameters)) == parameters,
                "a form is read as it was written");
  std::vector<const Parameters::value_type*> sorted;
  sorted.reserve(parameters.size());
  for (const auto& parameter : parameters) sorted.push_back(&parameter);
  std::sort(sorted.begin(), sorted.end(), [](const auto* one, const auto* other) {
    const int order = one->first.compare(other->first);
    return order != 0 ? order < 0 : one < other;  // of one name: as they were given
  });
  const auto canonical = runner::parse_query(canonical_under_test(parameters));
  fuzz::require(canonical && std::ranges::equal(
                                 *canonical, sorted, {}, {},
                                 [](const auto* one) -> const auto& { return *one; }),
                "a canonical query holds every parameter once, in byte order");
  fuzz::require(fuzz::boost_url_reads(query, parameters, fuzz::Plus::stays) == true,
                "Boost.URL reads what we write");
  return 0;
}
