// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json/run_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "cases/library.hpp"
#include "reports/testing/approved.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/testing/schema_check.hpp"
#include "reports/testing/temporary_file.hpp"
#include "reports/writers/json/json.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::sample_report;
using testing::TemporaryFile;

void write(const Report& report, const std::string& path) {
  RunFileWriter writer{path};
  writer.begin(report, report.records.size());
  for (const Record& record : report.records) writer.add(record);
  writer.end(report, summarize(report));
}

std::string written(const Report& report) {
  const TemporaryFile file;
  write(report, file.path());
  return file.content();
}

Report read(std::string_view text) {
  const TemporaryFile file;
  file.fill(text);
  return read_run_file(file.path());
}

// The message without the path, which is the test's own.
std::string problem_of(std::string_view text) {
  const TemporaryFile file;
  file.fill(text);
  try {
    static_cast<void>(read_run_file(file.path()));
  } catch (const InputError& error) {
    std::string message = error.what();
    EXPECT_TRUE(message.starts_with(file.path())) << message;
    return message.substr(file.path().size());
  }
  return "no problem";
}

void expect_same(const Report& one, const Report& other) {
  EXPECT_EQ(one.info, other.info);
  EXPECT_EQ(one.took_us, other.took_us);
  EXPECT_EQ(one.exchanges, other.exchanges);
  EXPECT_EQ(one.interrupted, other.interrupted);
  EXPECT_EQ(one.notes, other.notes);
  ASSERT_EQ(one.records.size(), other.records.size());
  for (std::size_t i = 0; i < one.records.size(); ++i) {
    EXPECT_TRUE(one.records[i] == other.records[i]) << address_of(one.records[i]);
  }
}

TEST(RunFile, OfAClientComesBackAsItWas) {
  Report report;
  report.info.subject = {.kind = Subject::Kind::client, .name = "pop-core 1.8.0"};
  Record record = testing::record_of("envelope/request-id", "json", Verdict::fail);
  record.evidence.calls.push_back({.action = "StartInstance", .told = R"({"id":7,"ok":null})"});
  report.records.push_back(std::move(record));
  const Report back = read(written(report));
  EXPECT_EQ(back.info.subject, report.info.subject);
  EXPECT_EQ(back.records[0].evidence, report.records[0].evidence);
}

TEST(RunFile, IsAsApproved) { testing::expect_approved("run.json", written(sample_report())); }

TEST(RunFile, IsReadBackAsItWas) { expect_same(read(written(sample_report())), sample_report()); }

TEST(RunFile, IsTheSameWhetherWrittenAsTheRunGoesOrAtItsEnd) {
  std::ostringstream out;
  write_json(sample_report(), summarize(sample_report()), out);
  EXPECT_EQ(out.str(), written(sample_report()));
}

TEST(RunFile, IsAsItsSchemaSays) {
  std::ifstream in{HALLMARK_REPORT_SCHEMA};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const boost::json::value schema = boost::json::parse(text);
  EXPECT_EQ(schema.at_pointer("/properties/version/const").as_int64(), run_file_version);

  Report report = sample_report();
  EXPECT_THAT(testing::violations(schema, boost::json::parse(written(report))), IsEmpty());
  const Report empty{.info = {.hallmark_version = "1"}};
  EXPECT_THAT(testing::violations(schema, boost::json::parse(written(empty))), IsEmpty());
  report.records[1].evidence.calls[0].exchange.request = "\xff";
  report.info.selection.skip = {"\xff"};
  EXPECT_THAT(testing::violations(schema, boost::json::parse(written(report))), IsEmpty());
}

TEST(RunFile, LacksWhatTheSchemaRequiresWhenItIsTakenAway) {
  std::ifstream in{HALLMARK_REPORT_SCHEMA};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  boost::json::value document = boost::json::parse(written(sample_report()));
  document.at("cases").at(0).as_object().erase("verdict");
  document.as_object()["more"] = 1;
  EXPECT_THAT(
      testing::violations(boost::json::parse(text), document),
      ::testing::UnorderedElementsAre("/cases/0: lacks \"verdict\"",
                                      "the document: has a member that the schema does not name: "
                                      "more"));
}

TEST(RunFile, HasEachRecordInTheFileBeforeFlushReturns) {
  const TemporaryFile file;
  const Report report = sample_report();
  RunFileWriter writer{file.path()};
  writer.begin(report, report.records.size());
  for (std::size_t n = 1; n <= report.records.size(); ++n) {
    writer.add(report.records[n - 1]);
    writer.flush();
    const Report so_far = read_run_file(file.path() + ".partial");
    ASSERT_EQ(so_far.records.size(), n);
    EXPECT_EQ(address_of(so_far.records.back()), address_of(report.records[n - 1]));
    EXPECT_EQ(so_far.records.back().finding, report.records[n - 1].finding);
    EXPECT_EQ(so_far.records.back().evidence, report.records[n - 1].evidence);
    EXPECT_TRUE(so_far.interrupted);
  }
}

TEST(RunFile, CutOffAnywhereKeepsItsWholeLines) {
  const std::string text = written(sample_report());
  const std::size_t head = text.find('\n');
  std::size_t before = 0;
  for (std::size_t end = head; end < text.size() - 1; end += 41) {
    const Report file = read(std::string_view{text}.substr(0, end));
    const std::string_view kept = std::string_view{text}.substr(0, end);
    const auto line_ends = static_cast<std::size_t>(std::count(kept.begin(), kept.end(), '\n'));
    EXPECT_TRUE(file.interrupted) << end;
    EXPECT_GE(file.records.size() + 1, std::min(line_ends, sample_report().records.size() + 1));
    EXPECT_GE(file.records.size(), before) << end;
    before = file.records.size();
  }
  EXPECT_EQ(before, sample_report().records.size());
}

TEST(RunFile, CutOffInItsHeadIsRefused) {
  const std::string text = written(sample_report());
  EXPECT_EQ(problem_of(std::string_view{text}.substr(0, 60)), ": cut off before the first case");
  EXPECT_EQ(problem_of(""), ": is empty");
}

TEST(RunFile, LaidOutAnewByAnotherProgramIsReadAsWell) {
  const boost::json::value document = boost::json::parse(written(sample_report()));
  expect_same(read(boost::json::serialize(document)), sample_report());
}

TEST(RunFile, OfCasesThatThisVersionDoesNotHaveIsReadToo) {
  const std::string line =
      R"({"id":"of/tomorrow","variant":"get.xml.v1","level":"advice","verdict":"pass",)"
      R"("tookUs":1,"exchanges":1,"evidence":{"calls":[]}})";
  const Report report =
      read(R"({"format":"hallmark-run","version":1,"run":{"hallmark":"1"},"cases":[)"
           "\n" +
           line + ",\n" + line + "\n");
  ASSERT_EQ(report.records.size(), 2U);
  EXPECT_EQ(*report.records[0].check,
            (Check{.id = "of/tomorrow", .level = cases::Level::advice, .chapter = "of"}));
  EXPECT_EQ(report.records[0].check, report.records[1].check) << "one check for both";
}

TEST(RunFile, OfAnEarlierVersionIsReadWithTheChecksOfThisLibrary) {
  boost::json::value document = boost::json::parse(written(sample_report()));
  document.as_object().erase("checks");
  const Report report = read(boost::json::serialize(document));
  ASSERT_EQ(report.records.size(), sample_report().records.size());
  EXPECT_EQ(report.records[0].check->id, "base/signature/v3");
  EXPECT_EQ(report.records[0].check->cause, cases::find("base/signature/v3")->cause);
  EXPECT_THAT(report.records[0].check->citations, ::testing::Not(IsEmpty()));
}

TEST(RunFile, KeepsTheEvidenceThatItIsToldToKeep) {
  const auto kept = [](EvidenceKept which) {
    Report report = sample_report();
    report.info.evidence = which;
    report.records[4].evidence.instance_id = "i-passed";
    const Report file = read(written(report));
    EXPECT_EQ(file.info.evidence, which);
    std::size_t with_calls = 0;
    for (const Record& record : file.records) with_calls += record.evidence.calls.empty() ? 0 : 1;
    return std::pair{with_calls, file.records[4].evidence.instance_id};
  };
  EXPECT_EQ(kept(EvidenceKept::all), (std::pair<std::size_t, std::string>{2, "i-passed"}));
  EXPECT_EQ(kept(EvidenceKept::failures), (std::pair<std::size_t, std::string>{2, ""}));
  EXPECT_EQ(kept(EvidenceKept::none), (std::pair<std::size_t, std::string>{0, ""}));
}

TEST(RunFile, BringsItsRecordsIntoTheOrderOfTheRun) {
  Report report = sample_report();
  std::vector<std::string> wanted;
  sort_by_check(report.records);
  for (const Record& record : report.records) wanted.push_back(address_of(record));
  const TemporaryFile file;
  RunFileWriter writer{file.path()};
  writer.begin(report, report.records.size());
  for (std::size_t i = report.records.size(); i > 0; --i) writer.add(report.records[i - 1]);
  writer.end(report, summarize(report));
  Report saved = read_run_file(file.path());
  EXPECT_EQ(address_of(saved.records.front()), wanted.back());
  sort_by_check(saved.records);
  std::vector<std::string> order;
  for (const Record& record : saved.records) order.push_back(address_of(record));
  EXPECT_EQ(order, wanted);
}

TEST(RunFile, SaysInOneLineWhatIsWrongAndWhere) {
  const std::string head =
      R"({"format":"hallmark-run","version":1,"run":{"hallmark":"1"},"cases":[)"
      "\n";
  const std::string good =
      R"({"id":"base/signature/v3","variant":"","level":"required","verdict":"pass",)"
      R"("tookUs":1,"exchanges":1,"evidence":{"calls":[]}})";
  EXPECT_EQ(problem_of(head + good + ",\nnonsense\n"), ", line 3: not JSON");
  EXPECT_EQ(problem_of(head + R"({"id":"base/signature/v3"})" + "\n"),
            ", line 2: member \"verdict\" is missing");
  EXPECT_EQ(
      problem_of(head + R"({"id":"base/signature/v3","verdict":"maybe","evidence":{}})" + "\n"),
      ", line 2: member \"verdict\" is none of the five: maybe");
  EXPECT_EQ(
      problem_of(head + R"({"id":"base/signature/v3","verdict":"pass\n","evidence":{}})" + "\n"),
      ", line 2: member \"verdict\" is none of the five: pass\\n");
  EXPECT_EQ(problem_of(head + R"({"id":"base/signature/v3","verdict":"pass","tookUs":"x"})" + "\n"),
            ", line 2: member \"tookUs\" is not a number that fits");
  EXPECT_EQ(problem_of(head + R"({"id":"base/signature/v3","verdict":"pass",)" +
                       R"("evidence":{"calls":[{"exchange":{"bodyBase64":"?"}}]}})" + "\n"),
            ", line 2: member \"bodyBase64\" is not base64");
  EXPECT_EQ(problem_of(head + good + "\n],nonsense}\n"),
            ", line 3: the end of the document is not JSON");
  EXPECT_EQ(problem_of(head + R"({"id":"base/signature/v3","verdict":"pass","level":"loud",)" +
                       R"("evidence":{}})" + "\n"),
            ", line 2: member \"level\" is none of the four: loud");
  EXPECT_EQ(problem_of(R"({"format":"hallmark-run","version":2,"run":{},"cases":[)"
                       "\n"),
            ", line 1: version 2 of the format is not known, only 1");
  EXPECT_EQ(problem_of("<xml/>"), ": not a run file of hallmark: not JSON");
  EXPECT_EQ(problem_of("{}"), ": not a run file of hallmark: member \"format\" is missing");
  EXPECT_EQ(problem_of("[1]"), ": not a run file of hallmark: member \"run\" is not an object");
}

TEST(RunFile, ThatIsNotThereIsNamed) {
  try {
    static_cast<void>(read_run_file("/nonexistent/run.json"));
    FAIL() << "was read";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "/nonexistent/run.json: No such file or directory");
  }
  EXPECT_THROW(static_cast<void>(read_run_file("/")), InputError);
}

TEST(RunFileWriter, SaysWhyItCannotWrite) {
  try {
    RunFileWriter{"/nonexistent/run.json"}.begin(Report{}, 0);
    FAIL() << "was opened";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_THAT(error.what(), HasSubstr("/nonexistent/run.json"));
  }
  EXPECT_THROW(RunFileWriter("/dev/full").begin(Report{}, 0), std::system_error);
}

TEST(RunFileWriter, TakesRecordsFromSeveralThreads) {
  const TemporaryFile file;
  Report report = sample_report();
  RunFileWriter writer{file.path()};
  writer.begin(report, report.records.size());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        for (const Record& record : report.records) writer.add(record);
        if (round % 3 == 0) writer.flush();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  writer.end(report, summarize(report));
  const Report read = read_run_file(file.path());
  EXPECT_EQ(read.records.size(), 200 * report.records.size());
  EXPECT_FALSE(read.interrupted);
}

rc::Gen<Exchange> any_exchange() {
  return rc::gen::build<Exchange>(rc::gen::set(&Exchange::request), rc::gen::set(&Exchange::status),
                                  rc::gen::set(&Exchange::headers), rc::gen::set(&Exchange::body),
                                  rc::gen::set(&Exchange::fault),
                                  rc::gen::set(&Exchange::fault_text),
                                  rc::gen::set(&Exchange::at_us), rc::gen::set(&Exchange::took_us),
                                  rc::gen::set(&Exchange::kept_alive));
}

rc::Gen<Sighting> any_sighting() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 5), any_exchange(),
                                     rc::gen::arbitrary<std::vector<std::string>>(),
                                     rc::gen::arbitrary<std::string>(), rc::gen::inRange(0, 12)),
                      [](auto parts) {
                        auto& [channel, exchange, locks, status, choices] = parts;
                        Sighting sighting{.channel = static_cast<cases::Channel>(channel),
                                          .status = std::move(status),
                                          .locks = std::move(locks),
                                          .of_other_world = choices % 2 == 1};
                        if (choices % 3 != 0) {
                          sighting.local_disk_data =
                              static_cast<cases::LocalDiskData>(choices % 3 - 1);
                          sighting.last_stop = static_cast<cases::LastStop>(choices % 3);
                        }
                        if (choices > 5) sighting.exchange = std::move(exchange);
                        return sighting;
                      });
}

Report any_report() {
  const auto text = [] { return *rc::gen::arbitrary<std::string>(); };
  Report report;
  report.info = {.hallmark_version = text(),
                 .commit = text(),
                 .tables = text(),
                 .suite = text(),
                 .subject = {.kind = Subject::Kind::embedded, .name = text() + "!"},
                 .selection = {.depth = *rc::gen::inRange(1U, 4U),
                               .strict = *rc::gen::arbitrary<bool>(),
                               .select = *rc::gen::arbitrary<std::vector<std::string>>(),
                               .shuffle_seed = *rc::gen::arbitrary<std::uint64_t>()},
                 .again_options = text()};
  report.notes = *rc::gen::arbitrary<std::vector<std::string>>();
  report.took_us = *rc::gen::arbitrary<std::int64_t>();
  report.interrupted = *rc::gen::arbitrary<bool>();
  const int n = *rc::gen::inRange(0, 4);
  for (int i = 0; i < n; ++i) {
    Record record = testing::record_of("envelope/request-id", text(),
                                       static_cast<Verdict>(*rc::gen::inRange(0, 5)));
    record.finding.reason = text();
    record.finding.got = text();
    record.finding.signing = *rc::gen::arbitrary<std::vector<std::string>>();
    record.finding.lenience = text();
    record.finding.action = text();
    record.finding.answers = *rc::gen::arbitrary<std::vector<std::string>>();
    record.finding.answer = text();
    record.took_us = *rc::gen::arbitrary<std::int64_t>();
    record.exchanges = *rc::gen::arbitrary<unsigned>();
    record.evidence.instance_id = text();
    record.evidence.trouble = text();
    record.evidence.deadline_met = *rc::gen::arbitrary<bool>();
    const int calls = *rc::gen::inRange(0, 3);
    for (int call = 0; call < calls; ++call) {
      record.evidence.calls.push_back(
          {.call = static_cast<std::size_t>(call),
           .copy = *rc::gen::arbitrary<int>(),
           .action = text(),
           .exchange = *any_exchange(),
           .after = *rc::gen::container<std::vector<Sighting>>(any_sighting())});
    }
    record.evidence.before = *rc::gen::container<std::vector<Sighting>>(any_sighting());
    record.evidence.after = *rc::gen::container<std::vector<Sighting>>(any_sighting());
    record.evidence.later = *rc::gen::container<std::vector<Sighting>>(any_sighting());
    report.records.push_back(std::move(record));
  }
  return report;
}

RC_GTEST_PROP(RunFile, ReadAfterWriteIsTheSame, ()) {
  const Report report = any_report();
  const Report file = read(written(report));
  RC_ASSERT(file.info == report.info);
  RC_ASSERT(file.records.size() == report.records.size());
  for (std::size_t i = 0; i < report.records.size(); ++i) {
    RC_ASSERT(file.records[i] == report.records[i]);
  }
  RC_ASSERT(file.notes == report.notes);
  RC_ASSERT(file.took_us == report.took_us);
  RC_ASSERT(file.interrupted == report.interrupted);
}

}  // namespace
}  // namespace hallmark::reports
