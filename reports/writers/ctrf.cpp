// SPDX-License-Identifier: Apache-2.0
//
// The Common Test Report Format, https://ctrf.io, version 0.0.0 of its schema: what dashboards and
// commenters of pipelines read.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "reports/text.hpp"
#include "reports/writers/explanation.hpp"
#include "reports/writers/json/json_text.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using json_text::append_array;
using json_text::append_string;
using json_text::Object;

// `started`, since 1970; 0 where it is not told.
std::int64_t milliseconds_of(const std::string& started) {
  std::tm day{};
  if (strptime(started.c_str(), "%Y-%m-%dT%H:%M:%SZ", &day) == nullptr) return 0;
  return std::int64_t{timegm(&day)} * 1000;
}

std::string_view status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "passed";
    case Verdict::fail:
      return "failed";
    case Verdict::unsupported:
      return "skipped";
    case Verdict::inconclusive:
    case Verdict::error:
      break;
  }
  return "other";
}

void append_test(std::string& out, const Report& report, const Entry& entry) {
  const Record* const first = entry.records.empty() ? nullptr : entry.records.front();
  const std::string name =
      report.campaign || first == nullptr ? entry.check->id : address_of(*first);
  Object object{out};
  append_string(object.member("name"), printable(name));
  object.text("status", entry.known != nullptr ? "skipped" : status_of(entry.verdict));
  object.number("duration", report.campaign || first == nullptr ? 0 : first->took_us / 1000);
  append_array(object.member("suite"), std::vector<std::string_view>{entry.check->chapter},
               append_string);
  std::string message;
  std::string trace;
  for (const Record* record : entry.records) {
    const Verdict verdict = record->finding.verdict;
    if (verdict == Verdict::pass) continue;
    message.append(message.empty() ? "" : "; ").append(in_short(*record));
    if (verdict == Verdict::fail) {
      trace.append(trace.empty() ? "" : "\n").append(again_line(report, *record));
    }
  }
  if (message.empty()) message = entry.unsettled;
  if (entry.known != nullptr) {
    message = in_words(report.info.known_failures, *entry.known) + "; " + message;
  }
  object.text("message", shortened(printable(message), 400));
  object.text("trace", trace);
  object.text("rawStatus", name_of(entry.verdict));
  object.flag("flaky", first != nullptr && is_flaky(*first));
  append_array(object.member("tags"),
               std::vector<std::string_view>{cases::name_of(entry.check->level)}, append_string);
  object.close();
}

// A line of the known failures that is not true any more.
void append_wrong_line(std::string& out, const Report& report, const KnownState& state) {
  Object object{out};
  append_string(object.member("name"), place_of(report.info.known_failures, *state.line));
  object.text("status", "failed");
  object.number("duration", 0);
  append_array(object.member("suite"), std::vector<std::string_view>{"known-failures"},
               append_string);
  std::string message;
  for (const std::string& sentence : in_words(report, state)) {
    message.append(message.empty() ? "" : "; ").append(sentence);
  }
  object.text("message", shortened(message, 400));
  object.close();
}

void append_summary(Object& results, const Report& report, const std::vector<Entry>& entries,
                    const Summary& summary) {
  Counts all = summary.all;
  std::size_t known = 0;
  for (const Entry& entry : entries) {
    if (entry.known == nullptr) continue;
    ++known;
    --(entry.verdict == Verdict::fail ? all.fail : all.inconclusive);
  }
  const auto wrong =
      static_cast<std::size_t>(std::ranges::count_if(summary.known, &KnownState::is_wrong));

  const std::int64_t start = milliseconds_of(report.info.started);
  Object object{results.member("summary")};
  object.number("tests", summary.all.total() + wrong);
  object.number("passed", all.pass);
  object.number("failed", all.fail + wrong);
  object.number("skipped", all.unsupported + known);
  object.number("pending", 0);
  object.number("other", all.inconclusive + all.error);
  object.number("start", start);
  object.number("stop", start + report.took_us / 1000);
  object.close();
}

}  // namespace

void write_ctrf(const Report& report, const Summary& summary, std::ostream& out) {
  std::string text;
  Object object{text};
  object.text("reportFormat", "CTRF");
  object.text("specVersion", "0.0.0");
  object.text("generatedBy", "hallmark");
  Object results{object.member("results")};
  Object tool{results.member("tool")};
  tool.text("name", "hallmark");
  tool.text("version", printable(report.info.hallmark_version));
  tool.close();
  const std::vector<Entry> entries = entries_of(report);
  append_summary(results, report, entries, summary);
  std::vector<std::string> tests;
  for (const Entry& entry : entries) append_test(tests.emplace_back(), report, entry);
  for (const KnownState& state : summary.known) {
    if (state.is_wrong()) append_wrong_line(tests.emplace_back(), report, state);
  }
  append_array(results.member("tests"), tests,
               [](std::string& to, const std::string& test) { to += test; });
  Object environment{results.member("environment")};
  environment.text("testEnvironment", printable(report.info.subject.name));
  environment.close();
  Object extra{results.member("extra")};
  extra.text("headline", printable(headline(report, summary)));
  extra.text("suite", report.info.suite);
  extra.text("tables", report.info.tables);
  extra.close();
  results.close();
  object.close();
  out << text << '\n';
}

}  // namespace hallmark::reports
