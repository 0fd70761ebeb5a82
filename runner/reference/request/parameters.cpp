// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/request/parameters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace hallmark::runner::reference {
namespace {

consteval std::array<bool, 256> unreserved_bytes() {
  std::array<bool, 256> unreserved{};
  for (const char letter : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                            "0123456789-_.~"}) {
    unreserved[static_cast<unsigned char>(letter)] = true;
  }
  return unreserved;
}

constexpr std::array<bool, 256> unreserved = unreserved_bytes();

// -1 for what is no hexadecimal digit.
int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

// Decodes into `out`, which has room for `text`. The length of the result, or npos.
std::size_t decode_into(std::string_view text, char plus, char encoded_plus, char* out) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char byte = text[i];
    if (byte == '+') {
      byte = plus;
    } else if (byte == '%') {
      if (i + 2 >= text.size()) return text.npos;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return text.npos;
      byte = static_cast<char>(high * 16 + low);
      if (byte == '+') byte = encoded_plus;
      i += 2;
    }
    out[length++] = byte;
  }
  return length;
}

}  // namespace

bool Parameters::parse(std::string_view query, std::string_view form, Misreading misreading) {
  parameters_.clear();
  decoded_.resize(query.size() + form.size());
  parameters_.reserve(
      static_cast<std::size_t>(2 + std::ranges::count(query, '&') + std::ranges::count(form, '&')));
  written_ = 0;
  if (!add(query, Source::query, misreading)) return false;
  if (!add(form, Source::form, misreading)) return false;
  std::ranges::stable_sort(parameters_, {}, &Parameter::name);
  return true;
}

std::string_view Parameters::value(std::string_view name) const {
  for (const Parameter& parameter : parameters_) {
    if (parameter.name == name) return parameter.value;
  }
  return {};
}

bool Parameters::has(std::string_view name) const {
  return std::any_of(parameters_.begin(), parameters_.end(),
                     [name](const Parameter& parameter) { return parameter.name == name; });
}

bool Parameters::has_duplicates() const {
  return std::adjacent_find(parameters_.begin(), parameters_.end(),
                            [](const Parameter& a, const Parameter& b) {
                              return a.name == b.name;
                            }) != parameters_.end();
}

bool Parameters::add(std::string_view text, Source source, Misreading misreading) {
  const char plus = misreading.form_plus_stays && source == Source::form ? '+' : ' ';
  bool follows_nothing = false;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    if (piece.empty()) {
      follows_nothing = true;
      continue;
    }
    const std::string_view name = piece.substr(0, piece.find('='));
    const std::string_view value = piece.substr(std::min(piece.size(), name.size() + 1));
    Parameter parameter{.source = source,
                        .has_encoded_name = name.find('%') != name.npos,
                        .has_encoded_value = value.find('%') != value.npos,
                        .follows_nothing = std::exchange(follows_nothing, false)};
    const char encoded_plus = misreading.encoded_plus_is_blank && name != "Signature" ? ' ' : '+';
    if (!decode(name, plus, '+', parameter.name)) return false;
    if (!decode(value, plus, encoded_plus, parameter.value)) return false;
    parameters_.push_back(parameter);
  }
  return true;
}

bool Parameters::decode(std::string_view text, char plus, char encoded_plus,
                        std::string_view& decoded) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return c == '%' || c == '+'; })) {
    decoded = text;
    return true;
  }
  char* const start = decoded_.data() + written_;
  const std::size_t length = decode_into(text, plus, encoded_plus, start);
  if (length == text.npos) return false;
  decoded = {start, length};
  written_ += length;
  return true;
}

void append_percent_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const std::size_t start = out.size();
  out.resize(start + 3 * text.size());
  char* at = out.data() + start;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (unreserved[byte]) {
      *at++ = letter;
    } else {
      *at++ = '%';
      *at++ = digits[byte >> 4];
      *at++ = digits[byte & 0x0F];
    }
  }
  out.resize(static_cast<std::size_t>(at - out.data()));
}

}  // namespace hallmark::runner::reference
