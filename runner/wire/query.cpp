// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/query.hpp"

#include <algorithm>
#include <cstddef>

#include "runner/wire/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

using Pointers = std::vector<const Parameters::value_type*>;

// Equal names stay in the order of their vector, which is that of their addresses.
bool goes_before(const Parameters::value_type* left, const Parameters::value_type* right) {
  const int order = left->first.compare(right->first);  // char_traits<char> compares unsigned bytes
  return order != 0 ? order < 0 : left < right;
}

// A request has about a dozen parameters, half of them in order: insertion beats a general sort.
void sort_by_name(Pointers& pointers) {
  if (pointers.size() > 32) {
    std::sort(pointers.begin(), pointers.end(), goes_before);
    return;
  }
  for (auto at = pointers.begin(); at != pointers.end(); ++at) {
    std::rotate(std::upper_bound(pointers.begin(), at, *at, goes_before), at, at + 1);
  }
}

// Of what the parameters are written as, where nothing in them has to be encoded.
std::size_t shortest_size(const Parameters& parameters) {
  std::size_t size = 0;
  for (const auto& [name, value] : parameters) size += name.size() + value.size() + 2;
  return size;
}

template <class Counts>
std::string canonical(const Parameters& parameters, Counts counts) {
  Pointers pointers;
  pointers.reserve(parameters.size());
  for (const auto& parameter : parameters) {
    if (counts(parameter.first)) pointers.push_back(&parameter);
  }
  sort_by_name(pointers);
  std::string out;
  out.reserve(40 * pointers.size());
  for (const auto* parameter : pointers) {
    if (!out.empty()) out.push_back('&');
    append_percent_encode(out, parameter->first);
    out.push_back('=');
    append_percent_encode(out, parameter->second);
  }
  return out;
}

template <class Append>
std::string join(const Parameters& parameters, Append append) {
  std::string out;
  out.reserve(shortest_size(parameters));
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out.push_back('&');
    append(out, name);
    out.push_back('=');
    append(out, value);
  }
  return out;
}

template <class Decode>
std::optional<Parameters> parse(std::string_view text, Decode decode) {
  Parameters parameters;
  constexpr std::size_t usual = 32;  // more are made room for as they come
  parameters.reserve(std::min(usual, 1 + static_cast<std::size_t>(std::ranges::count(text, '&'))));
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto name = decode(piece.substr(0, equals));
    auto value =
        decode(equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    parameters.emplace_back(std::move(*name), std::move(*value));
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
  return join(parameters, append_percent_encode);
}

std::string form_body(const Parameters& parameters) { return join(parameters, append_form_encode); }

std::optional<Parameters> parse_query(std::string_view text) { return parse(text, percent_decode); }

std::optional<Parameters> parse_form(std::string_view text) { return parse(text, form_decode); }

}  // namespace hallmark::runner
