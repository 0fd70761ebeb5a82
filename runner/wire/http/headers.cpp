// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/headers.hpp"

#include <algorithm>

namespace hallmark::runner {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_header_name(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

const std::string* find_header(const Headers& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (same_header_name(header.first, name)) return &header.second;
  }
  return nullptr;
}

}  // namespace hallmark::runner
