// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/requests/second_reading.hpp"

#include <boost/url/decode_view.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>

namespace hallmark::fuzz {

std::optional<bool> boost_url_reads(const std::string& query, const runner::Parameters& parameters,
                                    Plus plus) {
  // Without any text there is no parameter; Boost.URL sees one that is empty.
  if (query.empty()) return parameters.empty();
  const auto theirs = boost::urls::parse_query(query);
  if (!theirs) return std::nullopt;
  boost::urls::encoding_opts options;
  options.space_as_plus = plus == Plus::is_a_blank;
  auto ours = parameters.begin();
  for (const auto& one : *theirs) {
    if (one.key.empty() && !one.has_value) continue;
    const bool same = ours != parameters.end() &&
                      boost::urls::decode_view{one.key, options} == ours->first &&
                      boost::urls::decode_view{one.value, options} == ours->second;
    if (!same) return false;
    ++ours;
  }
  return ours == parameters.end();
}

}  // namespace hallmark::fuzz
