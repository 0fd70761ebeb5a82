// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/statement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "reports/testing/approved.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::record_of;
using testing::sample_campaign;
using testing::sample_report;

const std::string run_sha256(64, 'a');

StatedSubject image() {
  return subject_of("registry.example/ecs:1", "sha256:" + std::string(64, '0'));
}

boost::json::value stated(const Report& report) {
  return boost::json::parse(statement_of(report, run_sha256, image()));
}

// Held against the words of the specification: a Statement of version 1, resource descriptors, and
// the predicate test-result of version 0.1.
void expect_descriptor(const boost::json::value& value) {
  static const std::set<std::string, std::less<>> known = {
      "name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations"};
  const boost::json::object& descriptor = value.as_object();
  for (const auto& member : descriptor) EXPECT_TRUE(known.contains(member.key())) << member.key();
  EXPECT_TRUE(descriptor.contains("uri") || descriptor.contains("digest") ||
              descriptor.contains("content"));
  if (const auto* digests = descriptor.if_contains("digest")) {
    for (const auto& one : digests->as_object()) EXPECT_TRUE(one.value().is_string());
    EXPECT_FALSE(digests->as_object().empty());
  }
}

void expect_statement(const boost::json::value& value) {
  EXPECT_EQ(value.at("_type").as_string(), "https://in-toto.io/Statement/v1");
  EXPECT_EQ(value.at("predicateType").as_string(),
            "https://in-toto.io/attestation/test-result/v0.1");
  EXPECT_FALSE(value.at("subject").as_array().empty());
  for (const auto& subject : value.at("subject").as_array()) {
    expect_descriptor(subject);
    EXPECT_TRUE(subject.as_object().contains("digest")) << "a subject is immutable";
  }
  const boost::json::object& predicate = value.at("predicate").as_object();
  const std::set<std::string, std::less<>> results = {"PASSED", "WARNED", "FAILED"};
  EXPECT_TRUE(results.contains(std::string{predicate.at("result").as_string()}));
  for (const auto& one : predicate.at("configuration").as_array()) expect_descriptor(one);
  for (const char* list : {"passedTests", "warnedTests", "failedTests"}) {
    for (const auto& name : predicate.at(list).as_array()) EXPECT_TRUE(name.is_string());
  }
  EXPECT_EQ(predicate.size(), 5U);
}

TEST(Statement, IsAsApprovedAndAsTheSpecificationSays) {
  const std::string text = statement_of(sample_report(), run_sha256, image());
  testing::expect_approved("statement.json", text);
  expect_statement(boost::json::parse(text));
  expect_statement(stated(sample_campaign()));
}

TEST(Statement, FailsWhatDecidesAndWarnsOfTheRest) {
  const boost::json::value failed = stated(sample_report());
  EXPECT_EQ(failed.at_pointer("/predicate/result").as_string(), "FAILED");
  EXPECT_EQ(failed.at_pointer("/predicate/failedTests").as_array().size(), 3U);
  EXPECT_EQ(failed.at_pointer("/predicate/warnedTests").as_array().size(), 6U);
  EXPECT_EQ(failed.at_pointer("/predicate/passedTests/0").as_string(),
            "envelope/request-id@get.xml.v1");

  Report passed = sample_report();
  passed.records = {record_of("envelope/request-id", "get.xml.v1", Verdict::pass)};
  EXPECT_EQ(stated(passed).at_pointer("/predicate/result").as_string(), "PASSED");
  passed.records.push_back(record_of("start-instance/row/no-stock", "", Verdict::unsupported));
  EXPECT_EQ(stated(passed).at_pointer("/predicate/result").as_string(), "WARNED");
  passed.info.selection.require_all = true;
  EXPECT_EQ(stated(passed).at_pointer("/predicate/result").as_string(), "FAILED");
  EXPECT_EQ(stated(passed).at_pointer("/predicate/failedTests/0").as_string(),
            "start-instance/row/no-stock");
}

TEST(Statement, WarnsOfAKnownFailure) {
  Report report = sample_report();
  report.records = {record_of("envelope/request-id", "get.xml.v1", Verdict::pass),
                    report.records[1]};
  report.info.known_failures = {
      .file = "known.txt",
      .lines = {{.line = 1,
                 .pattern = cases::Pattern{"start-instance/precondition/running"},
                 .reason = "ticket 12",
                 .covers = {"start-instance/precondition/running@get.xml.v1"}}}};
  const boost::json::value warned = stated(report);
  EXPECT_EQ(warned.at_pointer("/predicate/result").as_string(), "WARNED");
  EXPECT_EQ(warned.at_pointer("/predicate/warnedTests/0").as_string(),
            "start-instance/precondition/running@get.xml.v1");
}

TEST(Statement, OfARunWithoutAVerdictIsNone) {
  Report report = sample_report();
  report.records = {record_of("start-instance/row/no-stock", "", Verdict::unsupported)};
  EXPECT_THROW((void)stated(report), NoStatement);
}

TEST(Statement, IsCanonicalJson) {
  Report report = sample_report();
  report.info.subject.name = "\x1b \"a\" / \xc3\xa4";
  const std::string text = statement_of(report, run_sha256, image());
  EXPECT_THAT(text, ::testing::StartsWith(R"({"_type":"https://in-toto.io/Statement/v1",)"
                                          R"("predicate":{"configuration":[)"));
  EXPECT_THAT(text, HasSubstr(R"("target":"\\x1b \"a\" / )"
                              "\xc3\xa4\""));
  EXPECT_EQ(text.find('\n'), std::string::npos);
}

// For the parser of another hand (compare/checks/statement.py).
TEST(Statement, IsWrittenForAnotherParser) {
  const auto keep = [](const char* name, const std::string& statement) {
    std::ofstream file{HALLMARK_LOOKED_AT_DIR "/" + std::string{name}, std::ios::binary};
    file << statement;
    EXPECT_TRUE(file.flush());
  };
  Report report = sample_report();
  report.info.subject.name = "\x1b \"a\" / \xc3\xa4";
  report.info.commit.clear();
  std::erase_if(report.records,
                [](const Record& record) { return record.finding.verdict != Verdict::pass; });
  keep("run.statement.json",
       statement_of(report, run_sha256, {"image", "sha512", std::string(128, 'b')}));
  keep("campaign.statement.json", statement_of(sample_campaign(), run_sha256, image()));
}

TEST(Statement, TakesADigestInSmallHexadecimalDigits) {
  EXPECT_EQ(image().algorithm, "sha256");
  for (const char* bad : {"", "sha256:", "sha256:00", "md5:d41d8cd98f00b204e9800998ecf8427e",
                          "0000000000000000000000000000000000000000000000000000000000000000"}) {
    EXPECT_THROW((void)subject_of("x", bad), NoStatement) << bad;
  }
  EXPECT_THROW((void)subject_of("x", "sha256:" + std::string(64, 'A')), NoStatement);
}

TEST(Statement, IsVerifiedAgainstItsRun) {
  const std::string text = statement_of(sample_report(), run_sha256, image());
  EXPECT_THAT(mismatches(text, sample_report(), run_sha256), IsEmpty());

  Report other = sample_report();
  other.info.suite = "0000000000000000";
  other.info.selection.edition = "newest";
  other.records[0].finding = {};
  EXPECT_THAT(mismatches(text, other, std::string(64, 'b')),
              ElementsAre("failedTests names what the run does not: base/signature/v3",
                          "passedTests does not name: base/signature/v3",
                          R"(suite uri is "urn:hallmark:suite:ffeeddccbbaa9988", of the run )"
                          R"("urn:hallmark:suite:0000000000000000")",
                          R"(options edition is "any", of the run "newest")",
                          "run sha256 is \"" + run_sha256 + "\", of the run \"" +
                              std::string(64, 'b') + "\""));
}

TEST(Statement, ThatIsForgedIsFoundOut) {
  boost::json::value forged = stated(sample_report());
  boost::json::object& predicate = forged.as_object()["predicate"].as_object();
  predicate["result"] = "PASSED";
  predicate["failedTests"].as_array().clear();
  predicate["configuration"].as_array().pop_back();
  EXPECT_THAT(mismatches(boost::json::serialize(forged), sample_report(), run_sha256),
              ElementsAre(R"(result is "PASSED", of the run "FAILED")",
                          HasSubstr("failedTests does not name: base/signature/v3, "),
                          "configuration does not name run"));
}

TEST(Statement, ThatIsNoneIsNamed) {
  for (const char* text :
       {"", "[]", "{}", R"({"_type":"https://in-toto.io/Statement/v1"})",
        R"({"_type":"https://in-toto.io/Statement/v1","predicateType":)"
        R"("https://in-toto.io/attestation/test-result/v0.1","subject":[{}]})"}) {
    EXPECT_THROW((void)mismatches(text, sample_report(), run_sha256), NoStatement) << text;
  }
}

}  // namespace
}  // namespace hallmark::reports
