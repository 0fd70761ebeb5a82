// SPDX-License-Identifier: Apache-2.0
#include <iterator>

#include "cases/client/tables.hpp"

namespace hallmark::cases::client {
namespace {

std::string written(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  std::string list = "[";
  for (const std::string& one : std::get<std::vector<std::string>>(value)) {
    list.append(list.size() == 1 ? "" : ", ").append(one);
  }
  return list + "]";
}

}  // namespace

std::string describe(const Call& call) {
  std::string text = call.actions.front() + "(";
  for (std::string_view joint; const Parameter& parameter : call.parameters) {
    text.append(joint).append(parameter.name).append(" = ").append(written(parameter.value));
    joint = ", ";
  }
  text += ")";
  if (call.method) text += *call.method == Method::get ? " by GET" : " by POST";
  if (call.with_token) text += " with a security token";
  if (call.ask_again) text += ", to be sent again if need be";
  return text;
}

std::string_view words_of(Look look) {
  switch (look) {
    case Look::nothing:
      break;
    case Look::request:
      return "a request comes";
    case Look::signature:
      return "the signature is the documented one";
    case Look::action:
      return "it names the action and version 2014-05-26";
    case Look::parameters:
      return "parameters arrive as they were given, and are signed";
    case Look::empty_sent:
      return "an empty value arrives";
    case Look::unset_left_out:
      return "no parameter comes that was not set";
    case Look::travels:
      return "method, path and the place of parameters";
    case Look::token:
      return "the security token arrives, and is signed";
    case Look::timestamp_shape:
      return "the timestamp is as documented, or with milliseconds";
    case Look::timestamp_plain:
      return "the timestamp is as documented";
    case Look::timestamp_now:
      return "the timestamp is the time of the request";
    case Look::timestamp_moves:
      return "each request has its own time";
    case Look::nonce_once:
      return "no two requests share a nonce";
    case Look::own_answer:
      return "each call is told its own answer";
    case Look::sent_once:
      return "it is not sent again";
    case Look::sent_again_fresh:
      return "what is sent again has a nonce and a signature of its own";
    case Look::waits:
      return "what is sent again comes no sooner than Retry-After says";
    case Look::few:
      return "it is sent ten times at most";
    case Look::nothing_elsewhere:
      return "nothing signed goes to another host";
    case Look::no_code_invented:
      return "undefined, null and their like are not told as a code";
    case Look::no_secret_told:
      return "the error holds neither signature nor secret";
  }
  return {};
}

Call start_call() {
  return {.actions = {"StartInstance", "RebootInstance", "StopInstance"},
          .parameters = {{"InstanceId", "i-bp1hallmark000000001"}}};
}

std::string_view type_of(Format format) {
  return format == Format::json ? "application/json" : "application/xml";
}

std::string refusal_body(Format format) {
  std::string body = format == Format::json ? R"({"RequestId":")" : "<Error><RequestId>";
  body += request_id_blank;
  body += format == Format::json ? R"(","HostId":"ecs.aliyuncs.com","Code":")"
                                 : "</RequestId><HostId>ecs.aliyuncs.com</HostId><Code>";
  body += refused_code;
  body += format == Format::json ? R"(","Message":")" : "</Code><Message>";
  body += refused_message;
  return body += format == Format::json ? R"("})" : "</Message></Error>";
}

std::string success_body(Format format, std::string_view action) {
  const std::string id{request_id_blank};
  if (format == Format::json) return R"({"RequestId":")" + id + R"("})";
  const std::string root = std::string{action} + "Response";
  return "<" + root + "><RequestId>" + id + "</RequestId></" + root + ">";
}

std::string http(int status, std::string_view headers, std::string_view body) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Answer\r\n";
  text.append(headers).append("Content-Length: ").append(std::to_string(body.size()));
  return text.append("\r\n\r\n").append(body);
}

std::string typed(int status, std::string_view type, std::string_view body) {
  return http(status, "Content-Type: " + std::string{type} + "\r\n", body);
}

std::vector<Case> broken_cases() {
  std::vector<Case> all;
  add_broken_shapes(all);
  add_broken_http(all);
  return all;
}

const std::vector<Case>& library() {
  static const std::vector<Case> all = [] {
    std::vector<Case> made;
    for (const auto chapter : {speaking_cases, request_cases, answer_cases, broken_cases,
                               retry_cases, lifecycle_cases}) {
      std::vector<Case> some = chapter();
      made.insert(made.end(), std::make_move_iterator(some.begin()),
                  std::make_move_iterator(some.end()));
    }
    return made;
  }();
  return all;
}

}  // namespace hallmark::cases::client
