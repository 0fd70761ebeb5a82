// SPDX-License-Identifier: Apache-2.0
//
// A new case gives a new word, and moves the places of others. What is written as text means what
// it meant.
#include "fuzz/grammar/vocabulary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/library.hpp"
#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/history.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::fuzz {
namespace {

namespace fs = std::filesystem;
using cases::Case;
using cases::Chapter;
using cases::Family;
using cases::Shows;

// A case like `one`, about something else.
Case invented(Case one, std::string word) {
  one.id = "invented/" + word;
  one.tags.word = std::move(word);
  return one;
}

// The suite with a case more of every kind that gives a word, before all others and behind them.
std::vector<Case> grown_library() {
  std::vector<Case> more;
  for (const Shows shows : {Shows::odd_id, Shows::boolean_spelling, Shows::extra_parameter,
                            Shows::text, Shows::lookalike}) {
    const auto same =
        std::find_if(cases::library().begin(), cases::library().end(), [shows](const Case& one) {
          return one.tags.shows == shows && one.tags.action == "StartInstance" &&
                 (shows != Shows::boolean_spelling || one.tags.parameter == "InitLocalDisk");
        });
    more.push_back(invented(*same, "invented-word"));
    if (shows == Shows::boolean_spelling) {
      more.back().calls.front().arguments.back().value = cases::text("invented");
    }
  }
  more.push_back(invented(
      cases::tagged(
          {.chapter = Chapter::authentication, .family = Family::v1, .word = "signature/flipped"}),
      "invented"));
  more.push_back(invented(
      cases::tagged({.chapter = Chapter::http, .family = Family::action, .word = "unknown"}),
      "invented"));
  std::vector<Case> all = more;
  all.insert(all.end(), cases::library().begin(), cases::library().end());
  for (Case& one : more) {
    one.tags.word += "-too";
    if (one.tags.shows == Shows::boolean_spelling) {
      one.calls.front().arguments.back().value = cases::text("invented too");
    }
    all.push_back(std::move(one));
  }
  return all;
}

const Vocabulary& grown() {
  static const std::vector<Case> library = grown_library();
  static const Vocabulary words{library};
  return words;
}

// A step with its words in place of their places.
std::string meaning_of(const Step& step, const Vocabulary& words) {
  const auto value = [](const cases::Value& one) {
    return one.before + "|" + std::to_string(static_cast<int>(one.handle)) + "|" +
           std::to_string(static_cast<int>(one.twist)) + "|" + one.after;
  };
  const IdWord& id = words.ids[step.id];
  std::string text = id.name + "=" + value(id.value) + (id.hostile ? " hostile" : "");
  for (const std::uint8_t flag : {step.init_local_disk, step.force_stop, step.dry_run}) {
    text += " flag=" + (flag == absent_flag ? "absent" : words.booleans[flag]);
  }
  for (const Extra& extra : step.extras) {
    const ExtraWord& word = words.extras[extra.word];
    text += " " + word.name + ":" + word.parameter + "=" + extra.text.value_or(value(word.value));
    text += (word.v1_only ? " v1" : "") + std::string{word.may_be_owner ? " owner" : ""};
  }
  const Treatment& treatment = words.treatments[step.treatment];
  text += " " + treatment.name + "/" + std::to_string(static_cast<int>(treatment.kind));
  if (treatment.forgery != nullptr) text += "=" + treatment.forgery->id;
  return text + " " + words.variants[step.variant].name() + " " +
         std::to_string(words.waits[step.wait].count());
}

std::string meaning_of(const History& history, const Vocabulary& words) {
  std::string text = cases::describe(history.fixture) + "\n";
  for (Step step : history.steps) {
    text += meaning_of(step, words) + "\n";
    // The rest has no words.
    step.id = step.init_local_disk = step.force_stop = step.dry_run = 0;
    step.treatment = step.variant = step.wait = 0;
    step.back = 0;
    for (Extra& extra : step.extras) extra.word = 0;
    text += to_text({.fixture = {}, .steps = {step}});
  }
  return text;
}

std::string read(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Every history that the repository keeps, as it is written there.
std::vector<std::string> kept_texts() {
  std::vector<std::string> texts;
  const fs::path corpus{HALLMARK_CORPUS};
  for (const char* const name : {"history.histories", "lifecycle.histories"}) {
    const auto histories = parse_histories(read(corpus / name));
    EXPECT_TRUE(histories) << name << ": " << (histories ? "" : histories.error().what);
    if (!histories) continue;
    for (const History& history : *histories) texts.push_back(to_text(history));
  }
  for (const auto& file : fs::directory_iterator{corpus / "history"}) {
    std::string text = read(file.path());
    if (parse_history(text)) texts.push_back(std::move(text));
  }
  // The finding that the example shows.
  const std::string page = read(corpus / "../../docs/examples/fuzz-your-endpoint/README.md");
  const std::size_t shown = page.find("hallmark history 1");
  EXPECT_NE(shown, page.npos);
  texts.push_back(page.substr(shown, page.find("```", shown) - shown));
  return texts;
}

// Where a case stands in the suite makes no difference, not even to bytes.
TEST(Vocabulary, IsInTheOrderOfNames) {
  const std::vector<Case> backwards{cases::library().rbegin(), cases::library().rend()};
  const Vocabulary words{backwards};
  Random random{1};
  for (int i = 0; i < 500; ++i) {
    const auto bytes = encode(draw_history(random));
    EXPECT_EQ(to_text(decode(bytes, words), words), to_text(decode(bytes)));
  }
}

// What is done to a look can be done to it by the word for a call; and what HTTP may answer with a
// success of its own can be judged by nobody who asks the API.
TEST(Vocabulary, HasOneWordForWhatIsDoneToARequest) {
  std::set<std::string> names;
  for (const Treatment& one : Vocabulary::get().treatments) names.insert(one.name);
  EXPECT_EQ(names.size(), Vocabulary::get().treatments.size());
  for (const char* const there : {"v1/wrong-secret/start-instance", "v3/forged/sent-as-put"}) {
    EXPECT_TRUE(names.contains(there)) << there;
  }
  for (const char* const elsewhere :
       {"v1/wrong-secret/describe-instances", "v3/anonymous/stop-instance",
        "v1/signature-empty/describe-instance-attribute", "v1/forged/sent-as-options"}) {
    EXPECT_FALSE(names.contains(elsewhere)) << elsewhere;
  }
}

TEST(GrownVocabulary, MovesThePlacesOfWords) {
  const Vocabulary& words = Vocabulary::get();
  EXPECT_EQ(grown().ids.size(), words.ids.size() + 2);
  EXPECT_EQ(grown().booleans.size(), words.booleans.size() + 2);
  EXPECT_EQ(grown().extras.size(), words.extras.size() + 6);
  EXPECT_EQ(grown().treatments.size(), words.treatments.size() + 4);
  EXPECT_NE(grown().ids[words.ids.size() - 1].name, words.ids.back().name);
}

TEST(GrownVocabulary, LeavesWhatIsKeptAsTextWhatItWas) {
  const std::vector<std::string> texts = kept_texts();
  EXPECT_GT(texts.size(), 80U);
  std::size_t moved = 0;
  for (const std::string& text : texts) {
    const auto before = parse_history(text);
    const auto after = parse_history(text, grown());
    ASSERT_TRUE(before && after) << text;
    EXPECT_EQ(meaning_of(*after, grown()), meaning_of(*before, Vocabulary::get())) << text;
    EXPECT_EQ(to_text(*after, grown()), to_text(*before)) << text;
    EXPECT_EQ(decode(encode(*after, grown()), grown()), *after) << text;
    moved += *before == *after ? 0 : 1;
  }
  EXPECT_GT(moved, 30U);  // or the library did not grow where it matters
}

TEST(GrownVocabulary, LeavesFindingsWhatTheyWere) {
  Random random{1};
  for (int i = 0; i < 500; ++i) {
    const History found = draw_history(random);
    const std::string text = to_text(found);
    const auto later = parse_history(text, grown());
    ASSERT_TRUE(later) << later.error().what << " in\n" << text;
    EXPECT_EQ(meaning_of(*later, grown()), meaning_of(found, Vocabulary::get())) << text;
    EXPECT_EQ(to_text(*later, grown()), text);
  }
}

TEST(Histories, StandOneBehindTheOther) {
  const std::string one = "hallmark history 1\nworld Stopped PostPaid\nStartInstance\n";
  const auto two = parse_histories("# A comment.\n\n" + one + "\n" + one);
  ASSERT_TRUE(two) << two.error().what;
  ASSERT_EQ(two->size(), 2U);
  EXPECT_EQ(to_text(two->back()), one);
  EXPECT_EQ(parse_histories(one)->size(), 1U);
  EXPECT_TRUE(parse_histories("")->empty());
  EXPECT_EQ(parse_histories("none").error().what,
            "history 1, line 1, column 1: it does not begin with \"hallmark history 1\"");
  EXPECT_EQ(parse_histories(one + one + "HaltInstance\n").error().what.substr(0, 52),
            "history 2, line 4, column 1: no such action: HaltIns");
}

// The page that tells of the format lists every word of it: where this fails, add the word there.
TEST(HistoriesPage, HasEveryWord) {
  std::ifstream file{HALLMARK_HISTORIES_PAGE};
  std::set<std::string> told;
  for (std::string line; std::getline(file, line);) {
    std::replace(line.begin(), line.end(), '`', ' ');
    std::istringstream pieces{line};
    for (std::string piece; pieces >> piece;) told.insert(piece);
  }
  std::string missing;
  const auto want = [&](std::string_view kind, std::string_view word) {
    if (!told.contains(std::string{word})) missing.append(kind).append(" ").append(word) += '\n';
  };
  const Vocabulary& words = Vocabulary::get();
  for (const std::string_view name : action_names) want("action", name);
  for (const std::string_view name : specs::status_names) want("status", name);
  for (const cases::Condition one : cases::all_conditions) want("condition", cases::name_of(one));
  for (const IdWord& word : words.ids) want("id", word.name);
  for (const ExtraWord& word : words.extras) want("extra", word.name);
  for (const cases::Variant variant : words.variants) want("variant", variant.name());
  for (const Treatment& treatment : words.treatments) want("treatment", treatment.name);
  for (const std::string_view name : guise_names) want("guise", name);
  for (const std::string& spelling : words.booleans) {
    if (!spelling.empty()) want("Boolean", runner::percent_encode(spelling));
  }
  EXPECT_EQ(missing, "");
}

}  // namespace
}  // namespace hallmark::fuzz
