// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json/campaign_reader.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "reports/writers/json/json.hpp"
#include "reports/writers/json/json_reading.hpp"

namespace hallmark::reports {
namespace {

using namespace json_reading;

Exercised checker_in(const json::value& value) {
  const json::object& object = object_in(value, "checkers");
  Check check{.id = text_in(required(object, "name"), "name"),
              .level = level_in(object),
              .chapter = "checkers",
              .holds = text_of(object, "holds"),
              .citations = citations_in(object)};
  if (const std::string text = text_of(object, "citation");
      check.citations.empty() && !text.empty()) {
    check.citations.emplace_back(Citation{.text = text});  // as earlier versions wrote it
  }
  return {.check = std::make_shared<const Check>(std::move(check)),
          .checked = number_of<std::uint64_t>(object, "checked"),
          .broken = number_of<std::uint64_t>(object, "broken")};
}

RowCoverage row_in(const json::value& value) {
  const json::object& object = object_in(value, "rows");
  return {.document = number_of<int>(object, "document"),
          .action = text_of(object, "action"),
          .edition = text_of(object, "edition"),
          .row = number_of<int>(object, "row"),
          .status = number_of<int>(object, "status"),
          .code = text_of(object, "code"),
          .message = text_of(object, "message"),
          .met = number_of<std::uint64_t>(object, "met")};
}

Tally tally_in(const json::value& value) {
  const json::object& object = object_in(value, "tallies");
  return {.what = text_of(object, "what"), .times = number_of<std::uint64_t>(object, "times")};
}

// The checker of that name; one of its own where the campaign lists none.
std::shared_ptr<const Check> checker_of(const Campaign& campaign, const json::object& object) {
  const std::string name = text_in(required(object, "checker"), "checker");
  const cases::Level level = level_in(object);
  for (const Exercised& checker : campaign.checkers) {
    if (checker.check->id == name && checker.check->level == level) return checker.check;
  }
  return std::make_shared<const Check>(Check{.id = name, .level = level, .chapter = "checkers"});
}

Record finding_in(const json::value& value, const Campaign& campaign) {
  const json::object& object = object_in(value, "findings");
  Record record{.check = checker_of(campaign, object)};
  record.discovery = Discovery{.action = text_of(object, "action"),
                               .shape = text_of(object, "shape"),
                               .calls = number_of<std::size_t>(object, "calls"),
                               .calls_found = number_of<std::size_t>(object, "callsFound"),
                               .rate = number_of<double>(object, "rate"),
                               .shrink_plays = number_of<std::size_t>(object, "shrinkPlays"),
                               .seen = number_of<std::uint64_t>(object, "seen"),
                               .history_number = number_of<std::uint64_t>(object, "historyNumber"),
                               .at_us = number_of<std::int64_t>(object, "atUs"),
                               .file = text_of(object, "file"),
                               .again = text_of(object, "again"),
                               .as_case = text_of(object, "asCase")};
  record.finding = {.verdict = Verdict::fail,
                    .wanted = text_of(object, "wanted"),
                    .wanted_by = text_of(object, "citation"),
                    .got = text_of(object, "got"),
                    .action = record.discovery->action,
                    .answers = texts_of(object, "answersWanted"),
                    .answer = record.discovery->shape};
  record.evidence.history = text_of(object, "history");
  for (Exchange& exchange : each_of(object, "exchanges", exchange_in)) {
    record.evidence.calls.push_back(
        {.call = record.evidence.calls.size(), .exchange = std::move(exchange)});
  }
  return record;
}

void read_end(const std::string& word, Report& report) {
  report.interrupted = word == "interrupted";
  if (report.interrupted) return;
  using End = Campaign::End;
  for (const End end : {End::time, End::count, End::finding, End::target_gone}) {
    report.campaign->end = end;
    if (end_of(report) == word) return;
  }
  misread("end", "is none of the five: " + shown(word));
}

}  // namespace

bool is_campaign(const json::value& document) {
  const json::object* const object = document.if_object();
  const json::value* const format = object == nullptr ? nullptr : object->if_contains("format");
  return format != nullptr && *format == "hallmark-campaign";
}

Report read_campaign(const json::value& document) {
  const json::object& object = object_in(document, "campaign");
  const int version = number_of<int>(object, "version");
  if (version != campaign_file_version) {
    throw Misread{"version " + std::to_string(version) + " of the format is not known, only " +
                  std::to_string(campaign_file_version)};
  }
  Report report;
  const json::object& about = object_in(required(object, "campaign"), "campaign");
  Info& info = report.info;
  read_program(about, info);
  info.subject.url = text_of(about, "endpoint");
  info.subject.name = text_of(about, "target");
  if (info.subject.name != info.subject.url) info.subject.kind = Subject::Kind::embedded;
  info.fixtures = text_of(about, "fixtures");
  info.jobs = number_of<unsigned>(about, "jobs");
  info.again_options = text_of(about, "againOptions");
  info.known_failures = known_failures_in(about);

  Campaign& campaign = report.campaign.emplace();
  campaign.seed = number_of<std::uint64_t>(about, "seed");
  campaign.limit = text_of(about, "limit");
  campaign.corpus = text_of(about, "corpus");
  campaign.checkers = each_of(object, "checkers", checker_in);
  campaign.rows = each_of(object, "rows", row_in);
  campaign.answers = each_of(object, "answers", tally_in);
  campaign.transitions = each_of(object, "transitions", tally_in);
  campaign.histories = number_of<std::uint64_t>(object, "histories");
  campaign.unstaged = number_of<std::uint64_t>(object, "unstaged");
  campaign.cut_short = number_of<std::uint64_t>(object, "cutShort");
  campaign.calls = number_of<std::uint64_t>(object, "calls");
  campaign.accepted = number_of<std::uint64_t>(object, "accepted");
  campaign.inputs = number_of<std::uint64_t>(object, "inputs");
  campaign.features = number_of<std::uint64_t>(object, "features");
  campaign.unknown_orders = number_of<std::uint64_t>(object, "unknownOrders");
  campaign.worlds_left = number_of<std::uint64_t>(object, "worldsLeft");
  report.records = each_of(object, "findings",
                           [&](const json::value& one) { return finding_in(one, campaign); });
  report.exchanges = number_of<std::uint64_t>(object, "requests");
  report.took_us = number_of<std::int64_t>(object, "tookUs");
  report.notes = texts_of(object, "notes");
  read_end(string_in(required(object, "end"), "end"), report);
  return report;
}

}  // namespace hallmark::reports
