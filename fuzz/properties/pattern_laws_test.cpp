// SPDX-License-Identifier: Apache-2.0
//
// Laws of the patterns that select cases: they match what a regular expression of the same meaning
// matches.
#include <gtest/gtest.h>

#include <functional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "cases/pattern.hpp"
#include "fuzz/properties/generators.hpp"
#include "fuzz/properties/law.hpp"
#include "fuzz/properties/planted.hpp"

namespace hallmark::fuzz {
namespace {

using Strings = std::vector<std::string>;
using Matches = std::function<bool(std::string_view pattern, std::string_view path)>;

rc::Gen<std::string> made_of(const Strings& pieces) {
  return rc::gen::scale(0.12, rc::gen::map(rc::gen::container<Strings>(rc::gen::elementOf(pieces)),
                                           [](const Strings& all) {
                                             std::string text;
                                             for (const std::string& one : all) text += one;
                                             return text;
                                           }));
}

rc::Gen<std::string> path() { return made_of({"a", "b", "/", "-", ".", "/a", "b/"}); }
rc::Gen<std::string> pattern() {
  return made_of({"a", "b", "/", "*", "**", "**/", "/**", "-", "."});
}

// "**/" is any number of whole levels, "**" any text, "*" any text within a level.
bool slowly_matches(std::string_view pattern, std::string_view path) {
  std::string expression;
  while (!pattern.empty()) {
    if (pattern.starts_with("**/")) {
      expression += "(?:.*/|)";
      pattern.remove_prefix(3);
    } else if (pattern.starts_with("**")) {
      expression += ".*";
      pattern.remove_prefix(2);
    } else if (pattern.front() == '*') {
      expression += "[^/]*";
      pattern.remove_prefix(1);
    } else {
      expression += {'[', pattern.front(), ']'};
      pattern.remove_prefix(1);
    }
  }
  return std::regex_match(path.begin(), path.end(), std::regex{expression});
}

void matches_like_the_expression(const Matches& matches) {
  const std::string asked = *pattern().as("pattern");
  const std::string given = *path().as("path");
  RC_ASSERT(matches(asked, given) == slowly_matches(asked, given));
}

// What matches goes on to match when a part of the pattern is made a star.
void stars_only_widen(const Matches& matches) {
  const std::string given = *path().as("path");
  RC_ASSERT(matches(given, given));
  std::string wider = given;
  const auto place = *between<std::size_t>(0, given.size() + 1).as("place");
  if (place < given.size() && given[place] != '/') {
    wider.replace(place, 1, "*");
  } else {
    wider.replace(place, given.size() - place, "**");
  }
  RC_ASSERT(matches(wider, given));
}

HALLMARK_LAW(Pattern, IsARegularExpression) {
  for (int i = 0; i < 4; ++i) matches_like_the_expression(cases::matches_path);
}
HALLMARK_LAW(Pattern, MatchesMoreWithStars) { stars_only_widen(cases::matches_path); }

TEST(PatternLaws, FindAMatcherThatErrs) {
  const auto planted = [](std::string_view what, const Matches& errs) {
    expect_found(
        what, [&] { matches_like_the_expression(errs); }, 24, 5000);
  };
  planted("a star crosses levels", [](std::string_view pattern, std::string_view path) {
    return cases::matches_path(pattern, path) ||
           (pattern.find('*') != pattern.npos && pattern.find("**") == pattern.npos &&
            cases::matches_path(std::string{pattern}.replace(pattern.find('*'), 1, "**"), path));
  });
  planted("two stars are one level at least", [](std::string_view pattern, std::string_view path) {
    return cases::matches_path(pattern, path) &&
           !(pattern.starts_with("**/") && path.find('/') == path.npos);
  });
  planted("a dot is any letter", [](std::string_view pattern, std::string_view path) {
    std::string letters{path};
    for (std::size_t i = 0; i < std::min(pattern.size(), letters.size()); ++i) {
      if (pattern[i] == '.') letters[i] = '.';
    }
    return cases::matches_path(pattern, letters);
  });
  planted("the beginning is enough", [](std::string_view pattern, std::string_view path) {
    return cases::matches_path(std::string{pattern} + "*", path);
  });
  const Matches no_empty_star = [](std::string_view pattern, std::string_view path) {
    return cases::matches_path(pattern, path) &&
           !(pattern.ends_with("**") && path.size() + 2 == pattern.size());
  };
  expect_found(
      "two stars are something", [&] { stars_only_widen(no_empty_star); }, 12);
}

// An address is an id and a variant: it matches where both do, and any variant where it names none.
void addresses_match_by_parts(
    const std::function<bool(const std::string&, std::string_view, std::string_view)>& matches) {
  const std::string id_pattern = *pattern().as("pattern");
  const std::string id = *path().as("id");
  const std::string variant =
      *rc::gen::elementOf(Strings{"get.xml.v1", "post.json.v3", "post-form.xml.v1", ""})
           .as("variant");
  const std::string wanted =
      *rc::gen::elementOf(Strings{"", "get.xml.v1", "*.v3", "post*", "post-query.json.v3", "**"})
           .as("wanted");
  const std::string address = wanted.empty() ? id_pattern : id_pattern + '@' + wanted;
  const std::string plain = wanted == "post-query.json.v3" ? "post.json.v3" : wanted;
  const bool variant_matches =
      wanted.empty() || (!variant.empty() && slowly_matches(plain, variant));
  RC_ASSERT(matches(address, id, variant) == (slowly_matches(id_pattern, id) && variant_matches));
}

HALLMARK_LAW(Pattern, OfAnAddressMatchesByParts) {
  addresses_match_by_parts(
      [](const std::string& address, std::string_view id, std::string_view variant) {
        return cases::Pattern{address}.matches(id, variant);
      });
}

TEST(PatternLaws, FindAnAddressThatForgetsItsVariant) {
  expect_found(
      "a variant is forgotten",
      [] {
        addresses_match_by_parts(
            [](const std::string& address, std::string_view id, std::string_view) {
              return cases::Pattern{address.substr(0, address.find('@'))}.matches(id, "get.xml.v1");
            });
      },
      50);
}

}  // namespace
}  // namespace hallmark::fuzz
