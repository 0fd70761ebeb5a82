// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/gateway.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/authentication.hpp"
#include "runner/reference/call.hpp"
#include "runner/reference/envelope.hpp"
#include "runner/reference/random_names.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view documented_version = "2014-05-26";

bool is_form(std::string_view content_type) {
  return equal_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))),
                             "application/x-www-form-urlencoded");
}

// A form travels in the body of a POST; any other body holds no parameters.
std::string_view form_of(const HttpRequest& request) {
  const bool form = request.method == "POST" && is_form(header(request, "content-type"));
  return form ? std::string_view{request.body} : std::string_view{};
}

std::optional<Format> format_from(std::string_view name) {
  if (equal_ignoring_case(name, "xml")) return Format::xml;
  if (equal_ignoring_case(name, "json")) return Format::json;
  return std::nullopt;
}

// What is answered where Format is absent: XML as the ECS pages have it, for V3 what the client
// accepts, JSON if it does not say.
Format default_format(const Call& call) {
  if (call.protocol == Protocol::v1) return Format::xml;
  const std::string_view accept = header(call.http, "accept");
  const bool xml = accept.find("xml") != accept.npos && accept.find("json") == accept.npos;
  return xml ? Format::xml : Format::json;
}

// The checks that come before anybody asks who calls.
Outcome check_request(Call& call, std::string_view path, bool well_formed) {
  if (call.http.method != "GET" && call.http.method != "POST") {
    return refuse(Reason::unsupported_method);
  }
  if (path != "/") return refuse(Reason::unknown_path);
  if (!well_formed) return refuse(Reason::malformed_request);
  if (const std::string_view name = call.parameters.value("Format"); !name.empty()) {
    const auto format = format_from(name);
    if (!format) return refuse(Reason::unsupported_format);
    call.format = *format;
  }
  // Whoever signs a name twice leaves open what they mean.
  if (call.parameters.has_duplicates()) return refuse(Reason::malformed_request);
  return accepted;
}

Outcome carry_out(Call& call, AnswerWriter& answer, std::string_view request_id) {
  if (Outcome refusal = authenticate(call)) return refusal;
  if (call.version != documented_version) return refuse(Reason::unknown_action);
  const Action action = find_action(call.action);
  if (action == nullptr) return refuse(Reason::unknown_action);
  begin_success(call, request_id, answer);
  Outcome outcome = action(call, answer);
  end_success(call, answer);
  return outcome;
}

}  // namespace

Target split_target(std::string_view target) {
  // A proxy's client sends an absolute URL.
  if (const std::string_view scheme = "http://"; target.starts_with(scheme)) {
    const auto slash = target.find_first_of("/?", scheme.size());
    target = slash == target.npos ? "/" : target.substr(slash);
  }
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = target.substr(std::min(target.size(), path.size() + 1));
  return {path.empty() ? "/" : path, query};
}

HttpResponse answer_call(const HttpRequest& request, const Target& target, const Worlds& worlds,
                         const DefectSet& defects, Time now) {
  thread_local Parameters parameters;
  const bool well_formed = parameters.parse(target.query, form_of(request));
  Call call{
      .http = request, .defects = defects, .worlds = worlds, .now = now, .parameters = parameters};
  if (well_formed) recognise(call);
  call.format = default_format(call);

  const std::string request_id = new_request_id();
  HttpResponse response;
  response.body.reserve(512);
  Outcome refusal = check_request(call, target.path, well_formed);
  if (!refusal) {
    AnswerWriter answer{call.format, response.body};
    refusal = carry_out(call, answer, request_id);
  }
  if (refusal) write_refusal(call, *refusal, request_id, response);
  response.headers = {{"Content-Type", std::string{content_type(call.format)}}};
  return response;
}

}  // namespace hallmark::runner::reference
