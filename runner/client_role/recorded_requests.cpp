// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/recorded_requests.hpp"

#include <fcntl.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "reports/writers/json/json_text.hpp"
#include "runner/client_role/client_evidence.hpp"
#include "runner/client_role/client_judge.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"

namespace hallmark::runner {
namespace {

namespace json = boost::json;
namespace json_text = reports::json_text;
using cases::Level;
using reports::Record;
using reports::Verdict;
using std::chrono::milliseconds;

// A string, or {"base64": "..."}.
std::optional<std::string> text_in(const json::value& value) {
  if (value.is_string()) return std::string{std::string_view{value.get_string()}};
  const json::object* object = value.if_object();
  const json::value* encoded = object == nullptr ? nullptr : object->if_contains("base64");
  if (encoded == nullptr || !encoded->is_string()) return std::nullopt;
  return json_text::from_base64(std::string_view{encoded->get_string()});
}

std::optional<reference::Headers> headers_in(const json::value& value) {
  const json::array* array = value.if_array();
  if (array == nullptr) return std::nullopt;
  reference::Headers headers;
  for (const json::value& one : *array) {
    const json::array* pair = one.if_array();
    if (pair == nullptr || pair->size() != 2) return std::nullopt;
    auto name = text_in((*pair)[0]);
    auto text = text_in((*pair)[1]);
    if (!name || !text) return std::nullopt;
    headers.emplace_back(*std::move(name), *std::move(text));
  }
  return headers;
}

// As it stood on the wire, as far as that was kept.
std::string raw_of(const reference::HttpRequest& request) {
  std::string raw = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) {
    raw.append(name).append(": ").append(value).append("\r\n");
  }
  return raw.append("\r\n").append(request.body);
}

struct Question {
  std::string_view id;
  Level level;
  std::string_view holds;
  specs::Citation place;
  std::function<std::optional<RequestFlaw>(const RecordedRequest&)> look;
};

std::vector<Question> questions(const std::string& secret) {
  namespace common = specs::common::public_parameters;
  namespace v1 = specs::common::signature_v1;
  namespace http = specs::common::http;
  const auto time = specs::cite_common_parameter(common::page, "Timestamp");
  // Remembers the nonces of the requests before.
  const auto nonces = std::make_shared<std::map<std::string, bool>>();
  return {
      {"request/signature", Level::required, "each request is signed as documented",
       specs::cite_clause(v1::page, v1::clause::string_to_sign),
       [secret](const RecordedRequest& one) { return flaw_of_signature(one.http, secret); }},
      {"request/action", Level::required, "each request names an action, and version 2014-05-26",
       specs::cite_common_parameter(common::page, "Action"),
       [](const RecordedRequest& one) { return flaw_of_action(one.http, ""); }},
      {"request/method/own", Level::required, "each request travels as documented",
       specs::cite_clause(http::page, http::clause::post_form),
       [](const RecordedRequest& one) { return flaw_of_travel(one.http); }},
      {"request/timestamp/shape", Level::required, "each request has a timestamp", time,
       [](const RecordedRequest& one) { return flaw_of_timestamp(one.http, true); }},
      {"request/timestamp/without-fraction", Level::observed,
       "each timestamp is without a fraction", time,
       [](const RecordedRequest& one) { return flaw_of_timestamp(one.http, false); }},
      {"request/timestamp/now", Level::required, "each timestamp is the time of its request", time,
       [](const RecordedRequest& one) { return flaw_of_time(one.http, one.at); }},
      {"request/nonce/once", Level::required, "no two requests share a nonce",
       specs::cite_clause(v1::page, v1::clause::nonce_once),
       [nonces](const RecordedRequest& one) -> std::optional<RequestFlaw> {
         const std::string nonce = said_by(one.http).nonce;
         if (nonce.empty()) return RequestFlaw{"a request has no nonce", "a nonce", "none"};
         if (nonces->emplace(nonce, true).second) return std::nullopt;
         return RequestFlaw{"a nonce is used twice", "a new nonce for each request",
                            "the nonce of an earlier request"};
       }},
  };
}

Record record_of(std::string_view id, Level level, std::string_view holds,
                 std::vector<reports::SharedCitation> citations) {
  reports::Check check{.id = std::string{id},
                       .level = level,
                       .chapter = std::string{reports::chapter_of(id)},
                       .given = "requests that were recorded",
                       .when = {std::string{holds}},
                       .citations = std::move(citations)};
  return {.check = std::make_shared<const reports::Check>(std::move(check))};
}

}  // namespace

std::string line_of(const RecordedRequest& request) {
  std::string line;
  json_text::Object object{line};
  object.number("atMs",
                std::chrono::duration_cast<milliseconds>(request.at.time_since_epoch()).count());
  json_text::append_text(object.member("method"), request.http.method);
  json_text::append_text(object.member("target"), request.http.target);
  json_text::append_array(object.member("headers"), request.http.headers,
                          [](std::string& out, const auto& header) {
                            out += '[';
                            json_text::append_text(out, header.first);
                            out += ',';
                            json_text::append_text(out, header.second);
                            out += ']';
                          });
  json_text::append_text(object.member("body"), request.http.body);
  object.close();
  return line;
}

std::variant<RecordedRequest, std::string> read_recorded(std::string_view line) {
  boost::system::error_code error;
  const json::value value = json::parse({line.data(), line.size()}, error);
  const json::object* object = value.if_object();
  if (error || object == nullptr) return "it is no JSON object";
  const auto text = [&](std::string_view name) {
    const json::value* member = object->if_contains(name);
    return member == nullptr ? std::nullopt : text_in(*member);
  };
  const json::value* at = object->if_contains("atMs");
  const json::value* headers = object->if_contains("headers");
  auto method = text("method");
  auto target = text("target");
  auto body = text("body");
  auto read = headers == nullptr ? std::nullopt : headers_in(*headers);
  if (at == nullptr || !at->is_int64() || !method || !target || !body || !read) {
    return "it is no recorded request: atMs, method, target, headers and body";
  }
  return RecordedRequest{
      .http = {.method = *std::move(method),
               .target = *std::move(target),
               .headers = *std::move(read),
               .body = *std::move(body)},
      .at = std::chrono::system_clock::time_point{milliseconds{at->get_int64()}}};
}

RequestRecorder::RequestRecorder(reference::Handler& answers, const std::string& path)
    : answers_{answers}, file_{path, O_CREAT | O_TRUNC | O_APPEND, 0600} {}

reference::HttpResponse RequestRecorder::handle(const reference::HttpRequest& request) noexcept {
  constexpr std::string_view fixtures = "/_fixtures";
  if (!request.target.starts_with(fixtures)) {
    try {
      const std::string line = line_of({request, std::chrono::system_clock::now()}) + "\n";
      const std::scoped_lock lock{mutex_};
      file_.write(line);
    } catch (const std::system_error& error) {  // the client is answered all the same
      const std::scoped_lock lock{mutex_};
      trouble_ = error.code();
    } catch (const std::bad_alloc&) {
      const std::scoped_lock lock{mutex_};
      trouble_ = std::make_error_code(std::errc::not_enough_memory);
    }
  }
  return answers_.handle(request);
}

std::error_code RequestRecorder::trouble() {
  const std::scoped_lock lock{mutex_};
  return trouble_;
}

std::vector<Record> judge_recorded(const std::vector<RecordedRequest>& requests,
                                   const std::string& secret) {
  std::vector<Record> records;
  for (const Question& question : questions(secret)) {
    Record record = record_of(question.id, question.level, question.holds,
                              {reports::citation_of(question.place)});
    for (std::size_t i = 0; i < requests.size(); ++i) {
      auto flaw = question.look(requests[i]);
      if (!flaw) continue;
      record.finding.verdict = Verdict::fail;
      record.finding.reason = std::move(flaw->reason);
      record.finding.wanted = std::move(flaw->wanted);
      record.finding.wanted_by = question.place.text();
      record.finding.got = "request " + std::to_string(i + 1) + ": " + flaw->got;
      const SaidByRequest said = said_by(requests[i].http);
      SeenCase seen{.access_key_id = said.access_key_id, .access_key_secret = secret};
      SeenCall call{.action = said.action, .token = said.token};
      call.requests.push_back({.http = requests[i].http, .raw = raw_of(requests[i].http)});
      seen.calls.push_back(std::move(call));
      record.evidence = client_evidence(seen, 0, {});
      strike_out(record.finding, seen);
      break;
    }
    record.exchanges = static_cast<unsigned>(requests.size());
    records.push_back(std::move(record));
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> unknown = {{
      {"request/value", "whether values arrive as they were given"},
      {"answer/told", "what the user is told of an answer"},
      {"broken/told", "what the client makes of a broken answer"},
      {"retry/again", "what is sent again, on what, and where to"},
  }};
  for (const auto& [id, what] : unknown) {
    Record record = record_of(id, Level::required, what, {});
    record.finding.verdict = Verdict::unsupported;
    record.finding.reason = std::string{what} + ": only a shim can tell (hallmark sdk)";
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace hallmark::runner
