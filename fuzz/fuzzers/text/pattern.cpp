// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the patterns of --select and --skip.
//
// Holds for every pattern and every path: a matcher that goes through the pattern piece by piece,
// from its beginning, agrees.
#include "cases/pattern.hpp"

#include <string>
#include <vector>

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"

namespace {

using namespace hallmark;

std::vector<std::string_view> pieces_of(std::string_view pattern) {
  std::vector<std::string_view> pieces;
  while (!pattern.empty()) {
    const std::size_t length = pattern.starts_with("**/") ? 3 : pattern.starts_with("**") ? 2 : 1;
    pieces.push_back(pattern.substr(0, length));
    pattern.remove_prefix(length);
  }
  return pieces;
}

bool plainly_matches(std::string_view pattern, std::string_view path) {
  // at[p]: the pieces so far can match the path's first p bytes.
  std::vector<bool> at(path.size() + 1);
  at[0] = true;
  for (const std::string_view piece : pieces_of(pattern)) {
    std::vector<bool> next(path.size() + 1);
    bool open = false;  // the piece has begun somewhere before p
    for (std::size_t p = 0; p <= path.size(); ++p) {
      const char before = p > 0 ? path[p - 1] : '\0';
      if (piece == "**/") {
        next[p] = at[p] || (open && before == '/');
        open = open || at[p];
      } else if (piece == "**") {
        next[p] = open = open || at[p];
      } else if (piece == "*") {
        next[p] = open = (open && before != '/') || at[p];
      } else {
        next[p] = p > 0 && at[p - 1] && before == piece.front();
      }
    }
    at = std::move(next);
  }
  return at[path.size()];
}

bool under_test(std::string_view pattern, std::string_view path) {
  if (fuzz::planted("pattern/star-crosses-levels") && pattern.find("/*") != pattern.npos) {
    std::string crossing{pattern};
    crossing.insert(crossing.find("/*") + 1, "*");
    return cases::matches_path(crossing, path);
  }
  if (fuzz::planted("pattern/needs-a-level") && pattern.starts_with("**/") &&
      path.find('/') == path.npos) {
    return false;
  }
  return cases::matches_path(pattern, path);
}

}  // namespace

// First line: the pattern; second: the path.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::text_of(data, size);
  const std::string_view pattern = fuzz::take_line(text);
  const std::string_view path = fuzz::take_line(text);
  fuzz::require(under_test(pattern, path) == plainly_matches(pattern, path), "both matchers agree");
  if (pattern.find('@') == pattern.npos && path.find('@') == path.npos) {
    fuzz::require(cases::Pattern{std::string{pattern}}.matches(path, "get.xml.v1") ==
                      cases::matches_path(pattern, path),
                  "a pattern without variant means every variant");
  }
  return 0;
}
