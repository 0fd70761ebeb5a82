// SPDX-License-Identifier: Apache-2.0
//
// SignatureVersion 1.0: Base64(HMAC-SHA1(secret + "&", METHOD & %2F & encoded canonical query)),
// over the parameters of query and form together, all but Signature.
#include <string>

#include "runner/reference/authentication.hpp"
#include "runner/reference/crypto.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr struct {
  std::string_view name;
  Defect optional_by;  // count: no defect makes it optional
} mandatory[] = {
    {"AccessKeyId", Defect::count},
    {"Signature", Defect::missing_signature_accepted},
    {"SignatureMethod", Defect::missing_signature_method_accepted},
    {"SignatureVersion", Defect::missing_signature_version_accepted},
    {"SignatureNonce", Defect::missing_nonce_accepted},
    {"Timestamp", Defect::missing_timestamp_accepted},
    {"Version", Defect::missing_version_accepted},
    {"Action", Defect::count},
};

Outcome check_mandatory(const Call& call) {
  for (const auto& [name, optional_by] : mandatory) {
    if (!call.parameters.value(name).empty()) continue;
    if (optional_by != Defect::count && call.broken(optional_by)) continue;
    if (name == "AccessKeyId" && call.broken(Defect::missing_access_key_answers_500)) {
      return refuse(Reason::service_failure);
    }
    return missing(name);
  }
  return accepted;
}

// Refuses a parameter that says how it was signed, if it says something else than `wanted`. An
// empty one is left alone: where it is mandatory, that was checked before.
Outcome check_way_of_signing(const Call& call, std::string_view name, std::string_view wanted,
                             Defect not_checked) {
  const std::string_view value = call.parameters.value(name);
  if (value.empty() || value == wanted || call.broken(not_checked)) return accepted;
  return Refusal{Reason::invalid_signature_parameter, std::string{name}};
}

// Valid until the next call in this thread.
const std::string& string_to_sign(const Call& call, const Signed& parts) {
  thread_local std::string canonical_query;
  thread_local std::string result;
  canonical_query.clear();
  append_canonical_query(canonical_query, call, parts);
  result.assign(parts.method);
  result += "&%2F&";
  append_percent_encoded(result, canonical_query);
  return result;
}

std::string signature_over(const Call& call, const Signed& parts) {
  return base64(hmac_sha1(call.world->access_key_secret + '&', string_to_sign(call, parts)));
}

// Helps the authors of clients. It holds what they sent, nothing else; long ones are left out, and
// so are those that would repeat a security token.
std::string explanation(const Call& call) {
  constexpr std::size_t longest = 8192;  // bytes
  const std::string& text = string_to_sign(call, {.method = call.http.method});
  if (text.size() > longest || !call.parameters.value("SecurityToken").empty()) return {};
  return " server string to sign is:" + text;
}

Outcome check_signature(const Call& call) {
  const std::string_view given = call.parameters.value("Signature");
  if (given.empty()) return accepted;  // only a defect lets it come this far
  const std::string expected = signature_over(call, {.method = call.http.method});
  if (equal_in_constant_time(expected, given)) return accepted;
  const auto over = [&call](const Signed& parts) { return signature_over(call, parts); };
  if (!call.defects.empty() && is_wrong_signature_accepted(call, given, expected, over)) {
    return accepted;
  }
  return Refusal{Reason::incomplete_signature, explanation(call)};
}

}  // namespace

Outcome authenticate_v1(Call& call) {
  const Parameters& parameters = call.parameters;
  if (Outcome refusal = check_mandatory(call)) return refusal;
  if (Outcome refusal = identify(call, parameters.value("AccessKeyId"))) return refusal;
  if (Outcome refusal = check_way_of_signing(call, "SignatureMethod", "HMAC-SHA1",
                                             Defect::signature_method_not_checked)) {
    return refusal;
  }
  if (Outcome refusal = check_way_of_signing(call, "SignatureVersion", "1.0",
                                             Defect::signature_version_not_checked)) {
    return refusal;
  }
  if (!parameters.value("SignatureType").empty()) {
    return Refusal{Reason::invalid_signature_parameter, "SignatureType"};
  }
  const std::string_view timestamp = parameters.value("Timestamp");
  if (!timestamp.empty()) {
    if (Outcome refusal = check_timestamp(call, timestamp)) return refusal;
  }
  if (Outcome refusal = check_signature(call)) return refusal;
  const std::string_view nonce = parameters.value("SignatureNonce");
  return nonce.empty() ? accepted : use_nonce(call, nonce, timestamp);
}

}  // namespace hallmark::runner::reference
