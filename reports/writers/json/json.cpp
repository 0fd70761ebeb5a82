// SPDX-License-Identifier: Apache-2.0
//
// The JSON forms: a run (docs/report-schema.json), one case a line, and a campaign
// (docs/campaign-schema.json), one finding a line.
#include "reports/writers/json/json.hpp"

#include <cmath>
#include <ostream>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "reports/sides.hpp"
#include "reports/text.hpp"
#include "reports/writers/json/json_exchange.hpp"
#include "reports/writers/json/json_text.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using json_text::append_array;
using json_text::append_exchange;
using json_text::append_number;
using json_text::append_string;
using json_text::append_text;
using json_text::Object;

constexpr auto append_each_text = [](std::string& out, const std::string& text) {
  append_text(out, text);
};

void append_texts(Object& object, std::string_view name, const std::vector<std::string>& texts) {
  if (!texts.empty()) append_array(object.member(name), texts, append_each_text);
}

// What wrote the file, by which tables, and when.
void append_program(Object& object, const Info& info) {
  append_text(object.member("hallmark"), info.hallmark_version);
  object.text("commit", info.commit);
  object.text("suite", info.suite);
  object.text("tables", info.tables);
  object.text("started", info.started);
  if (info.evidence != EvidenceKept::all) object.text("evidence", name_of(info.evidence));
}

void append_known_line(std::string& out, const KnownFailure& line) {
  Object object{out};
  object.number("line", line.line);
  append_text(object.member("pattern"), line.pattern.text());
  append_text(object.member("reason"), line.reason);
  object.text("until", line.until);
  object.text("finding", line.finding);
  append_texts(object, "covers", line.covers);
  object.close();
}

void append_known_failures(Object& object, const KnownFailures& known) {
  if (known.file.empty()) return;
  Object list{object.member("knownFailures")};
  append_text(list.member("file"), known.file);
  append_array(list.member("lines"), known.lines, append_known_line);
  list.close();
}

void append_run(std::string& out, const Info& info) {
  const Selection& selection = info.selection;
  Object object{out};
  append_program(object, info);
  if (info.subject.kind == Subject::Kind::client) object.text("subject", "client");
  object.text("endpoint", info.subject.url);
  object.text("target", info.subject.name);
  object.text("host", info.subject.host);
  object.text("fixtures", info.fixtures);
  append_text(object.member("edition"), selection.edition);
  append_text(object.member("variants"), selection.variants);
  object.number("depth", selection.depth);
  object.text("reactivateSpelling", selection.reactivate_spelling);
  object.flag("strict", selection.strict);
  object.flag("requireAll", selection.require_all);
  object.number("requireJudged", selection.require_judged);
  append_texts(object, "select", selection.select);
  append_texts(object, "skip", selection.skip);
  append_texts(object, "without", selection.without);
  object.number("shuffleSeed", selection.shuffle_seed);
  object.number("shardIndex", selection.shard_index);
  object.number("shardTotal", selection.shard_total);
  if (selection.repeat > 1) object.number("repeat", selection.repeat);
  if (selection.max_failures > 0) object.number("maxFailures", selection.max_failures);
  object.number("jobs", info.jobs);
  object.text("againOptions", info.again_options);
  append_known_failures(object, info.known_failures);
  object.close();
}

void append_sighting(std::string& out, const Sighting& sighting) {
  Object object{out};
  object.text("channel", cases::name_of(sighting.channel));
  object.text("status", sighting.status);
  append_texts(object, "locks", sighting.locks);
  if (sighting.local_disk_data)
    object.text("localDiskData", cases::name_of(*sighting.local_disk_data));
  if (sighting.last_stop) object.text("lastStop", cases::name_of(*sighting.last_stop));
  object.flag("ofOtherWorld", sighting.of_other_world);
  if (sighting.exchange) append_exchange(object.member("exchange"), *sighting.exchange);
  object.number("atUs", sighting.at_us);
  object.close();
}

void append_call(std::string& out, const CallRecord& call) {
  Object object{out};
  object.number("call", call.call);
  object.number("copy", call.copy);
  object.text("action", call.action);
  append_exchange(object.member("exchange"), call.exchange);
  if (!call.after.empty()) append_array(object.member("after"), call.after, append_sighting);
  object.text("told", call.told);
  object.close();
}

void append_evidence(std::string& out, const Evidence& evidence) {
  Object object{out};
  object.text("instanceId", evidence.instance_id);
  object.text("otherInstanceId", evidence.other_instance_id);
  object.text("regionId", evidence.region_id);
  append_array(object.member("calls"), evidence.calls, append_call);
  if (!evidence.before.empty())
    append_array(object.member("before"), evidence.before, append_sighting);
  if (!evidence.after.empty())
    append_array(object.member("after"), evidence.after, append_sighting);
  if (!evidence.later.empty())
    append_array(object.member("later"), evidence.later, append_sighting);
  if (!evidence.deadline_met) object.member("deadlineMet") += "false";
  if (!evidence.set_aside.empty()) {
    append_array(object.member("setAside"), evidence.set_aside,
                 [](std::string& to, const std::string& why) { append_text(to, why); });
  }
  object.text("trouble", evidence.trouble);
  object.close();
}

void append_citation(std::string& out, const Citation& place) {
  Object object{out};
  if (place.document != specs::no_document) object.number("document", place.document);
  object.text("page", place.page);
  object.text("edition", place.edition);
  object.text("kind", place.kind);
  object.number("number", place.number);
  object.text("text", place.text);
  object.close();
}

void append_citations(Object& object, const std::vector<SharedCitation>& places) {
  if (!places.empty()) append_array(object.member("citations"), places, append_citation);
}

void append_check(std::string& out, const Check& check) {
  Object object{out};
  append_string(object.member("id"), check.id);
  object.text("level", cases::name_of(check.level));
  object.text("chapter", check.chapter);
  object.text("family", check.family);
  object.text("action", check.action);
  object.text("parameter", check.parameter);
  object.text("given", check.given);
  append_texts(object, "when", check.when);
  object.text("holds", check.holds);
  append_citations(object, check.citations);
  append_texts(object, "needs", check.needs);
  object.text("cause", check.cause);
  object.close();
}

// Of each check once, in the order in which the records come to them.
std::vector<const Check*> checks_of(const Report& report) {
  std::vector<const Check*> checks;
  std::unordered_set<std::string_view> seen;
  for (const Record& record : report.records) {
    if (seen.insert(record.check->id).second) checks.push_back(record.check.get());
  }
  return checks;
}

void append_case(std::string& out, const Info& info, const Record& record) {
  const Finding& finding = record.finding;
  Object object{out};
  append_string(object.member("id"), record.check->id);
  append_text(object.member("variant"), record.variant);
  object.text("level", cases::name_of(record.check->level));
  object.text("verdict", name_of(finding.verdict));
  object.text("reason", finding.reason);
  object.text("wanted", finding.wanted);
  object.text("wantedBy", finding.wanted_by);
  object.text("got", finding.got);
  object.text("said", finding.said);
  append_texts(object, "signing", finding.signing);
  object.text("lenience", finding.lenience);
  object.text("blockedBy", finding.blocked_by);
  if (finding.side != Side::target) object.text("side", name_of(finding.side));
  object.text("shownBy", finding.shown_by);
  object.text("action", finding.action);
  append_texts(object, "answersWanted", finding.answers);
  object.text("answer", finding.answer);
  object.number("tookUs", record.took_us);
  object.number("exchanges", record.exchanges);
  if (record.times > 1) object.number("times", record.times);
  if (record.times_failed > 0) object.number("timesFailed", record.times_failed);
  append_evidence(object.member("evidence"), is_kept(info, record) ? record.evidence : Evidence{});
  object.close();
}

void append_counts(std::string& out, const Counts& counts) {
  Object object{out};
  object.number("pass", counts.pass);
  object.number("fail", counts.fail);
  object.number("inconclusive", counts.inconclusive);
  object.number("unsupported", counts.unsupported);
  object.number("error", counts.error);
  object.close();
}

void append_cause(std::string& out, const Cause& cause) {
  Object object{out};
  object.text("what", cause.what);
  object.flag("decides", cause.decides);
  object.number("blocked", cause.blocked);
  append_text(object.member("shown"), address_of(*cause.shown));
  append_array(object.member("failed"), cause.records,
               [](std::string& to, const Record* one) { append_text(to, address_of(*one)); });
  object.close();
}

// What became of a line of the known failures; empty lists are left out.
void append_known_state(std::string& out, const Report& report, const KnownState& state) {
  Object object{out};
  object.number("line", state.line->line);
  object.flag("wrong", state.is_wrong());
  const auto add = [&](std::string_view name, const std::vector<const Record*>& records) {
    if (records.empty()) return;
    append_array(object.member(name), records, [&](std::string& to, const Record* one) {
      append_text(to, report.campaign ? bucket_of(*one) : address_of(*one));
    });
  };
  add("failed", state.excused);
  add("passed", state.passed);
  add("failedOtherwise", state.otherwise);
  add("notJudged", state.not_judged);
  append_array(object.member("says"), in_words(report, state), append_each_text);
  object.close();
}

void append_known_states(Object& object, const Report& report, const Summary& summary) {
  if (report.info.known_failures.file.empty()) return;
  append_array(
      object.member("knownFailures"), summary.known,
      [&](std::string& to, const KnownState& state) { append_known_state(to, report, state); });
}

template <class Map, class Append>
void append_map(std::string& out, const Map& map, Append append) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : map) {
    if (!first) out += ',';
    first = false;
    append_string(out, printable(name));
    out += ':';
    append(out, value);
  }
  out += '}';
}

void append_summary(std::string& out, const Report& report, const Summary& summary) {
  const auto append_count = [](std::string& to, std::size_t n) { append_number(to, n); };
  Object object{out};
  append_counts(object.member("all"), summary.all);
  append_map(object.member("byChapter"), summary.by_chapter, append_counts);
  object.number("failuresThatCount", summary.failures_that_count);
  object.number("failuresBelow", summary.failures_below);
  append_map(object.member("blocked"), summary.blocked, append_count);
  append_map(object.member("notExercised"), summary.not_exercised, append_count);
  append_map(object.member("unsettled"), summary.unsettled, append_count);
  append_map(object.member("notCarriedOut"), summary.not_carried_out, append_count);
  append_array(object.member("causes"), summary.causes, append_cause);
  object.number("cases", summary.cases);
  object.number("judged", summary.judged);
  object.number("lenient", summary.lenient);
  append_map(object.member("leniences"), summary.leniences, append_count);
  append_known_states(object, report, summary);
  object.close();
}

// A campaign.

// JSON knows no infinity, and nobody plays a part of a history.
double share(double rate) { return std::isfinite(rate) ? rate : 0; }

void append_campaign_info(std::string& out, const Report& report) {
  const Info& info = report.info;
  Object object{out};
  append_program(object, info);
  object.text("endpoint", info.subject.url);
  object.text("target", info.subject.name);
  object.text("fixtures", info.fixtures);
  object.number("seed", report.campaign->seed);
  object.number("jobs", info.jobs);
  object.text("limit", report.campaign->limit);
  object.text("corpus", report.campaign->corpus);
  object.text("againOptions", info.again_options);
  append_known_failures(object, info.known_failures);
  object.close();
}

void append_checker(std::string& out, const Exercised& checker) {
  const Check& check = *checker.check;
  Object object{out};
  append_text(object.member("name"), check.id);
  append_text(object.member("level"), cases::name_of(check.level));
  object.text("holds", check.holds);
  object.text("citation", joined(check.citations));
  append_citations(object, check.citations);
  object.number("checked", checker.checked);
  object.number("broken", checker.broken);
  object.close();
}

void append_finding(std::string& out, const Info& info, const Record& record) {
  const Discovery discovery = record.discovery.value_or(Discovery{});
  Object object{out};
  append_text(object.member("checker"), record.check->id);
  append_text(object.member("level"), cases::name_of(record.check->level));
  append_text(object.member("action"), discovery.action);
  object.text("shape", discovery.shape);
  object.text("wanted", record.finding.wanted);
  object.text("got", record.finding.got);
  object.text("citation", record.finding.wanted_by);
  append_texts(object, "answersWanted", record.finding.answers);
  append_text(object.member("history"), record.evidence.history);
  object.number("calls", discovery.calls);
  object.number("callsFound", discovery.calls_found);
  append_number(object.member("rate"), share(discovery.rate));
  object.number("shrinkPlays", discovery.shrink_plays);
  object.number("seen", discovery.seen);
  object.number("historyNumber", discovery.history_number);
  object.number("atUs", discovery.at_us);
  object.text("file", discovery.file);
  object.text("again", discovery.again);
  object.text("asCase", discovery.as_case);
  append_array(object.member("exchanges"),
               is_kept(info, record) ? record.evidence.calls : std::vector<CallRecord>{},
               [](std::string& to, const CallRecord& call) { append_exchange(to, call.exchange); });
  object.close();
}

void append_cause_of_findings(std::string& out, const Cause& cause, const Report& report) {
  Object object{out};
  object.text("what", cause.what);
  object.flag("decides", cause.decides);
  append_array(object.member("findings"), cause.records, [&](std::string& to, const Record* one) {
    append_number(to, one - report.records.data());
  });
  object.close();
}

void append_row(std::string& out, const RowCoverage& row) {
  Object object{out};
  object.number("document", row.document);
  append_text(object.member("action"), row.action);
  append_text(object.member("edition"), row.edition);
  object.number("row", row.row);
  object.number("status", row.status);
  object.text("code", row.code);
  object.text("message", row.message);
  object.number("met", row.met);
  object.close();
}

void append_tally(std::string& out, const Tally& tally) {
  Object object{out};
  append_text(object.member("what"), tally.what);
  object.number("times", tally.times);
  object.close();
}

// An array with one element a line.
template <class Range, class Append>
void append_lines(std::string& out, const Range& range, Append append) {
  out += '[';
  for (std::string_view separator = "\n"; const auto& element : range) {
    append(out += separator, element);
    separator = ",\n";
  }
  out += range.empty() ? "]" : "\n]";
}

void write_campaign(const Report& report, const Summary& summary, std::ostream& out) {
  const Campaign& campaign = *report.campaign;
  std::string text;
  Object object{text};
  append_string(object.member("format"), "hallmark-campaign");
  object.number("version", campaign_file_version);
  append_campaign_info(object.member("campaign"), report);
  append_lines(object.member("findings"), report.records,
               [&](std::string& to, const Record& one) { append_finding(to, report.info, one); });
  append_lines(object.member("checkers"), campaign.checkers, append_checker);
  append_lines(object.member("rows"), campaign.rows, append_row);
  append_lines(object.member("answers"), campaign.answers, append_tally);
  append_lines(object.member("transitions"), campaign.transitions, append_tally);
  object.number("histories", campaign.histories);
  object.number("unstaged", campaign.unstaged);
  if (campaign.cut_short > 0) object.number("cutShort", campaign.cut_short);
  object.number("calls", campaign.calls);
  object.number("accepted", campaign.accepted);
  object.number("requests", report.exchanges);
  object.number("inputs", campaign.inputs);
  object.number("features", campaign.features);
  object.number("unknownOrders", campaign.unknown_orders);
  object.number("worldsLeft", campaign.worlds_left);
  object.number("tookUs", report.took_us);
  append_array(object.member("causes"), summary.causes, [&](std::string& to, const Cause& cause) {
    append_cause_of_findings(to, cause, report);
  });
  append_known_states(object, report, summary);
  append_string(object.member("end"), end_of(report));
  append_array(object.member("notes"), report.notes, append_each_text);
  append_text(object.member("headline"), headline(report, summary));
  object.number("exitCode", exit_code(report, summary));
  object.close();
  out << text << '\n';
}

}  // namespace

std::string json_head(const Report& run) {
  std::string out = R"({"format":"hallmark-run","version":)";
  append_number(out, run_file_version);
  out += R"(,"run":)";
  append_run(out, run.info);
  if (run.planned > 0) {
    out += R"(,"planned":)";
    append_number(out, run.planned);
  }
  return out += R"(,"cases":[)";
}

void append_json(std::string& out, const Info& info, const Record& record) {
  append_case(out, info, record);
}

std::string json_tail(const Report& run, const Summary& summary) {
  std::string out = "\n],\"checks\":";
  append_array(out, checks_of(run),
               [](std::string& to, const Check* check) { append_check(to, *check); });
  out += R"(,"tookUs":)";
  append_number(out, run.took_us);
  out += R"(,"exchanges":)";
  append_number(out, run.exchanges);
  out += R"(,"interrupted":)";
  out += run.interrupted ? "true" : "false";
  if (run.cut_short) out += R"(,"cutShort":true)";
  out += R"(,"notes":)";
  append_array(out, run.notes, append_each_text);
  out += R"(,"summary":)";
  append_summary(out, run, summary);
  out += R"(,"headline":)";
  append_text(out, headline(run, summary));
  out += R"(,"exitCode":)";
  append_number(out, exit_code(run, summary));
  return out += "}\n";
}

void write_json(const Report& report, const Summary& summary, std::ostream& out) {
  if (report.campaign) return write_campaign(report, summary, out);
  out << json_head(report);
  std::string line;
  for (std::string_view separator = "\n"; const Record& record : report.records) {
    line = separator;
    append_case(line, report.info, record);
    out << line;
    separator = ",\n";
  }
  out << json_tail(report, summary);
}

}  // namespace hallmark::reports
