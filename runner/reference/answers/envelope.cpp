// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/envelope.hpp"

#include <string>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

std::string root_of(const Request& request) {
  if (request.format == Format::json) return {};  // which has no roots
  if (request.broken(Defect::reactivate_root_wrong) && is_reactivation(request.action)) {
    return "ReactivateInstanceResponse";
  }
  std::string root{request.action};
  return root.append(request.broken(Defect::success_root_wrong) ? "Result" : "Response");
}

// The host that the client used.
std::string_view host_id(const Request& request) {
  const std::string_view host = header(request.http, "host");
  return host.empty() ? "ecs.aliyuncs.com" : host;
}

std::string recommendation(std::string_view code, std::string_view request_id) {
  std::string url = "https://api.aliyun.com/troubleshoot?q=";
  url += code;
  url += "&product=Ecs&requestId=";
  url += request_id;
  return url;
}

std::string shown_request_id(const Request& request, std::string_view request_id) {
  if (request.broken(Defect::request_id_repeated)) return "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";
  if (request.broken(Defect::request_id_malformed))
    return std::string{"req_"}.append(request_id.substr(0, 8));
  if (request.broken(Defect::request_id_in_lower_case)) return lower_case(request_id);
  return std::string{request_id};
}

std::string_view shown_code(const Request& request, std::string_view code, std::string& memory) {
  if (request.broken(Defect::codes_in_lower_case)) return memory = lower_case(code);
  if (request.broken(Defect::xml_and_json_disagree) && request.format == Format::xml) {
    return memory.assign("Error.").append(code);
  }
  return code;
}

void write_message(const Request& request, std::string_view message, AnswerWriter& answer) {
  const bool raw = request.broken(request.format == Format::json ? Defect::json_message_unescaped
                                                                 : Defect::xml_message_unescaped);
  if (raw) {
    answer.plain("Message", request.format == Format::json ? '"' + std::string{message} + '"'
                                                           : std::string{message});
  } else {
    answer.text("Message", message);
  }
}

// "RequestId": becomes "requestId":
void lower_member_names(std::string& json) {
  for (auto at = json.find("\":"); at != json.npos; at = json.find("\":", at + 1)) {
    const auto quote_mark = json.rfind('"', at - 1);
    const char letter = json[quote_mark + 1];
    if (letter >= 'A' && letter <= 'Z')
      json[quote_mark + 1] = static_cast<char>(letter - 'A' + 'a');
  }
}

void put_into_array(const Request& request, std::string& json) {
  if (!request.broken(Defect::json_in_an_array)) return;
  std::string array{'['};
  array += json;
  array += ']';
  json.swap(array);
}

// What defects do to a refusal that is already written.
void spoil(const Request& request, std::string& body) {
  if (request.format == Format::json) {
    if (request.broken(Defect::members_in_lower_camel_case)) lower_member_names(body);
    if (request.broken(Defect::refusal_wrapped_in_json)) {
      std::string wrapped{R"({"Error":)"};
      wrapped += body;
      wrapped += '}';
      body.swap(wrapped);
    }
    put_into_array(request, body);
    if (request.broken(Defect::json_refusal_with_trailing_comma)) {
      body.back() = ',';
      body += '}';
    }
  } else if (request.broken(Defect::xml_refusal_not_closed)) {
    body.resize(body.rfind("</"));
  }
  if (request.broken(Defect::json_after_a_byte_order_mark) && request.format == Format::json) {
    body.insert(0, "\xEF\xBB\xBF");
  }
  if (request.broken(Defect::refusal_body_empty)) body.clear();
}

}  // namespace

void begin_success(const Request& request, std::string_view request_id, AnswerWriter& answer) {
  answer.begin_document(root_of(request));
  if (!request.broken(Defect::request_id_missing_on_success)) {
    answer.text("RequestId", shown_request_id(request, request_id));
  }
  if (request.broken(Defect::code_on_success)) answer.text("Code", "200");
  if (!is_lifecycle_action(request.action)) return;
  if (request.broken(Defect::members_twice)) answer.text("RequestId", request_id);
  if (request.broken(Defect::xml_success_tells_more) && answer.format() == Format::xml) {
    answer.text("Success", "true");
  }
}

void end_success(const Request& request, AnswerWriter& answer, std::string& body) {
  answer.end_document(root_of(request));
  if (is_lifecycle_action(request.action) && answer.format() == Format::json)
    put_into_array(request, body);
}

void write_refusal(const Request& request, const Quote& quoted, std::string_view request_id,
                   HttpResponse& response) {
  const bool of_a_success = request.broken(Defect::disk_error_under_the_root_of_a_success) &&
                            quoted.code == "DiskError" && request.format == Format::xml;
  const std::string root = of_a_success                                 ? root_of(request)
                           : request.broken(Defect::refusal_root_wrong) ? "ErrorResponse"
                                                                        : "Error";
  std::string memory;
  const std::string_view code = shown_code(request, quoted.code, memory);
  response.status = quoted.status;
  response.body.clear();
  AnswerWriter answer{request.format, response.body};
  answer.begin_document(root);
  const bool is_lock = quoted.code == "InstanceLockedForSecurity";
  if (!request.broken(Defect::request_id_missing_on_refusal) &&
      !(is_lock && request.broken(Defect::request_id_missing_on_lock_refusals))) {
    answer.text("RequestId", shown_request_id(request, request_id));
  }
  if (request.broken(Defect::members_twice)) answer.text("RequestId", request_id);
  if (!request.broken(Defect::host_id_missing)) answer.text("HostId", host_id(request));
  if (!request.broken(Defect::code_missing)) answer.text("Code", code);
  if (!request.broken(Defect::message_missing)) {
    write_message(request, quoted.message, answer);
  }
  if (request.broken(Defect::recommendation_not_utf8)) {
    constexpr std::string_view latin_1 =
        "R\xE9"
        "essayez";
    const bool json = request.format == Format::json;
    answer.plain("Recommend", json ? std::string{'"'}.append(latin_1) + '"' : std::string{latin_1});
  } else {
    answer.text("Recommend", recommendation(code, request_id));
  }
  answer.end_document(root);
  if (!request.defects.empty()) spoil(request, response.body);
}

Format format_of_success(const Request& request) {
  if (is_lifecycle_action(request.action)) {
    if (request.broken(Defect::successes_always_in_xml)) return Format::xml;
    if (request.broken(Defect::successes_always_in_json)) return Format::json;
  }
  return request.format;
}

Headers content_headers(const Request& request, bool refused) {
  if (refused && request.broken(Defect::content_type_missing_on_refusal)) return {};
  const bool json = request.format == Format::json;
  if (json && request.broken(Defect::json_labelled_xml))
    return {{"Content-Type", "application/xml"}};
  if (!json && request.broken(Defect::xml_labelled_html)) return {{"Content-Type", "text/html"}};
  if (request.broken(Defect::answers_named_latin_1)) {
    return {{"Content-Type", json ? "application/json; charset=iso-8859-1"
                                  : "application/xml; charset=iso-8859-1"}};
  }
  Headers headers;  // not from a list, whose strings would be copied
  headers.emplace_back("Content-Type",
                       json ? "application/json; charset=utf-8" : "application/xml; charset=utf-8");
  if (request.broken(Defect::gzip_announced_only) &&
      request.header("Accept-Encoding").find("gzip") != std::string_view::npos) {
    headers.emplace_back("Content-Encoding", "gzip");
  }
  return headers;
}

}  // namespace hallmark::runner::reference
