// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/query.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>

#include "runner/wire/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

using Reference = std::reference_wrapper<const Parameters::value_type>;

// Equal names stay in the order of their vector, which is that of their addresses.
bool goes_before(const Parameters::value_type& left, const Parameters::value_type& right) {
  const int order = left.first.compare(right.first);  // char_traits<char> compares unsigned bytes
  return order != 0 ? order < 0 : &left < &right;
}

// A request has about a dozen parameters, half of them in order: insertion beats a general sort.
void sort_by_name(std::vector<Reference>& parameters) {
  if (parameters.size() > 32) {
    std::sort(parameters.begin(), parameters.end(), goes_before);
    return;
  }
  for (auto at = parameters.begin(); at != parameters.end(); ++at) {
    std::rotate(std::upper_bound(parameters.begin(), at, *at, goes_before), at, at + 1);
  }
}

template <auto encode_to>
std::string join(const auto& parameters) {
  std::size_t size = 0;
  for (const Parameters::value_type& parameter : parameters) {
    size += parameter.first.size() + parameter.second.size() + 2;
  }
  std::string out(room_to_encode(size), '\0');
  char* to = out.data();
  for (const Parameters::value_type& parameter : parameters) {
    if (to != out.data()) *to++ = '&';
    to = encode_to(to, parameter.first);
    *to++ = '=';
    to = encode_to(to, parameter.second);
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

template <class Counts>
std::string canonical(const Parameters& parameters, Counts counts) {
  thread_local std::vector<Reference> sorted;  // kept for its memory
  sorted.clear();
  for (const auto& parameter : parameters) {
    if (counts(parameter.first)) sorted.emplace_back(parameter);
  }
  sort_by_name(sorted);
  return join<percent_encode_to>(sorted);
}

template <auto decode_to>
std::optional<Parameters> parse(std::string_view text) {
  std::optional<Parameters> parameters{std::in_place};
  // More are made room for as they come.
  constexpr std::size_t usual = 32, usual_size = 8;
  parameters->reserve(std::min(usual, 1 + text.size() / usual_size));
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
  return join<percent_encode_to>(parameters);
}

std::string form_body(const Parameters& parameters) { return join<form_encode_to>(parameters); }

std::optional<Parameters> parse_query(std::string_view text) {
  return parse<percent_decode_to>(text);
}

std::optional<Parameters> parse_form(std::string_view text) { return parse<form_decode_to>(text); }

}  // namespace hallmark::runner
