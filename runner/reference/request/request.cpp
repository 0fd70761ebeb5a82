// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/request/request.hpp"

#include <algorithm>

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

bool has_v3_headers(const Request& request) {
  for (const std::string_view name : {"x-acs-action", "x-acs-version", "x-acs-date",
                                      "x-acs-signature-nonce", "x-acs-content-sha256"}) {
    if (!request.header(name).empty()) return true;
  }
  return false;
}

bool is_form(std::string_view content_type) {
  return equal_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))),
                             "application/x-www-form-urlencoded");
}

// Whether a defect loses the parameter for where it stands.
bool is_lost(const Request& request, std::string_view name) {
  constexpr std::size_t most = 12;
  constexpr std::size_t long_parameter = 1024;
  const std::string_view query = split_target(request.http.target).query;
  std::string_view text = query.find("InstanceId") == query.npos ? form_of(request.http) : query;
  bool behind_a_long_one = false;
  for (std::size_t at = 0; !text.empty(); ++at) {
    const std::string_view piece = text.substr(0, text.find('&'));
    if (piece.substr(0, piece.find('=')) == name) {
      return (at == 0 && request.broken(Defect::first_flag_dropped)) ||
             (at >= most && request.broken(Defect::parameters_behind_the_twelfth_dropped)) ||
             (behind_a_long_one && request.broken(Defect::parameters_behind_a_long_one_dropped));
    }
    behind_a_long_one = behind_a_long_one || piece.size() > long_parameter;
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
  }
  return false;
}

// Null where there is none of the name.
const Parameter* find(const Request& request, std::string_view name) {
  const auto& all = request.parameters.sorted();
  const auto found = std::ranges::find(all, name, &Parameter::name);
  return found == all.end() ? nullptr : &*found;
}

// Whether a defect does not look where the parameter is: in the URL beside a form, or in a form
// beside a URL that says more than the format.
bool is_overlooked(const Request& request, std::string_view name) {
  const bool in_query = request.broken(Defect::query_beside_a_form_ignored);
  if (!in_query && !request.broken(Defect::form_beside_a_query_ignored)) return false;
  const Parameter* const found = find(request, name);
  const Source where = in_query ? Source::query : Source::form;
  return found != nullptr && found->source == where &&
         std::ranges::any_of(request.parameters.sorted(), [where](const Parameter& one) {
           return one.source != where && one.name != "Format";
         });
}

// Whether a defect takes how the parameter's name is spelled, or what stands before it, for another
// name.
bool is_misnamed(const Request& request, std::string_view name) {
  const Parameter* const found = find(request, name);
  if (found == nullptr) return false;
  return (found->has_encoded_name && request.broken(Defect::encoded_flag_names_ignored)) ||
         (found->follows_nothing && request.broken(Defect::flags_behind_an_empty_piece_ignored));
}

// Whether a defect takes a value that is encoded for another one.
bool is_misread(const Request& request, std::string_view name) {
  if (!request.broken(Defect::encoded_flag_values_ignored)) return false;
  const Parameter* const found = find(request, name);
  return found != nullptr && found->has_encoded_value &&
         (found->value == "true" || found->value == "false");
}

}  // namespace

std::string_view Request::value(std::string_view name) const {
  if (!defects.empty()) {
    if (name != "InstanceId" && (is_lost(*this, name) || is_misnamed(*this, name))) return {};
    if (is_overlooked(*this, name) || is_misread(*this, name)) return {};
  }
  if (broken(Defect::v1_repeated_parameter_not_signed)) {
    std::string_view last;
    for (const Parameter& parameter : parameters.sorted()) {
      if (parameter.name == name) last = parameter.value;
    }
    return last;
  }
  if (broken(Defect::upper_case_name_overrides)) {
    // In byte order capitals come first.
    for (const Parameter& parameter : parameters.sorted()) {
      if (equal_ignoring_case(parameter.name, name)) return parameter.value;
    }
    return {};
  }
  if (broken(Defect::parameter_names_in_any_case)) {
    for (const Parameter& parameter : parameters.sorted()) {
      if (parameter.name != name && equal_ignoring_case(parameter.name, name)) {
        return parameter.value;
      }
    }
  }
  return parameters.value(name);
}

std::string_view Request::header(std::string_view name) const {
  if (broken(Defect::header_names_in_lower_case_only) && name.starts_with("x-acs-")) {
    for (const auto& [candidate, text] : http.headers) {
      if (candidate == name) return text;
    }
    return {};
  }
  return reference::header(http, name);
}

bool is_reactivation(std::string_view action) {
  return action == "ReactivateInstances" || action == "ReActivateInstances";
}

void recognise(Request& request) {
  const bool signed_by_header = request.header("authorization").starts_with("ACS3-");
  const bool v3 =
      signed_by_header || (!request.parameters.has("Signature") && has_v3_headers(request));
  request.protocol = v3 ? Protocol::v3 : Protocol::v1;
  request.action = v3                                 ? trimmed(request.header("x-acs-action"))
                   : is_overlooked(request, "Action") ? std::string_view{}
                                                      : request.parameters.value("Action");
  request.version =
      v3 ? trimmed(request.header("x-acs-version")) : request.parameters.value("Version");
}

PathAndQuery split_target(std::string_view target) {
  // A proxy's client sends an absolute URL.
  if (const std::string_view scheme = "http://"; target.starts_with(scheme)) {
    const auto slash = target.find_first_of("/?", scheme.size());
    target = slash == target.npos ? "/" : target.substr(slash);
  }
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = target.substr(std::min(target.size(), path.size() + 1));
  return {path.empty() ? "/" : path, query};
}

std::string_view form_of(const HttpRequest& request) {
  const bool form = request.method == "POST" && is_form(header(request, "content-type"));
  return form ? std::string_view{request.body} : std::string_view{};
}

std::string_view header(const HttpRequest& request, std::string_view name) {
  for (const auto& [candidate, value] : request.headers) {
    if (equal_ignoring_case(candidate, name)) return value;
  }
  return {};
}

}  // namespace hallmark::runner::reference
