// SPDX-License-Identifier: Apache-2.0
//
// One small tree at a time: a testsuite's properties, then each of its cases. So the memory needed
// does not grow with the run.
#include "reports/writers/junit.hpp"

#include <array>
#include <map>
#include <ostream>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "cases/case.hpp"
#include "reports/text.hpp"
#include "reports/writers/explanation.hpp"
#include "reports/writers/junit_parts.hpp"

namespace hallmark::reports {
namespace {

using junit::add_property;
using junit::append_exchange;
using junit::append_line;
using junit::in_seconds;
using junit::write_tree;

// Where a record is put: by its verdict, and by what the run was asked to be strict about.
enum class Outcome { passed, failure, error, skipped };

Outcome outcome_of(const RunInfo& info, Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return Outcome::passed;
    case Verdict::fail:
      return Outcome::failure;
    case Verdict::error:
      return Outcome::error;
    case Verdict::inconclusive:
    case Verdict::unsupported:
      return info.require_all ? Outcome::failure : Outcome::skipped;
  }
  return Outcome::error;
}

struct Chapter {
  std::string_view name;
  std::vector<const CaseRecord*> records;
  std::array<std::size_t, 4> outcomes{};
  std::int64_t took_us = 0;

  [[nodiscard]] std::size_t count(Outcome outcome) const {
    return outcomes[static_cast<std::size_t>(outcome)];
  }
  [[nodiscard]] junit::Counts counts() const {
    return {.tests = records.size(),
            .failures = count(Outcome::failure),
            .errors = count(Outcome::error),
            .skipped = count(Outcome::skipped)};
  }
};

// In the order in which the plan comes to them.
std::vector<Chapter> chapters_of(const Report& report) {
  std::vector<Chapter> chapters;
  std::map<std::string_view, std::size_t> places;
  for (const CaseRecord& record : report.records) {
    const std::string_view name = chapter_of(record.test->id);
    const auto [place, is_new] = places.try_emplace(name, chapters.size());
    if (is_new) chapters.push_back({.name = name, .records = {}});
    Chapter& chapter = chapters[place->second];
    chapter.records.push_back(&record);
    ++chapter.outcomes[static_cast<std::size_t>(outcome_of(report.info, record.finding.verdict))];
    chapter.took_us += record.took_us;
  }
  return chapters;
}

// start-instance/precondition/running -> start-instance.precondition
std::string class_of(std::string_view id) {
  std::string name{id.substr(0, id.rfind('/'))};
  for (char& c : name) {
    if (c == '/') c = '.';
  }
  return name;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all.append(all.empty() ? "" : " ").append(text);
  return all;
}

void add_run_properties(pugi::xml_node properties, const RunInfo& info) {
  add_property(properties, "hallmark", info.hallmark_version);
  add_property(properties, "target", info.target_name);
  add_property(properties, "endpoint", info.endpoint);
  add_property(properties, "fixtures", info.fixtures);
  add_property(properties, "edition", info.edition);
  add_property(properties, "variants", info.variants);
  add_property(properties, "without", joined(info.without));
  add_property(properties, "strict", info.strict ? "true" : "");
  add_property(properties, "require-all", info.require_all ? "true" : "");
}

// level:ID and citations:ID, once a case whatever the number of its variants.
void add_case_properties(pugi::xml_node properties, const Chapter& chapter) {
  std::unordered_set<const cases::Case*> seen;
  for (const CaseRecord* record : chapter.records) {
    if (!seen.insert(record->test).second) continue;
    std::string citations;
    for (const specs::Citation& citation : cases::citations_of(*record->test)) {
      citations.append(citations.empty() ? "" : "; ").append(citation.text());
    }
    add_property(properties, "level:" + record->test->id, cases::name_of(record->test->level));
    add_property(properties, "citations:" + record->test->id, citations);
  }
}

// What stands in a failure or an error: the block of the console, then every exchange.
std::string details_of(const RunInfo& info, const CaseRecord& record) {
  const Explanation text = explain(info, record);
  std::string out = "\n";
  append_line(out, "given", text.given);
  for (std::size_t i = 0; i < text.when.size(); ++i)
    append_line(out, i == 0 ? "when" : "", text.when[i]);
  append_line(out, "wanted", text.wanted);
  append_line(out, text.wanted.empty() ? "wanted" : "", text.wanted_by);
  append_line(out, "got", text.got);
  append_line(out, "because", text.because);
  append_line(out, "again", text.again);

  const Evidence& evidence = record.evidence;
  const auto append_sightings = [&out](const std::vector<Sighting>& sightings,
                                       std::string_view when) {
    for (const Sighting& sighting : sightings) {
      if (!sighting.exchange) continue;
      const std::string title =
          std::string{cases::name_of(sighting.channel)}.append(" ").append(when);
      append_exchange(out, title, *sighting.exchange);
    }
  };
  append_sightings(evidence.before, "before");
  for (const CallRecord& call : evidence.calls) append_exchange(out, call.action, call.exchange);
  append_sightings(evidence.after, "afterwards");
  if (junit::is_full(out)) out += "\n(more exchanges stand in the run file)\n";
  return xml_characters(out);
}

// One line that says what is wrong, for lists of failures.
std::string message_of(const Finding& finding) {
  std::string text;
  if (!finding.wanted.empty()) text = "wanted " + finding.wanted;
  if (!finding.got.empty()) text.append(text.empty() ? "got " : ", got ").append(finding.got);
  if (text.empty()) text = finding.reason;
  return shortened(printable(text), junit::longest_message);
}

// unsupported: fixture NoStock; inconclusive: blocked by base/signature/v3
std::string reason_of(const Finding& finding) {
  std::string text{name_of(finding.verdict)};
  if (!finding.blocked_by.empty()) text.append(": blocked by ").append(finding.blocked_by);
  if (!finding.reason.empty()) text.append(": ").append(finding.reason);
  return shortened(printable(text), junit::longest_message);
}

void fill_case(pugi::xml_node node, const RunInfo& info, const CaseRecord& record) {
  node.append_attribute("name").set_value(address_of(record).c_str());
  node.append_attribute("classname").set_value(class_of(record.test->id).c_str());
  node.append_attribute("time").set_value(in_seconds(record.took_us).c_str());

  const Finding& finding = record.finding;
  switch (outcome_of(info, finding.verdict)) {
    case Outcome::passed:
      return;
    case Outcome::skipped:
      node.append_child("skipped").append_attribute("message").set_value(
          reason_of(finding).c_str());
      return;
    case Outcome::failure:
    case Outcome::error:
      break;
  }
  const bool failed = finding.verdict == Verdict::fail;
  pugi::xml_node problem =
      node.append_child(finding.verdict == Verdict::error ? "error" : "failure");
  const bool has_message = failed || finding.verdict == Verdict::error;
  problem.append_attribute("message").set_value(
      (has_message ? message_of(finding) : reason_of(finding)).c_str());
  problem.append_attribute("type").set_value(
      failed ? std::string{cases::name_of(record.test->level)}.c_str()
             : std::string{name_of(finding.verdict)}.c_str());
  problem.text().set(details_of(info, record).c_str());
}

void write_chapter(const Report& report, const Chapter& chapter, std::ostream& out) {
  junit::open_suite(out, chapter.name, chapter.counts(), chapter.took_us, report.info.started);
  pugi::xml_document tree;
  pugi::xml_node properties = tree.append_child("properties");
  add_run_properties(properties, report.info);
  add_case_properties(properties, chapter);
  write_tree(properties, out, 2);
  tree.reset();
  for (const CaseRecord* record : chapter.records) {
    pugi::xml_node node = tree.append_child("testcase");
    fill_case(node, report.info, *record);
    write_tree(node, out, 2);
    tree.remove_child(node);
  }
  junit::close_suite(out);
}

}  // namespace

void write_junit(const Report& report, std::ostream& out) {
  const std::vector<Chapter> chapters = chapters_of(report);
  junit::Counts all{.tests = report.records.size()};
  for (const Chapter& chapter : chapters) {
    all.failures += chapter.count(Outcome::failure);
    all.errors += chapter.count(Outcome::error);
  }
  junit::open_suites(out, "hallmark", all, report.took_us);
  for (const Chapter& chapter : chapters) write_chapter(report, chapter, out);
  junit::close_suites(out);
}

}  // namespace hallmark::reports
