// SPDX-License-Identifier: Apache-2.0
//
// For tests: answers as they come over the wire, and what a case leaves behind.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"

namespace hallmark::runner::testing {

inline constexpr const char* request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";

inline reports::Exchange answer(int status, std::string body,
                                std::string content_type = "application/xml") {
  reports::Exchange exchange;
  exchange.status = status;
  exchange.headers = {{"Content-Type", std::move(content_type)}};
  exchange.body = std::move(body);
  exchange.kept_alive = true;
  return exchange;
}

inline reports::Exchange success(const std::string& action) {
  return answer(200, "<" + action + "Response><RequestId>" + request_id + "</RequestId></" +
                         action + "Response>");
}

inline reports::Exchange error(int status, const std::string& code, const std::string& message) {
  return answer(status, std::string{"<Error><RequestId>"} + request_id +
                            "</RequestId><HostId>127.0.0.1:80</HostId><Code>" + code +
                            "</Code><Message>" + message + "</Message></Error>");
}

inline reports::Exchange no_answer(std::string fault, std::string text = "it was so") {
  reports::Exchange exchange;
  exchange.fault = std::move(fault);
  exchange.fault_text = std::move(text);
  return exchange;
}

inline reports::CallRecord record(std::size_t call, std::string action,
                                  reports::Exchange exchange) {
  reports::CallRecord made;
  made.call = call;
  made.action = std::move(action);
  made.exchange = std::move(exchange);
  return made;
}

// Calls of StartInstance, answered one after the other.
inline reports::Evidence said(std::vector<reports::Exchange> answers) {
  reports::Evidence evidence;
  for (reports::Exchange& one : answers) {
    evidence.calls.push_back(record(evidence.calls.size(), "StartInstance", std::move(one)));
  }
  return evidence;
}

inline reports::Sighting sighting(std::string status,
                                  cases::Channel channel = cases::Channel::describe_instances) {
  reports::Sighting seen;
  seen.channel = channel;
  seen.status = std::move(status);
  return seen;
}

inline cases::Answer accepted(std::vector<specs::Citation> places = {}) {
  return {.citations = std::move(places)};
}

inline cases::Answer refused(int status, std::string code, std::string message = {},
                             std::vector<specs::Citation> places = {}) {
  return {.kind = cases::Answer::Kind::refused,
          .status = status,
          .status_class = status / 100,
          .code = std::move(code),
          .message = std::move(message),
          .citations = std::move(places)};
}

}  // namespace hallmark::runner::testing
