// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/sample_report.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include "specs/instance/start_instance.hpp"

namespace hallmark::reports::testing {
namespace {

using namespace std::string_literals;

cases::Call start_call(std::vector<cases::Argument> more = {}) {
  cases::Call call{.action = "StartInstance",
                   .arguments = {{.name = "InstanceId", .value = cases::this_instance()}}};
  for (cases::Argument& argument : more) call.arguments.push_back(std::move(argument));
  return call;
}

std::vector<cases::Case> made_cases() {
  namespace page = specs::start_instance::e2020_10;
  const specs::Citation row = cite_row(page::page, 2);
  const specs::Citation clause = cite_clause(page::page, 1);
  std::vector<cases::Case> all;
  all.push_back({.id = "base/signature/v3",
                 .calls = {start_call()},
                 .citations = {clause},
                 .once = true,
                 .cause = "V3 signatures are not accepted"});
  all.push_back({.id = "base/action/start-instance/variant",
                 .calls = {start_call()},
                 .citations = {clause},
                 .needs = {"base/signature/v3"},
                 .cause = "StartInstance is not accepted this way"});
  all.push_back({.id = "start-instance/precondition/running",
                 .fixture = {.status = specs::InstanceStatus::running},
                 .calls = {start_call()},
                 .citations = {row},
                 .needs = {"base/action/start-instance/variant"}});
  all.push_back({.id = "start-instance/parameter/odd-id",
                 .calls = {start_call({{.name = "Note", .value = cases::text("a\0<b>'"s)}})},
                 .citations = {row, clause}});
  all.push_back({.id = "start-instance/row/no-stock",
                 .fixture = {.conditions = cases::ConditionSet{cases::Condition::no_stock}},
                 .calls = {start_call()},
                 .citations = {row}});
  all.push_back({.id = "concurrency/start/eight",
                 .level = cases::Level::recommended,
                 .second_world = true,
                 .calls = {start_call()},
                 .citations = {clause}});
  all.push_back({.id = "envelope/request-id",
                 .level = cases::Level::observed,
                 .calls = {start_call(), start_call(), start_call(), start_call(), start_call()},
                 .citations = {clause}});
  return all;
}

std::vector<std::shared_ptr<const Check>> made_checks() {
  std::vector<std::shared_ptr<const Check>> all;
  for (const cases::Case& one : sample_cases()) {
    all.push_back(std::make_shared<const Check>(check_of(one)));
  }
  return all;
}

Exchange sample_exchange() {
  return {.request = "POST / HTTP/1.1\r\nhost: 127.0.0.1:8080\r\nauthorization: ***\r\n\r\n",
          .status = 200,
          .headers = {{"Content-Type", "application/json"}, {"X-Odd", "\xff\x01"}},
          .body = "{\"RequestId\":\"C0003E8B-B930-4F59-ADC0-0E209A9012B0\"}",
          .at_us = 1200,
          .took_us = 345,
          .kept_alive = true};
}

void add(Report& report, Record record) {
  record.exchanges = record.finding.verdict == Verdict::unsupported ? 0 : 1;
  record.took_us = 1000 * static_cast<std::int64_t>(report.records.size() + 1);
  report.exchanges += record.exchanges;
  report.records.push_back(std::move(record));
}

void add_failures(Report& report) {
  Record v3 = record_of("base/signature/v3", "", Verdict::fail);
  v3.finding.wanted = "200";
  v3.finding.wanted_by = "StartInstance 2020-10, clause 1";
  v3.finding.got = "400 UnsupportedSignature";
  v3.finding.answers = {"200"};
  v3.finding.answer = "400 UnsupportedSignature";
  add(report, std::move(v3));

  Record running = record_of("start-instance/precondition/running", "get.xml.v1", Verdict::fail);
  running.finding.wanted = "403 IncorrectInstanceStatus";
  running.finding.wanted_by = "StartInstance 2020-10, error row 2";
  running.finding.got = "200, and the instance is Starting";
  running.finding.action = "StartInstance";
  running.finding.answers = {"403 IncorrectInstanceStatus"};
  running.finding.answer = "200";
  running.evidence.instance_id = "i-bp1";
  running.evidence.region_id = "cn-hangzhou";
  running.evidence.calls.push_back({.action = "StartInstance", .exchange = sample_exchange()});
  running.evidence.after.push_back({.channel = cases::Channel::describe_instances,
                                    .status = "Starting",
                                    .locks = {"security"},
                                    .local_disk_data = cases::LocalDiskData::kept,
                                    .last_stop = cases::LastStop::graceful,
                                    .exchange = sample_exchange(),
                                    .at_us = 2000});
  add(report, std::move(running));

  Record odd = record_of("start-instance/parameter/odd-id", "post.json.v3", Verdict::fail);
  odd.finding.wanted = "404 InvalidInstanceId.NotFound";
  odd.finding.wanted_by = "StartInstance 2020-10, error row 2";
  odd.finding.got = "500 \x1b[31m\xff <";
  odd.finding.got.append(300, 'x').append(">");
  odd.finding.action = "StartInstance";
  odd.finding.answers = {"404 InvalidInstanceId.NotFound"};
  odd.finding.answer = odd.finding.got;
  CallRecord call{.call = 0, .copy = 1, .action = "StartInstance", .exchange = sample_exchange()};
  call.exchange.body = "\0\x1b\xff]]> \xef\xbf\xbf & <&\"'"s;
  odd.evidence.calls.push_back(std::move(call));
  CallRecord lost{.call = 1, .action = "StartInstance", .exchange = sample_exchange()};
  lost.exchange.status = 0;
  lost.exchange.headers.clear();
  lost.exchange.body.clear();
  lost.exchange.fault = "timeout";
  lost.exchange.fault_text = "no answer within 5 s";
  odd.evidence.calls.push_back(std::move(lost));
  odd.evidence.deadline_met = false;
  add(report, std::move(odd));

  Record eight = record_of("concurrency/start/eight", "get.xml.v1", Verdict::fail);
  eight.finding.wanted = "exactly one of eight calls accepted";
  eight.finding.wanted_by = "StartInstance 2020-10, clause 1";
  eight.finding.got = "two were";
  add(report, std::move(eight));
}

void add_the_rest(Report& report) {
  Record passed = record_of("envelope/request-id", "get.xml.v1", Verdict::pass);
  passed.finding.lenience = "the pages contradict each other about the status";
  add(report, std::move(passed));
  add(report, record_of("envelope/request-id", "post.json.v1", Verdict::pass));

  Record variant =
      record_of("base/action/start-instance/variant", "post.json.v3", Verdict::inconclusive);
  variant.finding.reason = "V3 signatures are not accepted";
  variant.finding.blocked_by = "base/signature/v3";
  add(report, std::move(variant));
  Record blocked =
      record_of("start-instance/precondition/running", "post.json.v3", Verdict::inconclusive);
  blocked.finding.reason = "StartInstance is not accepted this way";
  blocked.finding.blocked_by = "base/action/start-instance/variant";
  add(report, std::move(blocked));
  Record untold = record_of("envelope/request-id", "post.json.v3", Verdict::inconclusive);
  untold.finding.reason = "the target cannot tell";
  add(report, std::move(untold));

  Record stock = record_of("start-instance/row/no-stock", "get.xml.v1", Verdict::unsupported);
  stock.finding.reason = "fixture NoStock";
  add(report, std::move(stock));
  Record trouble = record_of("start-instance/row/no-stock", "post.json.v1", Verdict::error);
  trouble.finding.reason = "the fixture provider answered 503";
  trouble.evidence.trouble = "POST /_fixtures: 503";
  add(report, std::move(trouble));
}

}  // namespace

const std::vector<cases::Case>& sample_cases() {
  static const std::vector<cases::Case> all = made_cases();
  return all;
}

const cases::Case* find_sample(std::string_view id) {
  const std::vector<cases::Case>& all = sample_cases();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

Record record_of(std::string_view id, std::string_view variant, Verdict verdict) {
  static const std::vector<std::shared_ptr<const Check>> checks = made_checks();
  const auto check =
      std::find_if(checks.begin(), checks.end(), [&](const auto& one) { return one->id == id; });
  if (check == checks.end()) throw std::logic_error{"no sample case is called " + std::string{id}};
  Record record{.check = *check, .variant = std::string{variant}};
  record.finding.verdict = verdict;
  return record;
}

Report sample_report() {
  Report report;
  report.info = {.hallmark_version = "9.8.7",
                 .commit = "0123456789ab",
                 .tables = "0011223344556677",
                 .suite = "ffeeddccbbaa9988",
                 .started = "2026-05-04T03:02:01Z",
                 .subject = {.name = "http://127.0.0.1:8080",
                             .url = "http://127.0.0.1:8080",
                             .host = "127.0.0.1:8080"},
                 .fixtures = "http://127.0.0.1:8080/_fixtures",
                 .selection = {.select = {"**"},
                               .without = {"post-form"},
                               .shuffle_seed = 18446744073709551615U},
                 .jobs = 8,
                 .again_options = "--endpoint 'http://127.0.0.1:8080'"};
  report.took_us = 500000;
  report.notes = {"the shuffle seed is 18446744073709551615"};
  add_failures(report);
  add_the_rest(report);
  return report;
}

}  // namespace hallmark::reports::testing
