// SPDX-License-Identifier: Apache-2.0
//
// SignatureVersion 1.0: Base64(HMAC-SHA1(secret + "&", METHOD & %2F & encoded canonical query)),
// over the parameters of query and form together, all but Signature.
#include <string>

#include "runner/reference/authentication.hpp"
#include "runner/reference/crypto.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view mandatory[] = {
    "AccessKeyId",    "Signature", "SignatureMethod", "SignatureVersion",
    "SignatureNonce", "Timestamp", "Version",         "Action",
};

void append_canonical_query(std::string& out, const Call& call) {
  for (const Parameter& parameter : call.parameters.sorted()) {
    if (parameter.name == "Signature") continue;
    if (!out.empty()) out += '&';
    append_percent_encoded(out, parameter.name);
    out += '=';
    append_percent_encoded(out, parameter.value);
  }
}

// Valid until the next call in this thread.
const std::string& string_to_sign(const Call& call) {
  thread_local std::string canonical_query;
  thread_local std::string result;
  canonical_query.clear();
  append_canonical_query(canonical_query, call);
  result.assign(call.http.method);
  result += "&%2F&";
  append_percent_encoded(result, canonical_query);
  return result;
}

std::string signature_of(const std::string& text, const std::string& secret) {
  return base64(hmac_sha1(secret + '&', text));
}

// Helps the authors of clients. It holds what they sent, nothing else; long ones are left out, and
// so are those that would repeat a security token.
std::string explanation(const Call& call, const std::string& text) {
  constexpr std::size_t longest = 8192;  // bytes
  if (text.size() > longest || !call.parameters.value("SecurityToken").empty()) return {};
  return " server string to sign is:" + text;
}

}  // namespace

Outcome authenticate_v1(Call& call) {
  for (const std::string_view name : mandatory) {
    if (call.parameters.value(name).empty()) return missing(name);
  }
  if (Outcome refusal = identify(call, call.parameters.value("AccessKeyId"))) return refusal;
  if (call.parameters.value("SignatureMethod") != "HMAC-SHA1") {
    return Refusal{Reason::invalid_signature_parameter, "SignatureMethod"};
  }
  if (call.parameters.value("SignatureVersion") != "1.0") {
    return Refusal{Reason::invalid_signature_parameter, "SignatureVersion"};
  }
  if (!call.parameters.value("SignatureType").empty()) {
    return Refusal{Reason::invalid_signature_parameter, "SignatureType"};
  }
  if (Outcome refusal = check_timestamp(call, call.parameters.value("Timestamp"))) return refusal;

  const std::string& text = string_to_sign(call);
  const std::string expected = signature_of(text, call.world->access_key_secret);
  if (!equal_in_constant_time(expected, call.parameters.value("Signature"))) {
    return Refusal{Reason::incomplete_signature, explanation(call, text)};
  }
  return use_nonce(call, call.parameters.value("SignatureNonce"));
}

}  // namespace hallmark::runner::reference
