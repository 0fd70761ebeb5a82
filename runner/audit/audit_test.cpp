// SPDX-License-Identifier: Apache-2.0
#include "runner/audit/audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <iomanip>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "runner/audit/invented_page.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::array<const specs::digests::PageDigests*, 1> one_page = {&invented::table};

AuditResult audited(const std::string& text) { return audit(text, one_page); }

std::vector<std::string> places(const AuditResult& result) {
  std::vector<std::string> where;
  for (const AuditDifference& difference : result.differences) where.push_back(difference.where);
  return where;
}

// `text` with the one place that reads `from` reading `to`.
std::string changed(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at == std::string::npos) return text;
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << "twice: " << from;
  return text.replace(at, from.size(), to);
}

std::string hexadecimal(specs::Digest digest) {
  std::ostringstream text;
  text << "[0x" << std::hex << std::setw(16) << std::setfill('0') << digest << ']';
  return text.str();
}

struct Rendition {
  std::string_view name;
  std::string_view head;
  std::string_view errors;
};

class EveryRendition : public ::testing::TestWithParam<Rendition> {};

TEST_P(EveryRendition, AuditsWithoutADifference) {
  const AuditResult result = audited(std::string{GetParam().head} + std::string{GetParam().errors});
  EXPECT_EQ(result.page, &invented::page) << result.problem;
  EXPECT_EQ(result.rows_read, 4U);
  EXPECT_EQ(result.parameters_read, 3U);
  EXPECT_THAT(places(result), IsEmpty());
}

TEST_P(EveryRendition, NamesAChangedStatusCodeMessageAndDescription) {
  const std::string text = std::string{GetParam().head} + std::string{GetParam().errors};
  EXPECT_THAT(places(audited(changed(text, "404", "400"))), ElementsAre("error row 1, status"));
  EXPECT_THAT(places(audited(changed(text, "DoorStuck", "DoorStack"))),
              ElementsAre("error row 3, code"));
  EXPECT_THAT(places(audited(changed(text, "is stuck", "is stuck."))),
              ElementsAre("error row 3, message"));
  EXPECT_THAT(places(audited(changed(text, "Oil is", "Oil was"))),
              ElementsAre("error row 3, description"));
}

INSTANTIATE_TEST_SUITE_P(Audit, EveryRendition,
                         ::testing::Values(Rendition{"MarkdownStatusFirst", invented::markdown_head,
                                                     invented::markdown_errors_status_first},
                                           Rendition{"MarkdownCodeFirst", invented::markdown_head,
                                                     invented::markdown_errors_code_first},
                                           Rendition{"PlainStatusFirst", invented::plain_head,
                                                     invented::plain_errors_status_first},
                                           Rendition{"PlainCodeFirst", invented::plain_head,
                                                     invented::plain_errors_code_first},
                                           Rendition{"PlainTabs", invented::plain_head,
                                                     invented::plain_errors_tabs}),
                         [](const auto& rendition) { return std::string{rendition.param.name}; });

TEST(Audit, ShowsBothTextsOfADifference) {
  const AuditResult result =
      audited(changed(invented::markdown(), "The request has failed.", "The request had failed."));
  ASSERT_THAT(places(result), ElementsAre("error row 4, message"));
  EXPECT_EQ(result.differences[0].ours, "The request has failed.");
  EXPECT_EQ(result.differences[0].theirs, "The request had failed.");
}

TEST(Audit, NamesARowThatWasDropped) {
  const std::string row = "|403|IncorrectDoorStatus|%s|The door does not allow this.|\n";
  EXPECT_THAT(places(audited(changed(invented::markdown(), row, ""))),
              ElementsAre("error row 2, dropped"));
  EXPECT_THAT(
      places(audited(changed(invented::plain(),
                             "403 IncorrectDoorStatus %s The door does not allow this.\n", ""))),
      ElementsAre("error row 2, dropped"));
}

TEST(Audit, NamesARowThatWasAdded) {
  const AuditResult result =
      audited(changed(invented::markdown(), "|403|DoorStuck",
                      "|403|DoorPainted|Mind the paint.|Wait.|\n|403|DoorStuck"));
  ASSERT_THAT(places(result), ElementsAre("error row 3 of the page, added"));
  EXPECT_EQ(result.differences[0].theirs, "403 DoorPainted: Mind the paint.");
}

TEST(Audit, NamesARowThatWasMoved) {
  const std::string row =
      "|404|InvalidDoorId.NotFound|The specified door does not exist.|Check the door.|\n";
  const std::string text = changed(invented::markdown(), row, "") + row;
  const AuditResult result = audited(text);
  ASSERT_THAT(places(result), ElementsAre("error row 1, moved"));
  EXPECT_THAT(result.differences[0].theirs, HasSubstr("row 4 of the page"));
}

TEST(Audit, TakesASwapOfRowsWithOneCodeForAMove) {
  const specs::Page& page = *specs::find("StartInstance", "2020-10");
  std::string text =
      "# StartInstance\n\nValue: StartInstance.\n\n"
      "|HttpCode|Error code|Error message|Description|\n|--|--|--|--|\n";
  std::vector<specs::ErrorRow> rows{page.errors.begin(), page.errors.end()};
  std::swap(rows[16], rows[17]);
  for (const specs::ErrorRow& row : rows) {
    text += '|' + std::to_string(row.status.value()) + '|' + std::string{row.code.text()} + '|' +
            std::string{row.message} + "|Prose.|\n";
  }
  const std::vector<std::string> where = places(audit(text, "2020-10"));
  EXPECT_THAT(where, testing::Contains(testing::MatchesRegex("error row 1[78], moved")));
  EXPECT_THAT(where, testing::Not(testing::Contains(testing::EndsWith(", message"))));
}

TEST(Audit, NamesAChangedParameter) {
  const std::string text = invented::markdown();
  EXPECT_THAT(places(audited(changed(text, "|Knock|Boolean|", "|Knock|String|"))),
              ElementsAre("parameter Knock, type"));
  EXPECT_THAT(places(audited(changed(text, "|DoorId|String|Yes|", "|DoorId|String|No|"))),
              ElementsAre("parameter DoorId, required"));
  EXPECT_THAT(places(audited(changed(text, "|Yes|d-1|", "|Yes|d-2|"))),
              ElementsAre("parameter DoorId, sample"));
  EXPECT_THAT(places(audited(changed(text, "|DoorId|", "|DoorIdd|"))),
              ElementsAre("parameter DoorId, name"));
  EXPECT_THAT(places(audited(changed(text, "|The door.", "|A door."))),
              ElementsAre("parameter DoorId, description"));
  EXPECT_THAT(places(audited(changed(text, "|String|51AB7717|", "|String|51AB7718|"))),
              ElementsAre("response parameter 1, sample"));
}

TEST(Audit, NamesAParameterThatWasDroppedAddedOrMoved) {
  const std::string text = invented::markdown();
  const std::string row = "|DoorId|String|Yes|d-1|The door.\n\n |\n";
  EXPECT_THAT(places(audited(changed(text, row, ""))), ElementsAre("parameter DoorId, dropped"));
  EXPECT_THAT(places(audited(changed(text, row, row + "|Bell|String|No|b|A bell.|\n"))),
              ElementsAre("parameter Bell, added"));
  EXPECT_THAT(places(audited(changed(changed(text, row, ""), "|Action|", row + "|Action|"))),
              ElementsAre("parameter DoorId, moved"));
}

TEST(Audit, NamesTheDefaultAndTheValuesOfAFlag) {
  const std::string text = invented::plain();
  EXPECT_THAT(places(audited(changed(changed(text, "false (default)", "false"), "true: knocks",
                                     "true (default): knocks"))),
              testing::Contains("parameter Knock, default"));
  EXPECT_THAT(places(audited(changed(text, "true: knocks", "loud: knocks"))),
              testing::Contains("parameter Knock, allowed values"));
}

TEST(Audit, NamesAChangedClauseByItsNumber) {
  const AuditResult result =
      audited(changed(invented::markdown(), "must be **Closed**", "should be **Closed**"));
  ASSERT_THAT(places(result), ElementsAre("clause 1"));
  EXPECT_EQ(result.differences[0].ours, "the door must be closed");
  EXPECT_THAT(result.differences[0].theirs, HasSubstr("] The door should be **Closed**."));
  EXPECT_THAT(result.differences[0].theirs,
              HasSubstr(hexadecimal(specs::digest_of("The door should be Closed."))));
}

TEST(Audit, NamesAChangedClauseInsideATable) {
  EXPECT_THAT(places(audited(changed(invented::markdown(), "knocks first", "knocks twice"))),
              ElementsAre("clause 3 (parameter Knock, description)"));
}

TEST(Audit, NamesAClauseThatWasDroppedAddedOrMoved) {
  const std::string text = invented::markdown();
  const std::string first = "-   The door must be **Closed**.\n";
  EXPECT_THAT(places(audited(changed(text, first, ""))), ElementsAre("clause 1, dropped"));
  EXPECT_THAT(places(audited(changed(text, first, first + "-   Nobody may sleep.\n"))),
              ElementsAre("prose, sentence added"));
  EXPECT_THAT(places(audited(
                  changed(changed(text, first, ""), "is **Open**.\n", "is **Open**.\n" + first))),
              ElementsAre("clause 2, moved"));
}

TEST(Audit, NamesChangedMarkupInAPageOfTheSameForm) {
  const std::string text = invented::markdown();
  EXPECT_THAT(places(audited(changed(text, "doors.md#open", "doors.md#opem"))),
              ElementsAre("clause 2, markup"));
  EXPECT_THAT(places(audited(changed(text, "\\(left", "(left"))),
              ElementsAre("error row 3, message, markup"));
}

TEST(Audit, TakesFullwidthPunctuationForItsAsciiTwin) {
  EXPECT_THAT(places(audited(changed(invented::plain(), "true: knocks", "true\uff1a knocks"))),
              IsEmpty());
}

TEST(Audit, NamesAChangedSample) {
  const std::string text = invented::markdown();
  EXPECT_THAT(places(audited(changed(text, "&DoorId=d-1", "&DoorId=d-2"))),
              ElementsAre("sample 1, query"));
  EXPECT_THAT(places(audited(changed(text, "<RequestId>51AB7717", "<RequestId>51AB7710"))),
              ElementsAre("sample 2, RequestId"));
  EXPECT_THAT(places(audited(changed(text, "<OpenDoorResponse>", "<OpenedDoorResponse>"))),
              ElementsAre("sample 2, root element"));
  EXPECT_THAT(
      places(audited(changed(text, "\t\"RequestId\": \"51AB7717\"", "\t\"RequestId\": \"51\""))),
      ElementsAre("sample 3, RequestId"));
  EXPECT_THAT(places(audited(changed(text, "https://doors", "http://doors"))),
              ElementsAre("sample 1"));
}

TEST(Audit, NamesADroppedSample) {
  const std::string text = invented::markdown();
  const std::size_t from = text.find("``` {#json");
  const std::size_t to = text.find("## Error codes");
  EXPECT_THAT(places(audited(text.substr(0, from) + text.substr(to))),
              ElementsAre("sample 3, dropped"));
}

TEST(Audit, NamesAHeadingThatItDoesNotKnow) {
  EXPECT_THAT(places(audited(changed(invented::markdown(), "|HttpCode|", "|HttpKode|"))),
              ElementsAre("error table, heading 1"));
  EXPECT_THAT(
      places(audited(changed(invented::plain(), "Error message Desc", "Error massage Desc"))),
      testing::Contains("error table, headings"));
}

// `text` with a column more in the table of request parameters, behind the names.
std::string with_column(std::string text, const std::string& heading, const std::string& cell) {
  text = changed(std::move(text), "|Name|Type|Required|", "|Name|" + heading + "|Type|Required|");
  text =
      changed(std::move(text), "|--|--|----|---|--|\n|Action", "|--|--|--|----|---|--|\n|Action");
  for (const char* const name : {"|Action|", "|DoorId|", "|Knock|"}) {
    text = changed(std::move(text), name, name + cell + '|');
  }
  return text;
}

TEST(Audit, KnowsTheColumnThatSaysWhereAParameterTravels) {
  EXPECT_THAT(places(audited(with_column(invented::markdown(), "Position", "Query"))), IsEmpty());
  std::string plain =
      changed(invented::plain(), "Name Type Required", "Name Position Type Required");
  for (const char* const name : {"Action", "DoorId", "Knock"}) {
    const std::string type = name == std::string_view{"Knock"} ? " Boolean" : " String";
    plain = changed(std::move(plain), name + type, name + std::string{" Query"} + type);
  }
  EXPECT_THAT(places(audited(plain)), IsEmpty());
}

TEST(Audit, NotesAColumnThatItDoesNotKnowAndSkipsIt) {
  const AuditResult result = audited(with_column(invented::markdown(), "Colour", "green"));
  ASSERT_THAT(places(result), ElementsAre("request parameters, heading 2"));
  EXPECT_EQ(result.differences[0].theirs, "Colour");
}

// Nor is it taken for the column of samples, which a page may lack.
TEST(Audit, TakesNoOtherColumnForTheSamples) {
  std::string text = with_column(invented::markdown(), "Colour", "green");
  text =
      changed(std::move(text), "|Required|Example|Description|\n|--|", "|Required|Description|\n");
  for (const char* const sample : {"|Yes|OpenDoor|", "|Yes|d-1|", "|No|true|"}) {
    const std::string_view word{sample};
    text = changed(std::move(text), word, word.substr(0, word.find('|', 1) + 1));
  }
  const AuditResult result = audited(text);
  ASSERT_THAT(places(result),
              ElementsAre("request parameters, heading 2", "parameter Action, sample",
                          "parameter DoorId, sample", "parameter Knock, sample"));
  EXPECT_EQ(result.differences[1].theirs, "(none)");
}

TEST(Audit, NamesARowWithTooFewCells) {
  EXPECT_THAT(places(audited(changed(invented::markdown(), "|DoorStuck|", "|DoorStuck"))),
              testing::Contains("error table, row 3 of the page"));
}

TEST(Audit, SaysWhatIsNoPage) {
  EXPECT_EQ(audited("").problem, "the page is empty");
  EXPECT_EQ(audited(" \n\n").problem, "the page is empty");
  EXPECT_EQ(audited("caf\xe9").problem, "the page is not UTF-8 text");
  for (const char* const almost :
       {"\xed\xa0\x80", "\xed\xbf\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80"}) {
    EXPECT_EQ(audited(almost).problem, "the page is not UTF-8 text")
        << "a surrogate, an overlong form, or over U+10FFFF";
  }
  EXPECT_EQ(audited(std::string(largest_audited_page + 1, 'a')).problem,
            "the page is larger than 4 MiB");
  EXPECT_EQ(audited("Dear all,\n\nthe door is open.\n").problem,
            "this is not the page of an action that the suite knows");
  EXPECT_EQ(audited("# OpenDoor\n\nValue: OpenDoor.\n").problem,
            "the page holds no table of parameters and none of errors");
}

TEST(Audit, SaysWhichActionNoTableHolds) {
  std::string text = invented::markdown();
  for (std::size_t at = text.find("OpenDoor"); at != std::string::npos;
       at = text.find("OpenDoor")) {
    text.replace(at, 8, "CloseGate");
  }
  const AuditResult result = audited(text);
  EXPECT_EQ(result.page, nullptr);
  EXPECT_EQ(result.problem, "no table holds the action CloseGate");
}

TEST(Audit, ComparesWithTheEditionThatDiffersLeast) {
  constexpr static specs::Page older{
      .document = 0,
      .action = "OpenDoor",
      .edition = "2029-01 en",
      .language = specs::Language::en,
      .date = std::chrono::year{2029} / std::chrono::January / 1,
      .parameters = invented::parameters,
      .responses = {},
      .errors = {},
      .clauses = {},
      .samples = {},
  };
  constexpr static specs::digests::PageDigests older_table{
      .page = &older, .visible = std::span{invented::visible}.first(3), .printed = {}};
  constexpr static std::array<const specs::digests::PageDigests*, 2> both = {&older_table,
                                                                             &invented::table};
  EXPECT_EQ(audit(invented::plain(), both).page, &invented::page);
  EXPECT_EQ(audit(invented::plain(), both, "2029-01").page, &older);
  EXPECT_EQ(audit(invented::plain(), both, "2029-01 en").page, &older);
  EXPECT_EQ(audit(invented::plain(), both, "2029").page, nullptr);
  EXPECT_EQ(audit(invented::plain(), both, "2028-01").problem,
            "no table holds OpenDoor in the edition 2028-01");
}

TEST(Audit, UsesTheSuitesTablesWhereNoOthersAreGiven) {
  EXPECT_EQ(audit(invented::plain()).problem, "no table holds the action OpenDoor");
}

TEST(AuditRender, SaysThatNothingDiffers) {
  EXPECT_EQ(render(audited(invented::markdown()), "door.md"),
            "door.md: OpenDoor 2030-01, 4 error rows, 3 parameters: no difference\n");
}

TEST(AuditRender, ShowsEachDifferenceInThreeLines) {
  EXPECT_EQ(render(audited(changed(invented::markdown(), "|404|", "|400|")), "door.md"),
            "door.md: OpenDoor 2030-01, 4 error rows, 3 parameters: 1 difference\n"
            "  error row 1, status\n"
            "    ours    404\n"
            "    theirs  400\n");
}

TEST(AuditRender, KeepsControlCharactersAndLengthOutOfTheTerminal) {
  AuditResult result;
  result.page = &invented::page;
  result.differences = {{"sample 1", "one\n\ttwo", "\x1b[31m" + std::string(300, 'x')}};
  const std::string text = render(result, "door.md");
  EXPECT_THAT(text, HasSubstr("    ours    one two\n"));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_LT(text.size(), 500U);
}

TEST(AuditRender, SaysTheProblemOfAPageThatIsNone) {
  EXPECT_EQ(render(audited(""), "x.md"), "x.md: the page is empty\n");
}

}  // namespace
}  // namespace hallmark::runner
