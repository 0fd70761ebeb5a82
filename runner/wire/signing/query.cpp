// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/query.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>

#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

using Reference = std::reference_wrapper<const Parameters::value_type>;

// Equal names stay in the order of their vector, which is that of their addresses.
bool goes_before(const Parameters::value_type& left, const Parameters::value_type& right) {
  const int order = left.first.compare(right.first);  // char_traits<char> compares unsigned bytes
  return order != 0 ? order < 0 : &left < &right;
}

template <auto append_encoded>
std::string join(const auto& parameters) {
  std::string out;
  for (const Parameters::value_type& parameter : parameters) {
    if (!out.empty()) out += '&';
    append_encoded(out, parameter.first);
    out += '=';
    append_encoded(out, parameter.second);
  }
  return out;
}

template <class Counts>
std::string canonical(const Parameters& parameters, Counts counts) {
  std::vector<Reference> sorted;
  sorted.reserve(parameters.size());
  for (const auto& parameter : parameters) {
    if (counts(parameter.first)) sorted.emplace_back(parameter);
  }
  std::sort(sorted.begin(), sorted.end(), goes_before);
  return join<append_percent_encode>(sorted);
}

template <auto decode_to>
std::optional<Parameters> parse(std::string_view text) {
  std::optional<Parameters> parameters{std::in_place};
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto& [name, value] = parameters->emplace_back();
    if (!decode_to(name, piece.substr(0, equals))) return std::nullopt;
    if (equals == std::string_view::npos) continue;
    if (!decode_to(value, piece.substr(equals + 1))) return std::nullopt;
  }
  return parameters;
}

}  // namespace

std::string canonical_query(const Parameters& parameters) {
  return canonical(parameters, [](std::string_view) { return true; });
}

std::string canonical_query_without(std::string_view name, const Parameters& parameters) {
  return canonical(parameters, [&](std::string_view other) { return other != name; });
}

std::string query_string(const Parameters& parameters) {
  return join<append_percent_encode>(parameters);
}

std::string form_body(const Parameters& parameters) { return join<append_form_encode>(parameters); }

std::optional<Parameters> parse_query(std::string_view text) {
  return parse<percent_decode_to>(text);
}

std::optional<Parameters> parse_form(std::string_view text) { return parse<form_decode_to>(text); }

}  // namespace hallmark::runner
