// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_file.hpp"

#include <cmath>
#include <ostream>
#include <string>
#include <string_view>

#include "reports/writers/json_exchange.hpp"
#include "reports/writers/json_text.hpp"

namespace hallmark::reports {
namespace {

using json_text::append_array;
using json_text::append_number;
using json_text::append_string;
using json_text::append_text;
using json_text::Object;

// JSON knows no infinity, and nobody plays a part of a history.
double share(double rate) { return std::isfinite(rate) ? rate : 0; }

void append_campaign_info(std::string& out, const CampaignInfo& info) {
  Object object{out};
  append_text(object.member("hallmark"), info.hallmark_version);
  object.text("started", info.started);
  object.text("endpoint", info.endpoint);
  object.text("target", info.target_name);
  object.text("fixtures", info.fixtures);
  object.number("seed", info.seed);
  object.number("jobs", info.jobs);
  object.text("limit", info.limit);
  object.text("corpus", info.corpus);
  object.text("againOptions", info.again_options);
  object.close();
}

void append_checker_object(std::string& out, const CheckerRecord& checker) {
  Object object{out};
  append_text(object.member("name"), checker.name);
  append_text(object.member("level"), checker.level);
  object.text("holds", checker.holds);
  object.text("citation", checker.citation);
  object.number("checked", checker.checked);
  object.number("broken", checker.broken);
  object.close();
}

void append_finding_object(std::string& out, const CampaignFinding& finding) {
  Object object{out};
  append_text(object.member("checker"), finding.checker);
  append_text(object.member("level"), finding.level);
  append_text(object.member("action"), finding.action);
  object.text("shape", finding.shape);
  object.text("wanted", finding.wanted);
  object.text("got", finding.got);
  object.text("citation", finding.citation);
  append_text(object.member("history"), finding.history);
  object.number("calls", finding.calls);
  object.number("callsFound", finding.calls_found);
  append_number(object.member("rate"), share(finding.rate));
  object.number("shrinkPlays", finding.shrink_plays);
  object.number("seen", finding.seen);
  object.number("historyNumber", finding.history_number);
  object.number("atUs", finding.at_us);
  object.text("file", finding.file);
  object.text("again", finding.again);
  object.text("asCase", finding.as_case);
  append_array(object.member("exchanges"), finding.exchanges, json_text::append_exchange);
  object.close();
}

void append_row_object(std::string& out, const RowCoverage& row) {
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

void append_tally_object(std::string& out, const Tally& tally) {
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

}  // namespace

void write_campaign_file(const Campaign& campaign, std::ostream& out) {
  std::string text;
  Object object{text};
  append_string(object.member("format"), "hallmark-campaign");
  object.number("version", campaign_file_version);
  append_campaign_info(object.member("campaign"), campaign.info);
  append_lines(object.member("findings"), campaign.findings, append_finding_object);
  append_lines(object.member("checkers"), campaign.checkers, append_checker_object);
  append_lines(object.member("rows"), campaign.rows, append_row_object);
  append_lines(object.member("answers"), campaign.answers, append_tally_object);
  append_lines(object.member("transitions"), campaign.transitions, append_tally_object);
  object.number("histories", campaign.histories);
  object.number("unstaged", campaign.unstaged);
  object.number("calls", campaign.calls);
  object.number("accepted", campaign.accepted);
  object.number("requests", campaign.requests);
  object.number("inputs", campaign.inputs);
  object.number("features", campaign.features);
  object.number("unknownOrders", campaign.unknown_orders);
  object.number("worldsLeft", campaign.worlds_left);
  object.number("tookUs", campaign.took_us);
  append_string(object.member("end"), name_of(campaign.end));
  append_array(object.member("notes"), campaign.notes,
               [](std::string& to, const std::string& note) { append_text(to, note); });
  append_text(object.member("headline"), headline(campaign));
  object.number("exitCode", exit_code(campaign));
  object.close();
  out << text << '\n';
}

}  // namespace hallmark::reports
