// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/envelope.hpp"

#include <string>

namespace hallmark::runner::reference {
namespace {

std::string root_of(const Call& call) { return std::string{call.action} + "Response"; }

// The host that the client used.
std::string_view host_id(const Call& call) {
  const std::string_view host = header(call.http, "host");
  return host.empty() ? "ecs.aliyuncs.com" : host;
}

std::string recommendation(std::string_view code, std::string_view request_id) {
  std::string url = "https://api.aliyun.com/troubleshoot?q=";
  url += code;
  url += "&product=Ecs&requestId=";
  url += request_id;
  return url;
}

}  // namespace

void begin_success(const Call& call, std::string_view request_id, AnswerWriter& answer) {
  answer.begin_document(root_of(call));
  answer.text("RequestId", request_id);
}

void end_success(const Call& call, AnswerWriter& answer) { answer.end_document(root_of(call)); }

void write_refusal(const Call& call, const Refusal& refusal, std::string_view request_id,
                   HttpResponse& response) {
  const Quote& quoted = quote(refusal.reason);
  response.status = quoted.status;
  response.body.clear();
  AnswerWriter answer{call.format, response.body};
  answer.begin_document("Error");
  answer.text("RequestId", request_id);
  answer.text("HostId", host_id(call));
  answer.text("Code", quoted.code);
  answer.text("Message", fill_in(quoted.message, refusal.detail));
  answer.text("Recommend", recommendation(quoted.code, request_id));
  answer.end_document("Error");
}

std::string_view content_type(Format format) {
  return format == Format::json ? "application/json; charset=utf-8"
                                : "application/xml; charset=utf-8";
}

}  // namespace hallmark::runner::reference
