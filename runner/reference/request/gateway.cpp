// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/request/gateway.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/answers/envelope.hpp"
#include "runner/reference/defects/misdeliveries.hpp"
#include "runner/reference/defects/misquotes.hpp"
#include "runner/reference/defects/misreadings.hpp"
#include "runner/reference/random_names.hpp"
#include "runner/reference/request/call.hpp"
#include "runner/reference/request/late_faults.hpp"
#include "runner/reference/signing/authentication.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view documented_version = "2014-05-26";

bool is_in_capitals(std::string_view name) { return name == "XML" || name == "JSON"; }
bool is_in_small_letters(std::string_view name) { return name == "xml" || name == "json"; }

std::optional<Format> format_from(const ServedCall& call, std::string_view name) {
  if ((call.broken(Defect::upper_case_format_refused) && is_in_capitals(name)) ||
      (call.broken(Defect::lower_case_format_refused) && is_in_small_letters(name))) {
    return std::nullopt;
  }
  if (equal_ignoring_case(name, "xml")) return Format::xml;
  if (equal_ignoring_case(name, "json")) return Format::json;
  if (call.broken(Defect::unknown_format_accepted)) return Format::xml;
  return std::nullopt;
}

// A method that actions do not take, and a defect lets them take.
struct TakenMethod {
  std::string_view name;
  Defect defect;
};
constexpr TakenMethod taken_methods[] = {
    {"PUT", Defect::put_accepted},
    {"DELETE", Defect::delete_carried_out},
    {"PATCH", Defect::patch_carried_out},
    {"HEAD", Defect::head_carried_out},
    {"OPTIONS", Defect::options_carried_out},
};

bool is_taken(const ServedCall& call, std::string_view method) {
  return call.broken(Defect::other_methods_taken_for_get_or_post) ||
         std::ranges::any_of(taken_methods, [&](const TakenMethod& taken) {
           return taken.name == method && call.broken(taken.defect);
         });
}

Outcome check_method(const ServedCall& call, const PathAndQuery& target, std::string_view form) {
  const std::string_view method = call.http.method;
  const bool known = method == "GET" || method == "POST" || is_taken(call, method);
  const bool refused =
      (method == "GET" && call.broken(Defect::get_refused)) ||
      (method == "POST" && !target.query.empty() && call.broken(Defect::post_with_query_refused)) ||
      (!form.empty() && call.broken(Defect::post_with_form_refused));
  return known && !refused ? accepted : refuse(Reason::unsupported_method);
}

Outcome check_format(ServedCall& call) {
  const std::string_view name = call.parameters.value("Format");
  if (name.empty()) {
    const bool refused =
        call.protocol == Protocol::v1 && call.broken(Defect::absent_format_refused);
    return refused ? refuse(Reason::unsupported_format) : accepted;
  }
  const auto format = format_from(call, name);
  if (!format) return refuse(Reason::unsupported_format);
  call.format = *format;
  return accepted;
}

// Whoever signs a name twice leaves open what they mean.
Outcome check_duplicates(const ServedCall& call) {
  if (!call.parameters.has_duplicates()) return accepted;
  if (call.broken(Defect::repeated_parameter_answers_500)) return refuse(Reason::service_failure);
  if (call.broken(Defect::v1_repeated_parameter_not_signed)) return accepted;
  return refuse(Reason::malformed_request);
}

// The checks that come before anybody asks who calls.
Outcome check_request(ServedCall& call, const PathAndQuery& target, std::string_view form,
                      bool well_formed) {
  if (Outcome refusal = check_method(call, target, form)) return refusal;
  if (target.path != "/" && !call.broken(Defect::v3_path_not_signed)) {
    return refuse(Reason::unknown_path);
  }
  if (!well_formed) return refuse(Reason::malformed_request);
  if (!call.defects.empty()) {
    if (Outcome refusal = misread_encoding(call, target.query)) return refusal;
    if (Outcome refusal = misread_encoding(call, form)) return refusal;
  }
  if (Outcome refusal = check_format(call)) return refusal;
  constexpr std::size_t long_request = 1024;  // bytes of target and form
  if (call.http.target.size() + form.size() > long_request &&
      call.broken(Defect::long_request_answers_500)) {
    return refuse(Reason::service_failure);
  }
  return check_duplicates(call);
}

bool is_known_version(const ServedCall& call) {
  if (call.version == documented_version || call.broken(Defect::unknown_version_accepted)) {
    return true;
  }
  return call.version.empty();  // only a defect lets it come this far
}

Outcome act(const ServedCall& call, std::string& body, std::string_view request_id) {
  if (!is_known_version(call)) return refuse(Reason::unknown_action);
  const Action* const action = find_action(call.action, call.broken(Defect::action_in_any_case));
  if (action == nullptr) return refuse(Reason::unknown_action);
  if (action->name == "ReactivateInstances" && call.broken(Defect::reactivate_unknown)) {
    return refuse(Reason::unknown_action);
  }
  if (!call.defects.empty()) {
    if (Outcome refusal = misread_parameters(call)) return refusal;
  }
  AnswerWriter answer{call.format, body};
  begin_success(call, request_id, answer);
  Outcome outcome = call.late.empty() ? action->carry_out(call, answer)
                                      : act_with_late_faults(*action, call, answer);
  end_success(call, answer, body);
  return outcome;
}

// `identified` becomes true where the caller is who they say.
Outcome carry_out(ServedCall& call, std::string& body, std::string_view request_id,
                  bool& identified) {
  Outcome refusal = authenticate(call);
  identified = !refusal;
  if (identified) {
    const Format asked_for = std::exchange(call.format, format_of_success(call));
    refusal = act(call, body, request_id);
    if (refusal) call.format = asked_for;
    return refusal;
  }
  if (refusal->cause != Reason::incomplete_signature || call.world == nullptr) return refusal;
  const bool done_nevertheless =
      call.broken(call.protocol == Protocol::v1 ? Defect::v1_refused_call_carried_out
                                                : Defect::v3_refused_call_carried_out);
  if (done_nevertheless) (void)act(call, body, request_id);
  if (const Action* const action = find_action(call.action); action != nullptr) {
    refuse_with_late_faults(*action, call);
  }
  return refusal;
}

// The format in which a defect wants every refusal.
void overrule_format(ServedCall& call) {
  if (call.broken(Defect::refusals_always_in_xml)) call.format = Format::xml;
  if (call.broken(Defect::refusals_always_in_json)) call.format = Format::json;
}

}  // namespace

Format default_format(const Request& request) {
  if (request.protocol == Protocol::v1) return Format::xml;
  const std::string_view accept = request.header("accept");
  const bool xml = accept.find("xml") != accept.npos && accept.find("json") == accept.npos;
  return xml ? Format::xml : Format::json;
}

Answered answer_call(const HttpRequest& request, const PathAndQuery& target, const Tenants& worlds,
                     const DefectSet& defects, Time now, Manners manners,
                     std::span<const LateFaults> late) {
  Parameters parameters;
  const std::string_view form =
      defects.has(Defect::form_body_ignored) ? std::string_view{} : form_of(request);
  const bool well_formed =
      parameters.parse(target.query, form,
                       {.encoded_plus_is_blank = defects.has(Defect::encoded_plus_taken_for_blank),
                        .form_plus_stays = defects.has(Defect::form_plus_kept)});
  ServedCall call{{.http = request, .defects = defects, .parameters = parameters},
                  worlds,
                  now,
                  manners,
                  {},
                  late};
  if (well_formed) recognise(call);
  call.format = default_format(call);

  const std::string request_id = new_request_id();
  Answered answered{};
  HttpResponse& response = answered.response;
  Outcome& outcome = answered.outcome;
  response.body.reserve(512);
  outcome = check_request(call, target, form, well_formed);
  if (!outcome) {
    outcome = carry_out(call, response.body, request_id, answered.identified);
  } else if (outcome->cause == Reason::unsupported_format &&
             call.broken(Defect::unknown_format_carried_out)) {
    std::string unsaid;
    (void)carry_out(call, unsaid, request_id, answered.identified);
  }
  if (outcome) {
    overrule_format(call);
    Quote quoted = quote_for(call, outcome->cause);
    const std::string message = fill_in(quoted.message, outcome->detail);
    quoted.message = message;
    write_refusal(call, quoted, request_id, response);
  }
  response.headers = content_headers(call, outcome.has_value());
  if (outcome && outcome->cause == Reason::dry_run_operation &&
      call.broken(Defect::dry_run_labelled_html)) {
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  }
  if (!defects.empty()) response.delivery = delivery_of(call, outcome);
  return answered;
}

}  // namespace hallmark::runner::reference
