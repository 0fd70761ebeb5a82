// SPDX-License-Identifier: Apache-2.0
//
// JUnit XML, in the dialect that Jenkins (JUnit and xUnit), GitLab and GitHub's annotators all
// read.
//
//   testsuites                 the run, or the campaign; its time is that of its suites together
//     testsuite                a chapter, or the checkers; its properties hold whom and how it was
//                              asked; those of the first one the causes, too
//       testcase               a case under a variant, its name is what --select takes; or a
//       checker
//         failure              fail: the block of the console and the exchanges; of a checker all
//                              that it found, for readers show no second failure of a case
//         error                error: the case could not be carried out; and what is flaky
//         skipped              known failures, unsupported and inconclusive, with the reason; under
//                              --require-all the last two: failure
//         system-out           the level of the case, and the places of the documents that it
//                              rests on
//     testsuite                of known failures that are not true any more: a failure a line
//     testsuite                of what was interrupted: one case, an error that says after how much
//     testsuite                of a campaign, without cases: its properties hold the rows that were
//                              met, the answers and the transitions
//
// The schema of Jenkins' xUnit plugin has properties at a testsuite alone, no more than three
// decimals in a time, and no count of skipped cases at the root, whose `tests` counts them with the
// others. One small tree at a time, a testsuite's properties, then each of its cases: so the memory
// needed does not grow with the run. Exchanges have a limit in all, too: readers hold a file whole.
#include <algorithm>
#include <map>
#include <ostream>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reports/text.hpp"
#include "reports/writers/explanation.hpp"
#include "reports/writers/junit_parts.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using junit::add_property;
using junit::append_exchange;
using junit::append_line;
using junit::in_seconds;
using junit::write_tree;

// Where an entry is put: by its verdict, and by what the run was asked to be strict about.
enum class Kind { passed, failure, error, skipped };

bool shows_flaky(const Entry& entry) {
  return !entry.records.empty() && is_flaky(*entry.records.front());
}

Kind kind_of(const Report& report, const Entry& entry) {
  if (entry.known != nullptr) return Kind::skipped;
  if (shows_flaky(entry)) return Kind::error;
  switch (entry.verdict) {
    case Verdict::pass:
      return Kind::passed;
    case Verdict::fail:
      return Kind::failure;
    case Verdict::error:
      return Kind::error;
    case Verdict::inconclusive:
    case Verdict::unsupported:
      return report.info.selection.require_all ? Kind::failure : Kind::skipped;
  }
  return Kind::error;
}

struct Suite {
  std::string_view name;
  std::vector<const Entry*> entries = {};
  junit::Counts counts = {};
  std::int64_t took_ms = 0;  // its cases together, each as it is written
};

void count(junit::Counts& counts, Kind kind) {
  ++counts.tests;
  if (kind == Kind::failure) ++counts.failures;
  if (kind == Kind::error) ++counts.errors;
  if (kind == Kind::skipped) ++counts.skipped;
}

// By chapter, in the order in which the entries come to them.
std::vector<Suite> suites_of(const Report& report, const std::vector<Entry>& entries) {
  std::vector<Suite> suites;
  std::map<std::string_view, std::size_t> places;
  if (report.campaign) {  // without checkers, too
    suites.push_back({.name = "checkers", .took_ms = junit::in_milliseconds(report.took_us)});
    places.emplace("checkers", 0);
  }
  for (const Entry& entry : entries) {
    const auto [place, is_new] = places.try_emplace(entry.check->chapter, suites.size());
    if (is_new) suites.push_back({.name = entry.check->chapter});
    Suite& suite = suites[place->second];
    suite.entries.push_back(&entry);
    count(suite.counts, kind_of(report, entry));
    for (const Record* record : entry.records) {
      suite.took_ms += junit::in_milliseconds(record->took_us);
    }
  }
  return suites;
}

// start-instance/precondition/running -> start-instance.precondition
std::string class_of(const Check& check) {
  const std::size_t last = check.id.rfind('/');
  if (last == std::string::npos) return check.chapter;
  std::string name = check.id.substr(0, last);
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

// The largest first; a run that fails everywhere has more than anybody reads.
void add_causes(pugi::xml_node properties, const Report& report, const Summary& summary) {
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(most, summary.causes.size()); ++i) {
    const Cause& cause = summary.causes[i];
    std::string text = size_of(report, cause).append(": ").append(printable(cause.what));
    text = shortened(text, junit::longest_message);
    add_property(properties, "cause", text.append("; ").append(again_line(report, *cause.shown)));
  }
}

void add_info(pugi::xml_node properties, const Report& report, const Summary& summary) {
  const Info& info = report.info;
  add_property(properties, "hallmark", info.hallmark_version);
  add_property(properties, "target", info.subject.name);
  add_property(properties, "endpoint", info.subject.url);
  add_property(properties, "fixtures", info.fixtures);
  if (!report.campaign) {
    const Selection& selection = info.selection;
    add_property(properties, "edition", selection.edition);
    add_property(properties, "variants", selection.variants);
    add_property(properties, "depth", std::to_string(selection.depth));
    add_property(properties, "without", joined(selection.without, " "));
    add_property(properties, "strict", selection.strict ? "true" : "");
    add_property(properties, "require-all", selection.require_all ? "true" : "");
    for (const std::string& note : report.notes) add_property(properties, "note", note);
    return;
  }
  const Campaign& campaign = *report.campaign;
  add_property(properties, "seed", std::to_string(campaign.seed));
  add_property(properties, "limit", campaign.limit);
  add_property(properties, "end", end_of(report));
  add_property(properties, "histories", std::to_string(campaign.histories));
  add_property(properties, "calls", std::to_string(campaign.calls));
  add_property(properties, "accepted", std::to_string(campaign.accepted));
  add_property(properties, "requests", std::to_string(report.exchanges));
  for (const std::string& note : report.notes) add_property(properties, "note", note);
  add_property(properties, "headline", headline(report, summary));
}

// Of a case, and of a checker: how much it weighs, and what it rests on.
std::string about(const Check& check) {
  std::string out;
  append_line(out, "level", cases::name_of(check.level));
  append_line(out, "holds", printable(check.holds));
  for (const Citation& place : check.citations) append_line(out, "cites", printable(place.text));
  return out;
}

void add_checkers(pugi::xml_node properties, const Campaign& campaign) {
  for (const Exercised& checker : campaign.checkers) {
    add_property(properties, "checked:" + checker.check->id, std::to_string(checker.checked));
  }
}

void add_tallies(pugi::xml_node properties, std::string_view kind,
                 const std::vector<Tally>& tallies) {
  for (const Tally& tally : tallies) {
    add_property(properties, std::string{kind}.append(printable(tally.what)),
                 std::to_string(tally.times));
  }
}

std::string met_of(std::size_t met, std::size_t all) {
  return std::to_string(met) + " of " + std::to_string(all);
}

void add_coverage(pugi::xml_node properties, const Campaign& campaign) {
  add_property(properties, "rows-met", met_of(rows_met(campaign), campaign.rows.size()));
  for (const PageCoverage& page : coverage_by_page(campaign)) {
    const std::string name = std::string{page.action}.append(" ").append(page.edition);
    add_property(properties, "rows-met:" + name, met_of(page.met, page.rows.size()));
    for (const RowCoverage* row : page.rows) {
      add_property(properties,
                   "met:" + name + ", error row " + std::to_string(row->row) + ": " +
                       std::to_string(row->status) + " " + row->code,
                   std::to_string(row->met));
    }
  }
  add_tallies(properties, "answer:", campaign.answers);
  add_tallies(properties, "transition:", campaign.transitions);
}

void append_lines(std::string& out, const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    append_line(out, line.label, line.text);
    append_line(out, line.text.empty() ? line.label : "", line.citations.text());
  }
}

void append_section(std::string& out, std::string_view title, std::string_view text) {
  if (text.empty()) return;
  out.append("\n---- ").append(title).append("\n").append(text);
  if (!out.ends_with('\n')) out += '\n';
}

void append_sightings(std::string& out, const std::vector<Sighting>& sightings,
                      std::string_view when) {
  for (const Sighting& sighting : sightings) {
    if (!sighting.exchange) continue;
    append_exchange(out, std::string{cases::name_of(sighting.channel)}.append(" ").append(when),
                    *sighting.exchange);
  }
}

void append_all_exchanges(std::string& out, const Evidence& evidence) {
  append_sightings(out, evidence.before, "before");
  for (std::size_t i = 0; i < evidence.calls.size(); ++i) {
    const CallRecord& call = evidence.calls[i];
    append_exchange(out,
                    call.action.empty() ? "exchange " + std::to_string(i + 1) + " of " +
                                              std::to_string(evidence.calls.size())
                                        : call.action,
                    call.exchange);
    if (!call.told.empty() && !junit::is_full(out)) append_line(out, "told", printable(call.told));
  }
  append_sightings(out, evidence.after, "afterwards");
}

// The block of the console, then all that is too long for it, then every exchange if there is room.
void append_record(std::string& out, const Report& report, const Record& record,
                   bool with_exchanges) {
  const Explanation text = explain(report, record);
  out += '\n';
  if (record.discovery) {
    out.append("==== ").append(record.discovery->action).append(" (");
    out.append(cases::name_of(record.check->level)).append(")\n");
  }
  if (record.evidence.history.empty()) append_lines(out, text.circumstances);
  append_lines(out, text.lines);
  append_section(out, "history", record.evidence.history);
  if (record.discovery) append_section(out, "as a case", record.discovery->as_case);
  if (with_exchanges && is_kept(report.info, record)) append_all_exchanges(out, record.evidence);
}

// What the details of all failures may still take, in bytes of the file: of `exchanges` first, and
// in all.
struct Room {
  std::size_t exchanges = 12U << 20U;
  std::size_t all = 20U << 20U;

  void take(std::size_t bytes) {
    exchanges -= std::min(exchanges, bytes);
    all -= std::min(all, bytes);
  }
};

// What stands in a failure or an error.
std::string details_of(const Report& report, const Entry& entry, Room& room) {
  std::string out;
  if (room.all == 0) return out;
  const bool with_exchanges = room.exchanges > 0;
  for (const Record* record : entry.records) append_record(out, report, *record, with_exchanges);
  if (junit::is_full(out) || !with_exchanges) {
    out.append("\n(more exchanges stand in the ").append(report.campaign ? "campaign" : "run");
    out += " file)\n";
  }
  out = xml_characters(out);
  room.take(junit::escaped_size(out));
  return out;
}

// One line that says what is wrong, for lists of failures.
std::string message_of(const Entry& entry) {
  std::string text = shortened(printable(in_short(*entry.records.front())), junit::longest_message);
  if (entry.records.size() > 1) {
    text += "; and " + std::to_string(entry.records.size() - 1) + " more";
  }
  return text;
}

// unsupported: fixture NoStock; inconclusive: blocked by base/signature/v3
std::string reason_of(const Report& report, const Entry& entry) {
  if (entry.known != nullptr) return in_words(report.info.known_failures, *entry.known);
  if (entry.records.empty()) return entry.unsettled;
  const Finding& finding = entry.records.front()->finding;
  std::string text{name_of(finding.verdict)};
  if (!finding.blocked_by.empty()) text.append(": blocked by ").append(finding.blocked_by);
  if (!finding.reason.empty()) text.append(": ").append(finding.reason);
  return shortened(printable(text), junit::longest_message);
}

// Of a failure the level, of several the one that decides most; else the verdict.
std::string_view type_of(const Entry& entry) {
  if (entry.verdict != Verdict::fail) return name_of(entry.verdict);
  cases::Level level = entry.records.front()->check->level;
  for (const Record* record : entry.records) level = std::min(level, record->check->level);
  return cases::name_of(level);
}

void set(pugi::xml_node node, const char* attribute, std::string_view value) {
  node.append_attribute(attribute).set_value(xml_characters(value).c_str());
}

void add_problem(pugi::xml_node node, const Report& report, const Entry& entry, Room& room) {
  const Kind kind = kind_of(report, entry);
  if (kind == Kind::passed) return;
  if (kind == Kind::skipped) {
    set(node.append_child("skipped"), "message", reason_of(report, entry));
    return;
  }
  const bool failed = entry.verdict == Verdict::fail;
  const bool broke = entry.verdict == Verdict::error;
  pugi::xml_node problem = node.append_child(broke || shows_flaky(entry) ? "error" : "failure");
  set(problem, "message", failed || broke ? message_of(entry) : reason_of(report, entry));
  set(problem, "type", type_of(entry));
  if (const std::string details = details_of(report, entry, room); !details.empty()) {
    problem.text().set(details.c_str());
  }
}

void fill_case(pugi::xml_node node, const Report& report, const Entry& entry, Room& room) {
  const bool is_checker = report.campaign.has_value();
  set(node, "name", is_checker ? entry.check->id : address_of(*entry.records.front()));
  set(node, "classname", class_of(*entry.check));
  set(node, "time",
      in_seconds(is_checker ? 0 : junit::in_milliseconds(entry.records.front()->took_us)));
  add_problem(node, report, entry, room);
  node.append_child("system-out").text().set(xml_characters(about(*entry.check)).c_str());
}

void write_suite(const Report& report, const Summary& summary, const Suite& suite, bool is_first,
                 Room& room, std::ostream& out) {
  junit::open_suite(out, suite.name, suite.counts, suite.took_ms, report.info.started);
  pugi::xml_document tree;
  pugi::xml_node properties = tree.append_child("properties");
  add_info(properties, report, summary);
  if (is_first) add_causes(properties, report, summary);
  if (report.campaign) add_checkers(properties, *report.campaign);
  write_tree(properties, out, 2);
  tree.reset();
  for (const Entry* entry : suite.entries) {
    pugi::xml_node node = tree.append_child("testcase");
    fill_case(node, report, *entry, room);
    write_tree(node, out, 2);
    tree.remove_child(node);
  }
  junit::close_suite(out);
}

std::vector<const KnownState*> wrong_lines(const Summary& summary) {
  std::vector<const KnownState*> wrong;
  for (const KnownState& state : summary.known) {
    if (state.is_wrong()) wrong.push_back(&state);
  }
  return wrong;
}

void write_wrong_lines(const Report& report, const std::vector<const KnownState*>& wrong,
                       std::ostream& out) {
  const junit::Counts counts{.tests = wrong.size(), .failures = wrong.size()};
  junit::open_suite(out, "known-failures", counts, 0, report.info.started);
  pugi::xml_document tree;
  for (const KnownState* state : wrong) {
    pugi::xml_node node = tree.append_child("testcase");
    set(node, "name", place_of(report.info.known_failures, *state->line));
    set(node, "classname", "known-failures");
    set(node, "time", in_seconds(0));
    pugi::xml_node problem = node.append_child("failure");
    set(problem, "message", shortened(in_words(report, *state).front(), junit::longest_message));
    set(problem, "type", "known-failures");
    problem.text().set(xml_characters(joined(in_words(report, *state), "\n")).c_str());
    write_tree(node, out, 2);
    tree.remove_child(node);
  }
  junit::close_suite(out);
}

// So that nobody takes what is left for all: a suite of its own, with an error.
void write_interruption(const Report& report, const Summary& summary, std::ostream& out) {
  junit::open_suite(out, "interrupted", {.tests = 1, .errors = 1}, 0, report.info.started);
  pugi::xml_document tree;
  pugi::xml_node node = tree.append_child("testcase");
  set(node, "name", "interrupted");
  set(node, "classname", "hallmark");
  set(node, "time", in_seconds(0));
  pugi::xml_node problem = node.append_child("error");
  set(problem, "message", interruption(report, summary));
  set(problem, "type", report.cut_short ? "max-failures" : "interrupted");
  write_tree(node, out, 2);
  junit::close_suite(out);
}

void write_coverage(const Report& report, std::ostream& out) {
  junit::open_suite(out, "answer-coverage", {}, 0, report.info.started);
  pugi::xml_document tree;
  pugi::xml_node properties = tree.append_child("properties");
  add_coverage(properties, *report.campaign);
  write_tree(properties, out, 2);
  junit::close_suite(out);
}

}  // namespace

void write_junit(const Report& report, const Summary& summary, std::ostream& out) {
  const std::vector<Entry> entries = entries_of(report);
  const std::vector<Suite> suites = suites_of(report, entries);
  junit::Counts all;
  for (const Entry& entry : entries) count(all, kind_of(report, entry));
  if (!is_whole(report)) count(all, Kind::error);
  const auto wrong = wrong_lines(summary);
  for (std::size_t i = 0; i < wrong.size(); ++i) count(all, Kind::failure);
  std::int64_t took_ms = 0;
  for (const Suite& suite : suites) took_ms += suite.took_ms;
  junit::open_suites(out, report.campaign ? "hallmark fuzz" : "hallmark", all, took_ms);
  Room room;
  for (const Suite& suite : suites) {
    write_suite(report, summary, suite, &suite == &suites.front(), room, out);
  }
  if (report.campaign) write_coverage(report, out);
  if (!wrong.empty()) write_wrong_lines(report, wrong, out);
  if (!is_whole(report)) write_interruption(report, summary, out);
  junit::close_suites(out);
}

}  // namespace hallmark::reports
