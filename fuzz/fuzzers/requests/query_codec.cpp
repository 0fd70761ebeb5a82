// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes runner/wire/signing/query.hpp and percent_encoding.hpp from the side of the values.
//
// Holds for all parameters: written as a query and as a form they are read back as they were, a
// canonical query has the pieces of the query in the order of their names (stable), and Boost.URL
// reads the same values.
#include <algorithm>

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/kept_memory.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/requests/second_reading.hpp"
#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/signing/query.hpp"

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

// Lines in turn: name, value, name, value. They are sorted in another way from 33 on; hundreds that
// are empty, which an engine likes, only take its time.
Parameters parameters_in(std::string_view text) {
  constexpr std::size_t most = 34;
  Parameters parameters;
  parameters.reserve(std::min(most, (text.size() + 1) / 2));
  while (!text.empty() && parameters.size() < most) {
    const std::string_view name = fuzz::take_line(text);
    parameters.emplace_back(name, fuzz::take_line(text));
  }
  return parameters;
}

// Whether `canonical` has the pieces of `query`, one for each of `parameters`, sorted by name.
bool has_pieces_sorted(std::string_view canonical, std::string_view query,
                       const Parameters& parameters) {
  struct Piece {
    std::string_view name, written;
  };
  static std::vector<Piece> kept_pieces;
  const fuzz::Lent pieces{kept_pieces};
  for (const auto& [name, value] : parameters) {
    const std::string_view written = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), written.size() + 1));
    pieces->push_back({name, written});
  }
  std::ranges::stable_sort(*pieces, {}, &Piece::name);
  for (const Piece& piece : *pieces) {
    if (!canonical.starts_with(piece.written)) return false;
    canonical.remove_prefix(piece.written.size());
    if (&piece == &pieces->back()) break;
    if (!canonical.starts_with('&')) return false;
    canonical.remove_prefix(1);
  }
  return canonical.empty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Parameters parameters = parameters_in(fuzz::text_of(data, size));
  const std::string query = runner::query_string(parameters);
  fuzz::require(runner::parse_query(query) == parameters, "a query is read as it was written");
  fuzz::require(runner::parse_form(form_under_test(parameters)) == parameters,
                "a form is read as it was written");
  fuzz::require(has_pieces_sorted(canonical_under_test(parameters), query, parameters),
                "a canonical query has the pieces of the query in the byte order of their names");
  fuzz::require(fuzz::boost_url_reads(query, parameters, fuzz::Plus::stays) == true,
                "Boost.URL reads what we write");
  return 0;
}
