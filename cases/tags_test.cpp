// SPDX-License-Identifier: Apache-2.0
//
// Tags and ids say the same: what code reads from the one, people read from the other.
#include "cases/tags.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include "cases/base/tested_action.hpp"
#include "cases/library.hpp"

namespace hallmark::cases {
namespace {

// The id behind its chapter.
std::string_view rest_of(const Case& one) {
  return std::string_view{one.id}.substr(one.id.find('/') + 1);
}

std::string_view first_word(std::string_view rest) { return rest.substr(0, rest.find('/')); }

std::string_view slug_of(std::string_view action) {
  const auto found = std::find_if(tested_actions.begin(), tested_actions.end(),
                                  [action](const TestedAction& one) { return one.name == action; });
  return found == tested_actions.end() ? "" : found->slug;
}

// What stands behind the chapter where the family has no word of its own.
bool is_named_in_its_place(const Case& one, std::string_view word) {
  switch (one.tags.family) {
    case Family::description:
      return word.starts_with("describe-");
    case Family::answer:
      if (one.tags.action.empty()) return word == "every-answer";
      return word == slug_of(one.tags.action);
    case Family::copies:
      return word == slug_of(one.tags.action);
    case Family::duel:
      return word.find("-against-") != word.npos;
    default:
      return false;
  }
}

TEST(Tags, NameTheChapterAndTheFamilyOfTheId) {
  for (const Case& one : library()) {
    const std::string chapter = chapter_of(one.tags);
    const std::string_view family = name_of(one.tags.family);
    EXPECT_FALSE(chapter.empty()) << one.id;
    EXPECT_EQ(first_word(one.id), chapter) << one.id;
    const std::string_view rest = rest_of(one);
    if (family.empty()) {
      EXPECT_TRUE(is_named_in_its_place(one, first_word(rest))) << one.id;
    } else {
      EXPECT_TRUE(rest == family || rest.starts_with(std::string{family} + "/")) << one.id;
    }
  }
}

TEST(Tags, NameTheActionWhoseChapterItIs) {
  for (const TestedAction& action : tested_actions) EXPECT_EQ(slug_of(action.name), action.slug);
  for (const Case& one : library()) {
    if (one.tags.chapter != Chapter::of_an_action) continue;
    EXPECT_TRUE(std::ranges::any_of(tested_actions, [&one](const TestedAction& action) {
      return action.name == one.tags.action;
    })) << one.id;
  }
}

TEST(Tags, UseWordsOfTheId) {
  for (const Case& one : library()) {
    const std::size_t at = one.id.rfind(one.tags.word);
    ASSERT_NE(at, std::string::npos) << one.id << ": " << one.tags.word;
    if (!one.tags.word.empty()) {
      EXPECT_NE(std::string_view{"/-"}.find(one.id[at - 1]), std::string_view::npos) << one.id;
    }
  }
}

// Whoever looks a case up by what it shows finds that one.
TEST(Tags, OfWhatIsLookedUpBelongToOneCase) {
  for (const Case& one : library()) {
    if (one.tags.shows == Shows::none) continue;
    EXPECT_EQ(&tagged(one.tags), &one) << one.id;
  }
}

// Each with the piece of the id that says it to people.
TEST(Tags, ShowWhatTheIdSays) {
  const std::map<Shows, std::string_view> pieces = {
      {Shows::absent_parameter, "/absent"},
      {Shows::empty_parameter, "/empty"},
      {Shows::odd_id, "/instance-id/odd/"},
      {Shows::lookalike, "/beside-its-name-in-"},
      {Shows::two_owners, "/owner-id-and-owner-account"},
      {Shows::odd_names, "/names-sorted-bytewise"},
      {Shows::many_parameters, "/40-parameters"},
      {Shows::foreign_instance, "/foreign-instance/"},
      {Shows::used_nonce, "/replay/same-nonce"},
      {Shows::header_case_under_v1, "/header-names/upper-case-under-v1"},
      {Shows::header_case_under_v3, "/header-names/other-case"},
  };
  for (const Case& one : library()) {
    const auto piece = pieces.find(one.tags.shows);
    if (piece == pieces.end()) continue;
    EXPECT_NE(one.id.find(piece->second), std::string::npos) << one.id;
  }
  for (const Case& one : library()) {
    for (const Shows shows : {Shows::odd_id, Shows::lookalike}) {
      if (one.id.find(pieces.at(shows)) != std::string::npos) {
        EXPECT_EQ(one.tags.shows, shows) << one.id;
      }
    }
  }
}

TEST(Tagged, FindsTheOneCaseThatIsMeant) {
  const Tags of_it{
      .action = "StartInstance", .shows = Shows::odd_id, .parameter = {}, .word = "odd/nul"};
  EXPECT_EQ(tagged(of_it).id, "start-instance/parameter/derived/instance-id/odd/nul");
  EXPECT_THROW(static_cast<void>(tagged({.chapter = Chapter::http})), std::logic_error);
  EXPECT_THROW(static_cast<void>(tagged({.word = "no-such-word"})), std::logic_error);
  EXPECT_THROW(static_cast<void>(tagged({}, {})), std::logic_error);
}

}  // namespace
}  // namespace hallmark::cases
