// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/sample_campaign.hpp"

#include <utility>

namespace hallmark::reports::testing {
namespace {

using namespace std::string_literals;

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

CampaignFinding refusal() {
  CampaignFinding finding = finding_of("refusal-changes-nothing", "required");
  finding.shape = "403 IncorrectInstanceStatus";
  finding.wanted = "403, and the instance is still Running";
  finding.got = "403 IncorrectInstanceStatus, and the instance is Stopping";
  finding.history =
      "hallmark history 1\nworld Running PostPaid SecurityLock settle=50\n"
      "StopInstance ForceStop=TRUE variant=post.json.v3\nStopInstance id=odd/empty together\n";
  finding.calls = 2;
  finding.calls_found = 17;
  finding.rate = 0.75;
  finding.shrink_plays = 214;
  finding.seen = 5;
  finding.file = "out/corpus/findings/refusal-changes-nothing-1.history";
  finding.again =
      "hallmark fuzz --endpoint 'http://127.0.0.1:8080' --replay "
      "'out/corpus/findings/refusal-changes-nothing-1.history'";
  finding.as_case = "{.id = \"stop-instance/found/refusal\",\n .calls = {stop_call()}}";
  finding.exchanges = {
      exchange_of(200, "<StopInstanceResponse><RequestId>1</RequestId></StopInstanceResponse>"),
      exchange_of(403, "<Error><Code>IncorrectInstanceStatus</Code></Error>")};
  return finding;
}

// By a target that answers with anything but text.
CampaignFinding unreadable() {
  CampaignFinding finding = finding_of("well-formed-envelope", "required");
  finding.action = "RebootInstance";
  finding.shape = "500 \x1b[2J\xff\n"s;
  finding.wanted =
      "an envelope with RequestId, HostId, Code and Message, or one of the documented "
      "forms of success";
  finding.citation = "error envelope, clause 2";
  finding.got = "500 \x1b[31m\xff <";
  finding.got.append(300, 'x').append(">");
  finding.history =
      "hallmark history 1\nworld Stopped PrePaid\n"
      "RebootInstance extra=note:%00\x1b]0;title\x07\n";
  finding.calls = 1;
  finding.calls_found = 1;
  finding.history_number = 900;
  finding.at_us = 14000000;
  finding.exchanges = {exchange_of(500, "\0\x1b\xff]]> \xef\xbf\xbf & <&\"'"s)};
  Exchange lost = exchange_of(0, "");
  lost.headers.clear();
  lost.fault = "timeout";
  lost.fault_text = "no answer within 5 s";
  finding.exchanges.push_back(std::move(lost));
  return finding;
}

CampaignFinding shared_id() {
  CampaignFinding finding = finding_of("request-id-once", "observed");
  finding.action = "StartInstance";
  finding.shape = "200";
  finding.wanted = "a RequestId that no other answer has";
  finding.got = "that of another answer";
  finding.rate = 0;
  return finding;
}

CampaignFinding slow() {
  CampaignFinding finding = finding_of("answers-in-time", "advice");
  finding.shape = "no answer";
  finding.wanted = "an answer within 1 s";
  finding.citation.clear();
  finding.got = "one after 3.2 s";
  finding.rate = 0.996;
  return finding;
}

}  // namespace

CampaignFinding finding_of(std::string checker, std::string level) {
  CampaignFinding finding;
  finding.checker = std::move(checker);
  finding.level = std::move(level);
  finding.action = "StopInstance";
  finding.shape = "200";
  finding.wanted = "403";
  finding.got = "200";
  finding.citation = "StopInstance 2020-10, clause 1";
  finding.history = "hallmark history 1\nworld Stopped PostPaid\nStopInstance\n";
  finding.calls = 1;
  finding.calls_found = 3;
  finding.history_number = 812;
  finding.at_us = 12300000;
  finding.again = "hallmark fuzz --endpoint 'http://127.0.0.1:8080' --replay -";
  return finding;
}

Campaign sample_campaign() {
  Campaign campaign;
  campaign.info = {.hallmark_version = "9.8.7",
                   .started = "2026-05-04T03:02:01Z",
                   .endpoint = "http://127.0.0.1:8080",
                   .target_name = "http://127.0.0.1:8080",
                   .fixtures = "http://127.0.0.1:8080/_fixtures",
                   .seed = 18446744073709551615U,
                   .jobs = 8,
                   .limit = "1m or 2000 histories",
                   .corpus = "out/corpus",
                   .again_options = "--endpoint 'http://127.0.0.1:8080'"};
  const std::string clause = "StartInstance 2020-10, clause 1";
  campaign.checkers = {{.name = "well-formed-envelope",
                        .level = "required",
                        .holds = "every answer has the documented form",
                        .citation = "error envelope, clause 2",
                        .checked = 8342,
                        .broken = 1},
                       {.name = "request-id-once",
                        .level = "observed",
                        .holds = "no two answers share a RequestId",
                        .citation = "error envelope, clause 1",
                        .checked = 8342,
                        .broken = 1},
                       {.name = "refusal-changes-nothing",
                        .level = "required",
                        .holds = "a refused call changes nothing",
                        .citation = clause,
                        .checked = 4100,
                        .broken = 5},
                       {.name = "nonce-good-once",
                        .level = "required",
                        .holds = "a nonce is good once",
                        .citation = "signature V1, clause 4",
                        .checked = 77},
                       {.name = "local-disk-as-told",
                        .level = "required",
                        .holds = "InitLocalDisk, and nothing else, empties local disks",
                        .citation = clause},
                       {.name = "answers-in-time",
                        .level = "advice",
                        .holds = "answers come within 1 s",
                        .checked = 8342,
                        .broken = 1}};
  campaign.findings = {refusal(), unreadable(), shared_id(), slow()};
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
  campaign.requests = 20344;
  campaign.inputs = 214;
  campaign.features = 1893;
  campaign.unknown_orders = 1;
  campaign.worlds_left = 2;
  campaign.took_us = 60250000;
  campaign.notes = {"the target said \x1b[5m\xff once", "worlds take 200 ms each to make"};
  return campaign;
}

}  // namespace hallmark::reports::testing
