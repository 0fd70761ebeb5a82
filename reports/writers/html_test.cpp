// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "reports/page/packed.hpp"
#include "reports/page/packed_lines.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/writers/files/kept_lines.hpp"
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
  std::string packed;
  for (std::size_t at = from; page[at] != '<'; at += 5) {
    const std::string_view digits =
        page.substr(at, std::min<std::size_t>(5, page.find('<', at) - at));
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      const char digit = i < digits.size() ? digits[i] : '|';
      value = 85 * value + static_cast<std::uint32_t>((digit == '~' ? '<' : digit) - '(');
    }
    for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
      packed += static_cast<char>(value >> (24 - 8 * i));
    }
    if (digits.size() < 5) break;
  }
  std::string all(1U << 22U, '\0');
  uLongf size = all.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(all.data()), &size,
                       reinterpret_cast<const Bytef*>(packed.data()), packed.size()),
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

// Whatever looks like what the page takes out of its lines, and is not, or is it often.
Report odd_report() {
  Report report = sample_report();
  const std::string upper = "0F9F0762-4A82-1F7E-DC3E-7E8EC4097AEF";
  const std::string lower = "66757f7a-3ebe-5f0a-13cf-37056fb8569f";
  const std::string next = "66757f7a-3ebf-5f0a-13cf-37056fb8569f";
  std::string names;
  for (char c = 'a'; c <= 'z'; ++c) names += "i-bp1" + std::string(17, c) + " ";
  std::string controls;
  for (char c = 0; c < ' '; ++c) controls += c;
  int at = 0;
  for (Record& record : report.records) {
    Exchange exchange{
        .request = upper + upper + " " + lower + lower.substr(1) + next + lower + names,
        .status = 200,
        .body = names + "12:34:56 12%3A34%3A56 24:00:00 12:60:00 1:2:3 12:34 23:59:599 00:00:00 " +
                "\"request\":\"[\\\"\" \"atUs\":12 i- i-short i-" + std::string(80, 'q') + controls,
        .at_us = at,
        .sent_us = at - 1,
        .took_us = 1'000'000'007};
    exchange.headers = {{"request", "[\"]}"}, {"\xff", "\x80 " + upper}};
    Exchange late = exchange;
    late.body =
        "66757F7a-3ebe-5f0a-13cf-37056fb8569f 66757g7a-3ebe-5f0a-13cf-37056fb8569f \xff\xfe";
    late.at_us = at % 2 == 0 ? 999'999'999'999'999 : 8'999'999'999'999'999'999;
    late.sent_us = late.at_us;
    record.evidence.calls = {{.action = "a", .exchange = exchange},
                             {.action = "b", .exchange = exchange, .told = R"({"headers":[["a"}])"},
                             {.action = lower, .exchange = late}};
    record.evidence.after = {{.status = names, .exchange = exchange, .at_us = at},
                             {.status = "x", .at_us = late.at_us}};
    record.took_us = at;
    at = 7 * at + 1;
  }
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
  boost::json::value saved = facts.at("file");
  for (boost::json::value& check : saved.at("checks").as_array()) {
    if (!check.as_object().contains("citations")) continue;
    for (boost::json::value& place : check.at("citations").as_array()) {
      place = facts.at("citations").as_array().at(place.to_number<std::size_t>());
    }
  }
  EXPECT_EQ(saved, run) << "the run file but for its cases, which the browser looks at";
  EXPECT_EQ(facts.at("records").as_array().size(), 3 * report.records.size());
  EXPECT_EQ(facts.at_pointer("/documents/pages").as_array().size(), 12U);
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
  const auto keep_both = [&keep](const std::string& name, const Report& report) {
    keep((name + ".html").c_str(), report);
    std::ofstream file{HALLMARK_LOOKED_AT_DIR "/" + name + ".json", std::ios::binary};
    write_json(report, summarize(report), file);
    EXPECT_TRUE(file.flush());
  };
  keep_both("hostile", hostile_report());
  keep_both("odd", odd_report());
  keep_both("sample", sample_report());
  keep("sample-campaign.html", sample_campaign());
  Report client = sample_report();
  client.info.subject = {.kind = Subject::Kind::client, .name = "a client"};
  keep("client.html", client);
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
  std::string text;
  for (int i = 0; i < 10'000; ++i) {
    text += std::to_string(i * 7919) + "\n";
    if (i % 997 > 5) continue;
    page::Packed packed;
    packed.add(text.substr(0, text.size() / 2));
    packed.add(text.substr(text.size() / 2));
    EXPECT_EQ(unpacked("id=\"x\">" + packed.text() + "<", "x"), text);
  }
}

TEST(Base85, HoldsNothingThatMeansAnythingInHtml) {
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * i >> 3);
  const std::string text = page::base85(bytes);
  EXPECT_EQ(text.size(), 5120U);
  EXPECT_EQ(text.find_first_of("<&\"' \n"), text.npos);
  EXPECT_EQ(page::base85(std::string(3, '\0')), "((((");
  EXPECT_EQ(page::base85("\xff\xff\xff\xff"), "z?^4(");
}

// The browser puts the lines together again, and finds them whole (page/checks).
TEST(PackedLines, KeepOnceWhatLinesHaveInCommon) {
  std::string one = R"(,"request":"GET /?a","tookUs":12,"body":")" + std::string(1000, 'x');
  for (int i = 0; i < 500; ++i) one += std::to_string(i * 7919 % 1000);
  one += "\"}";
  const auto size_of = [&one](int times) {
    page::PackedLines lines;
    for (int i = 0; i < times; ++i) lines.add(one);
    return lines.text().size();
  };
  EXPECT_LT(size_of(1000), size_of(1) + 200);
}

TEST(PackedLines, TakeLittleForNonces) {
  const auto size_of = [](const std::function<std::string(int)>& digits) {
    page::PackedLines lines;
    for (int i = 0; i < 1000; ++i) {
      lines.add(",\"x\":\"" + digits(i) + "-a46d-4d1c-8a1f-5b1d3c2e4f60\"}");
    }
    return lines.text().size();
  };
  const std::size_t counted = size_of([](int i) { return std::to_string(10'000'000 + i); });
  EXPECT_LT(counted, 400U);
  EXPECT_LT(size_of([](int) { return "not-uuid"; }), counted);
}

}  // namespace
}  // namespace hallmark::reports
