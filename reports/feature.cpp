// SPDX-License-Identifier: Apache-2.0
#include "reports/feature.hpp"

namespace hallmark::reports {

std::string feature_of(std::string_view id, std::string_view action) {
  if (id.starts_with("base/action/")) return std::string{action};
  for (const std::string_view kind : {"base/signature/", "base/format/", "base/method/"}) {
    if (!id.starts_with(kind)) continue;
    const std::string_view word = id.substr(kind.size());
    return word == "post" ? "post-query" : std::string{word};
  }
  return {};
}

}  // namespace hallmark::reports
