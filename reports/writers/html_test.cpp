// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "reports/page/packed.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/writers/json_text.hpp"
#include "reports/writers/kept_lines.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_campaign;
using testing::sample_report;

constexpr std::string_view attack = "</script><script>window.pwned = 1</script>";
constexpr std::string_view picture = "<img src=x onerror='window.pwned = 1'>";

std::string written(const Report& report) {
  std::ostringstream out;
  write_html(report, summarize(report), out);
  return std::move(out).str();
}

// What the page brings along under that name, unpacked.
std::string unpacked(std::string_view page, const std::string& name) {
  const std::string begin = "id=\"" + name + "\">";
  const std::size_t from = page.find(begin) + begin.size();
  const auto packed = json_text::from_base64(page.substr(from, page.find('<', from) - from));
  std::string all(1U << 22U, '\0');
  uLongf size = all.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(all.data()), &size,
                       reinterpret_cast<const Bytef*>(packed->data()), packed->size()),
            Z_OK);
  all.resize(size);
  return all;
}

std::size_t times(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++n;
  return n;
}

// All that a target can say.
Report hostile_report() {
  Report report = sample_report();
  for (Record& record : report.records) {
    record.finding.reason = attack;
    record.finding.got = picture;
    record.finding.said = attack;
    record.finding.wanted = picture;
    record.finding.lenience = attack;
    record.finding.answer = picture;
    Exchange exchange{.request = std::string{attack}, .status = 200, .body = std::string{picture}};
    exchange.headers = {{std::string{picture}, std::string{attack}}};
    record.evidence.calls = {{.action = std::string{attack}, .exchange = exchange}};
    record.evidence.after = {{.status = std::string{picture}, .locks = {std::string{attack}}}};
  }
  report.info.subject.name = picture;
  report.info.fixtures = attack;
  report.notes = {std::string{attack}, std::string{picture}};
  return report;
}

TEST(Html, HoldsARunWhole) {
  const Report report = sample_report();
  const std::string page = written(report);
  const boost::json::value facts = boost::json::parse(unpacked(page, "facts"));
  std::ostringstream file;
  write_json(report, summarize(report), file);
  boost::json::value run = boost::json::parse(file.str());
  run.as_object()["cases"] = boost::json::array{};
  EXPECT_EQ(facts.at("file"), run) << "the run file but for its cases, which are the lines";
  EXPECT_EQ(facts.at("records").as_array().size(), 3 * report.records.size());
  EXPECT_EQ(facts.at_pointer("/documents/pages").as_array().size(), 12U);
  const std::string lines = unpacked(page, "lines");
  EXPECT_EQ(times(lines, "\n") + 1, report.records.size());
  EXPECT_THAT(lines, HasSubstr("{\"id\":\"start-instance/row/no-stock\""));
}

TEST(Html, SaysInShortWhatItIsAboutWithoutAScript) {
  const std::string page = written(sample_report());
  EXPECT_THAT(page, HasSubstr("<h1>NOT CONFORMANT"));
  EXPECT_THAT(page, HasSubstr("<li>1 cases passed where the documents leave a choice</li>"));
  EXPECT_THAT(page, HasSubstr("hallmark run --endpoint"));
}

TEST(Html, IsTheSameWhereItsPassesDroppedTheirEvidenceAsTheyWent) {
  Report report = sample_report();
  report.records[4].evidence = report.records[1].evidence;
  const std::string whole = written(report);
  KeptLines lines;
  lines.begin(report, report.records.size());
  for (std::size_t i = report.records.size(); i > 0; --i) lines.add(report.records[i - 1]);
  report.records[4].evidence = {};
  std::ostringstream out;
  write_html_of(lines, report, summarize(report), out);
  EXPECT_EQ(out.str(), whole);
  EXPECT_NE(written(report), whole);
}

TEST(Html, HoldsACampaignWhole) {
  const Report campaign = sample_campaign();
  std::ostringstream file;
  write_json(campaign, summarize(campaign), file);
  const boost::json::value facts = boost::json::parse(unpacked(written(campaign), "facts"));
  EXPECT_EQ(facts.at("file"), boost::json::parse(file.str()));
}

TEST(Html, LetsNothingOfATargetBecomeMarkup) {
  const std::size_t scripts = times(written(sample_report()), "<script");
  Report campaign = sample_campaign();
  campaign.info.subject.name = attack;
  campaign.records[0].discovery->again = attack;
  for (const Report& report : {hostile_report(), campaign}) {
    const std::string page = written(report);
    EXPECT_EQ(times(page, "<script"), scripts);
    EXPECT_EQ(times(page, "</script"), scripts);
    EXPECT_THAT(page, Not(HasSubstr("<img")));
  }
}

// For the browser that looks at them (page/checks).
TEST(Html, IsWrittenForTheBrowser) {
  const auto keep = [](const char* name, const Report& report) {
    std::ofstream file{HALLMARK_LOOKED_AT_DIR "/" + std::string{name}, std::ios::binary};
    file << written(report);
    EXPECT_TRUE(file.flush());
  };
  keep("hostile.html", hostile_report());
  keep("sample.html", sample_report());
  keep("sample-campaign.html", sample_campaign());
  Report many = sample_report();
  const Record one = many.records[1];
  const auto checks = std::make_shared<std::vector<Check>>(12'000, *one.check);
  for (std::size_t i = 0; i < checks->size(); ++i) {
    (*checks)[i].id = "start-instance/many/" + std::to_string(i);
    many.records.push_back(one);
    many.records.back().check = {checks, &(*checks)[i]};
  }
  keep("many.html", many);
}

TEST(Packed, IsUnpackedWhole) {
  page::Packed packed;
  std::string text;
  for (int i = 0; i < 10'000; ++i) {
    const std::string part = std::to_string(i * 7919) + "\n";
    packed.add(part);
    text += part;
  }
  const std::string page = "id=\"x\">" + packed.base64() + "<";
  EXPECT_EQ(unpacked(page, "x"), text);
}

TEST(Uuids, StandBesideTheLinesTheyWereIn) {
  page::Uuids uuids;
  const std::string upper = "0F9F0762-4A82-1F7E-DC3E-7E8EC4097AEF";
  const std::string lower = "66757f7a-3ebe-5f0a-13cf-37056fb8569f";
  EXPECT_EQ(uuids.take_out("a " + upper + " b " + upper + "," + lower + lower + " c"),
            "a \1 b \3,\2\4 c");
  EXPECT_EQ(uuids.bytes().size(), 32U);
  EXPECT_EQ(uuids.bytes().substr(0, 2), "\x0f\x9f");
  EXPECT_EQ(uuids.take_out(upper), "\1") << "each line for itself";
  EXPECT_EQ(uuids.bytes().size(), 48U);
}

TEST(Uuids, AreNothingElse) {
  for (const std::string text :
       {"", "-", "i-bp1-", "66757f7a-3ebe-5f0a-13cf-37056fb8569",
        "66757f7a-3ebe-5f0a-13cf37056fb8569ff", "66757F7a-3ebe-5f0a-13cf-37056fb8569f",
        "2026-11-29T01:48:59Z and 2026-11-29T01:48:59Z", "66757g7a-3ebe-5f0a-13cf-37056fb8569f"}) {
    page::Uuids uuids;
    EXPECT_EQ(uuids.take_out(text), text);
    EXPECT_EQ(uuids.bytes(), "");
  }
}

}  // namespace
}  // namespace hallmark::reports
