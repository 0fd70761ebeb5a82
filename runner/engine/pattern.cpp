// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/pattern.hpp"

#include <utility>

namespace hallmark::runner {
namespace {

std::string with_our_method_name(std::string variant) {
  constexpr std::string_view other = "post-query";
  if (variant.starts_with(other)) variant.replace(0, other.size(), "post");
  return variant;
}

}  // namespace

bool matches_path(std::string_view pattern, std::string_view path) {
  while (!pattern.empty()) {
    if (pattern.starts_with("**")) {
      const std::string_view rest = pattern.substr(2);
      for (std::size_t taken = 0; taken <= path.size(); ++taken) {
        if (matches_path(rest, path.substr(taken))) return true;
      }
      // "base/**" means what is below base; "**/x" also means x at the top.
      return rest.starts_with('/') && matches_path(rest.substr(1), path);
    }
    if (pattern.front() == '*') {
      const std::string_view rest = pattern.substr(1);
      for (std::size_t taken = 0; taken <= path.size(); ++taken) {
        if (matches_path(rest, path.substr(taken))) return true;
        if (taken < path.size() && path[taken] == '/') return false;
      }
      return false;
    }
    if (path.empty() || path.front() != pattern.front()) return false;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
  }
  return path.empty();
}

Pattern::Pattern(std::string text) : text_{std::move(text)} {
  const std::size_t at = text_.find('@');
  id_ = text_.substr(0, at);
  if (at != std::string::npos) variant_ = with_our_method_name(text_.substr(at + 1));
}

bool Pattern::matches(std::string_view id, std::string_view variant) const {
  if (!variant_.empty() && (variant.empty() || !matches_path(variant_, variant))) return false;
  return matches_path(id_, id);
}

}  // namespace hallmark::runner
