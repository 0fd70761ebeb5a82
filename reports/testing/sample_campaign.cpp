// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/sample_campaign.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hallmark::reports::testing {
namespace {

using namespace std::string_literals;

using cases::Level;

std::shared_ptr<const Check> check_named(std::string id, Level level, std::string holds = {},
                                         std::vector<SharedCitation> citations = {}) {
  return std::make_shared<const Check>(Check{.id = std::move(id),
                                             .level = level,
                                             .chapter = "checkers",
                                             .holds = std::move(holds),
                                             .citations = std::move(citations)});
}

Citation clause_of(std::string page, std::string edition, int number) {
  Citation place{.page = std::move(page), .edition = std::move(edition), .kind = "clause"};
  place.number = number;
  place.text = place.page;
  if (!place.edition.empty()) place.text += " " + place.edition;
  place.text += ", clause " + std::to_string(number);
  return place;
}

Exchange exchange_of(int status, std::string body) {
  return {.request =
              "GET /?Action=StopInstance&Signature=*** HTTP/1.1\r\nhost: 127.0.0.1:8080\r\n"
              "\r\n",
          .status = status,
          .headers = {{"Content-Type", "text/xml"}, {"X-Odd", "\xff\x01"}},
          .body = std::move(body),
          .at_us = 12300400,
          .took_us = 345,
          .kept_alive = true};
}

Record refusal() {
  Record finding = finding_of("refusal-changes-nothing", Level::required);
  finding.discovery->shape = "403 IncorrectInstanceStatus";
  finding.finding.wanted = "403, and the instance is still Running";
  finding.finding.got = "403 IncorrectInstanceStatus, and the instance is Stopping";
  finding.evidence.history =
      "hallmark history 1\nworld Running PostPaid SecurityLock settle=50\n"
      "StopInstance ForceStop=TRUE variant=post.json.v3\nStopInstance id=odd/empty together\n";
  finding.discovery->calls = 2;
  finding.discovery->calls_found = 17;
  finding.discovery->rate = 0.75;
  finding.discovery->shrink_plays = 214;
  finding.discovery->seen = 5;
  finding.discovery->file = "out/corpus/findings/refusal-changes-nothing-1.history";
  finding.discovery->again =
      "hallmark fuzz --endpoint 'http://127.0.0.1:8080' --replay "
      "'out/corpus/findings/refusal-changes-nothing-1.history'";
  finding.discovery->as_case = "{.id = \"stop-instance/found/refusal\",\n .calls = {stop_call()}}";
  finding.evidence.calls = {
      {.call = 0,
       .exchange = exchange_of(
           200, "<StopInstanceResponse><RequestId>1</RequestId></StopInstanceResponse>")},
      {.call = 1,
       .exchange = exchange_of(403, "<Error><Code>IncorrectInstanceStatus</Code></Error>")}};
  return finding;
}

// By a target that answers with anything but text.
Record unreadable() {
  Record finding = finding_of("well-formed-envelope", Level::required);
  finding.discovery->action = "RebootInstance";
  finding.discovery->shape = "500 \x1b[2J\xff\n"s;
  finding.finding.wanted =
      "an envelope with RequestId, HostId, Code and Message, or one of the documented "
      "forms of success";
  finding.finding.wanted_by = "error envelope, clause 2";
  finding.finding.got = "500 \x1b[31m\xff <";
  finding.finding.got.append(300, 'x').append(">");
  finding.evidence.history =
      "hallmark history 1\nworld Stopped PrePaid\n"
      "RebootInstance extra=note:%00\x1b]0;title\x07\n";
  finding.discovery->calls = 1;
  finding.discovery->calls_found = 1;
  finding.discovery->history_number = 900;
  finding.discovery->at_us = 14000000;
  finding.evidence.calls = {
      {.call = 0, .exchange = exchange_of(500, "\0\x1b\xff]]> \xef\xbf\xbf & <&\"'"s)}};
  Exchange lost = exchange_of(0, "");
  lost.headers.clear();
  lost.fault = "timeout";
  lost.fault_text = "no answer within 5 s";
  finding.evidence.calls.push_back({.call = 1, .exchange = std::move(lost)});
  return finding;
}

Record shared_id() {
  Record finding = finding_of("request-id-once", Level::observed);
  finding.discovery->action = "StartInstance";
  finding.discovery->shape = "200";
  finding.finding.wanted = "a RequestId that no other answer has";
  finding.finding.got = "that of another answer";
  finding.discovery->rate = 0;
  return finding;
}

Record slow() {
  Record finding = finding_of("answers-in-time", Level::advice);
  finding.discovery->shape = "no answer";
  finding.finding.wanted = "an answer within 1 s";
  finding.finding.wanted_by.clear();
  finding.finding.got = "one after 3.2 s";
  finding.discovery->rate = 0.996;
  return finding;
}

}  // namespace

Record finding_of(std::string checker, Level level) {
  Record finding{.check = check_named(std::move(checker), level)};
  finding.finding = {.verdict = Verdict::fail,
                     .wanted = "403",
                     .wanted_by = "StopInstance 2020-10, clause 1",
                     .got = "200",
                     .action = "StopInstance",
                     .answers = {"403"},
                     .answer = "200"};
  finding.evidence.history = "hallmark history 1\nworld Stopped PostPaid\nStopInstance\n";
  finding.discovery = {.action = "StopInstance",
                       .shape = "200",
                       .calls = 1,
                       .calls_found = 3,
                       .history_number = 812,
                       .at_us = 12300000,
                       .again = "hallmark fuzz --endpoint 'http://127.0.0.1:8080' --replay -"};
  return finding;
}

Report no_campaign() {
  Report report;
  report.info.hallmark_version = "9.8.7";
  report.campaign.emplace();
  return report;
}

Report sample_campaign() {
  Report report;
  report.info = {.hallmark_version = "9.8.7",
                 .started = "2026-05-04T03:02:01Z",
                 .subject = {.name = "http://127.0.0.1:8080", .url = "http://127.0.0.1:8080"},
                 .fixtures = "http://127.0.0.1:8080/_fixtures",
                 .jobs = 8,
                 .again_options = "--endpoint 'http://127.0.0.1:8080'"};
  Campaign& campaign = report.campaign.emplace();
  campaign.seed = 18446744073709551615U;
  campaign.limit = "1m or 2000 histories";
  campaign.corpus = "out/corpus";
  Citation clause = clause_of("StartInstance", "2020-10", 1);
  clause.document = 4;
  campaign.checkers = {
      {.check = check_named("well-formed-envelope", Level::required,
                            "every answer has the documented form",
                            {clause_of("error envelope", "", 2)}),
       .checked = 8342,
       .broken = 1},
      {.check = check_named("request-id-once", Level::observed, "no two answers share a RequestId",
                            {clause_of("error envelope", "", 1)}),
       .checked = 8342,
       .broken = 1},
      {.check = check_named("refusal-changes-nothing", Level::required,
                            "a refused call changes nothing", {clause}),
       .checked = 4100,
       .broken = 5},
      {.check = check_named("nonce-good-once", Level::required, "a nonce is good once",
                            {clause_of("signature V1", "", 4)}),
       .checked = 77},
      {.check = check_named("local-disk-as-told", Level::required,
                            "InitLocalDisk, and nothing else, empties local disks", {clause})},
      {.check = check_named("answers-in-time", Level::advice, "answers come within 1 s"),
       .checked = 8342,
       .broken = 1}};
  report.records = {refusal(), unreadable(), shared_id(), slow()};
  for (Record& finding : report.records) {  // none of them is about which answer came
    finding.finding.action = finding.discovery->action;
    finding.finding.answers.clear();
    finding.finding.answer = finding.discovery->shape;
  }
  const auto row = [&](int document, std::string action, std::string edition, int number,
                       std::string code, std::uint64_t met) {
    campaign.rows.push_back({.document = document,
                             .action = std::move(action),
                             .edition = std::move(edition),
                             .row = number,
                             .status = 403,
                             .code = std::move(code),
                             .message = "The current status of the resource does not support it.",
                             .met = met});
  };
  row(0, "StartInstance", "2019-05", 1, "IncorrectInstanceStatus", 212);
  row(0, "StartInstance", "2019-05", 2, "DiskError", 0);
  row(0, "StartInstance", "2020-10", 9, "IncorrectInstanceStatus", 212);
  row(0, "StartInstance", "2020-10", 10, "InstanceExpired", 3);
  row(1, "StopInstance", "2018-11 zh", 1, "IncorrectInstanceStatus", 0);
  campaign.answers = {{"StartInstance 200", 4000},
                      {"StartInstance 403 IncorrectInstanceStatus", 212},
                      {"RebootInstance 500 \x1b[2J\xff", 1}};
  campaign.transitions = {{"StartInstance: Stopped to Starting", 2000},
                          {"StopInstance: Running to \x1b[31mGone\xff", 1}};
  campaign.histories = 1200;
  campaign.unstaged = 3;
  campaign.calls = 8342;
  campaign.accepted = 4120;
  report.exchanges = 20344;
  campaign.inputs = 214;
  campaign.features = 1893;
  campaign.unknown_orders = 1;
  campaign.worlds_left = 2;
  report.took_us = 60250000;
  report.notes = {"the target said \x1b[5m\xff once", "worlds take 200 ms each to make"};
  return report;
}

}  // namespace hallmark::reports::testing
