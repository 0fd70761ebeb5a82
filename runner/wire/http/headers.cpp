// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/headers.hpp"

#include <algorithm>

#include "reports/text.hpp"

namespace hallmark::runner {

bool same_header_name(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return reports::to_lower(a) == reports::to_lower(b); });
}

const std::string* find_header(const Headers& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (same_header_name(header.first, name)) return &header.second;
  }
  return nullptr;
}

}  // namespace hallmark::runner
