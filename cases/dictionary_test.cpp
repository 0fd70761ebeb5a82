// SPDX-License-Identifier: Apache-2.0
#include "cases/dictionary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "cases/fixture.hpp"
#include "specs/catalog.hpp"

namespace hallmark::cases {
namespace {

using ::testing::Contains;

int digit(char c) {
  return static_cast<int>(std::string_view{"0123456789abcdef"}.find(c));  // -1: none
}

// A line as libFuzzer reads it; nothing where it refuses the dictionary.
std::optional<std::string> read_line(std::string_view line) {
  if (line.size() < 3 || !line.starts_with('"') || !line.ends_with('"')) return std::nullopt;
  line = line.substr(1, line.size() - 2);
  std::string word;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] < 0x20 || line[i] > 0x7e || line[i] == '"') return std::nullopt;
    if (line[i] != '\\') {
      word += line[i];
      continue;
    }
    if (i + 3 >= line.size() || line[i + 1] != 'x') return std::nullopt;
    if (digit(line[i + 2]) < 0 || digit(line[i + 3]) < 0) return std::nullopt;
    word += static_cast<char>(digit(line[i + 2]) * 16 + digit(line[i + 3]));
    i += 3;
  }
  return word;
}

TEST(Dictionary, IsReadByLibFuzzerAndHoldsTheWords) {
  std::vector<std::string> words = dictionary_words();
  words.emplace_back("a \"quoted\\ word\n\xff\0", 18);
  std::vector<std::string> read;
  const std::string text = as_dictionary(words);
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    ASSERT_LT(line.size(), rest.size()) << "the last line has no end";
    const std::optional<std::string> word = read_line(line);
    ASSERT_TRUE(word) << line;
    read.push_back(*word);
    rest.remove_prefix(line.size() + 1);
  }
  EXPECT_EQ(read, words);
}

TEST(Dictionary, HoldsEveryActionParameterAndCode) {
  const std::vector<std::string> words = dictionary_words();
  for (const specs::Page* page : specs::pages()) {
    EXPECT_THAT(words, Contains(page->action));
    for (const specs::ParameterSpec& row : page->parameters) EXPECT_THAT(words, Contains(row.name));
    for (const specs::ErrorRow& row : page->errors) {
      EXPECT_THAT(words, Contains(row.code.text()));
      EXPECT_THAT(words, Contains(std::to_string(row.status.value())));
    }
  }
  for (const specs::Page* page : specs::common_pages()) {
    for (const specs::CommonParameter& row : page->common_parameters) {
      EXPECT_THAT(words, Contains(row.name));
    }
  }
  for (const std::string_view name : condition_names) EXPECT_THAT(words, Contains(name));
  EXPECT_THAT(words, Contains("Missing"));  // of Missing*
  EXPECT_THAT(words, Contains("true"));
}

TEST(Dictionary, HoldsEachWordOnceAndNoneThatLibFuzzerCutsOff) {
  const std::vector<std::string> words = dictionary_words();
  EXPECT_THAT(
      words,
      ::testing::Each(::testing::SizeIs(::testing::AllOf(::testing::Ge(1U), ::testing::Le(64U)))));
  EXPECT_TRUE(std::ranges::is_sorted(words));
  EXPECT_EQ(std::ranges::adjacent_find(words), words.end());
}

}  // namespace
}  // namespace hallmark::cases
