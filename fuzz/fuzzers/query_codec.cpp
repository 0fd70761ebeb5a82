// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes runner/wire/query.hpp and percent_encoding.hpp from the side of the values.
//
// Holds for all parameters: written as a query, as a form and canonically they are read back as
// they were (canonically: sorted by name, stable), and Boost.URL reads the same values.
#include <algorithm>
#include <boost/url/decode_view.hpp>
#include <boost/url/params_encoded_view.hpp>

#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/planted.hpp"
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
  for (const auto& parameter : parameters) sorted.push_back(&parameter);
  std::ranges::stable_sort(sorted, {},
                           [](const auto* one) { return std::string_view{one->first}; });
  const auto canonical = runner::parse_query(canonical_under_test(parameters));
  fuzz::require(canonical && std::ranges::equal(
                                 *canonical, sorted, {}, {},
                                 [](const auto* one) -> const auto& { return *one; }),
                "a canonical query holds every parameter once, in byte order");
  if (query.empty()) return 0;
  auto ours = parameters.begin();
  for (const auto& theirs : boost::urls::params_encoded_view{query}) {
    fuzz::require(
        ours != parameters.end() && *theirs.key == ours->first && *theirs.value == ours->second,
        "Boost.URL reads what we write");
    ++ours;
  }
  fuzz::require(ours == parameters.end(), "all of it");
  return 0;
}
