// SPDX-License-Identifier: Apache-2.0
//
// ACS3-HMAC-SHA256: the Authorization header signs method, path, query, chosen headers and, through
// x-acs-content-sha256, the body.
#include <algorithm>
#include <optional>
#include <string>

#include "runner/reference/authentication.hpp"
#include "runner/reference/crypto.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view algorithm = "ACS3-HMAC-SHA256";

constexpr std::string_view mandatory[] = {
    "host",       "authorization",         "x-acs-action",         "x-acs-version",
    "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256",
};

// ACS3-HMAC-SHA256 Credential=<id>,SignedHeaders=<a;b;c>,Signature=<hex>
struct Authorization {
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
};

std::optional<Authorization> parse_authorization(std::string_view text) {
  if (!text.starts_with(algorithm)) return std::nullopt;
  text.remove_prefix(algorithm.size());
  if (!text.starts_with(' ')) return std::nullopt;
  Authorization parsed;
  while (!text.empty()) {
    const std::string_view whole = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), whole.size() + 1));
    const std::string_view piece = trimmed(whole);
    const std::string_view name = piece.substr(0, piece.find('='));
    const std::string_view value = piece.substr(std::min(piece.size(), name.size() + 1));
    if (name == "Credential") parsed.credential = value;
    if (name == "SignedHeaders") parsed.signed_headers = value;
    if (name == "Signature") parsed.signature = value;
  }
  if (parsed.credential.empty() || parsed.signed_headers.empty() || parsed.signature.empty()) {
    return std::nullopt;
  }
  return parsed;
}

// Calls visit(name) for each name of a list "a;b;c".
template <class Visit>
void for_each_name(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(';'));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    visit(name);
  }
}

bool lists(std::string_view list, std::string_view name) {
  bool listed = false;
  for_each_name(list, [&](std::string_view each) { listed |= equal_ignoring_case(each, name); });
  return listed;
}

// What has to be among the signed headers: host, everything that begins with x-acs-, and the type
// of a body if there is one.
bool signs_enough(const Call& call, std::string_view signed_headers) {
  for (const std::string_view name : mandatory) {
    if (name != "authorization" && !lists(signed_headers, name)) return false;
  }
  for (const auto& [name, value] : call.http.headers) {
    constexpr std::string_view prefix = "x-acs-";
    const bool bound =
        equal_ignoring_case(std::string_view{name}.substr(0, prefix.size()), prefix) ||
        (!call.http.body.empty() && equal_ignoring_case(name, "content-type"));
    if (bound && !lists(signed_headers, name)) return false;
  }
  return true;
}

void append_canonical_query(std::string& out, const Call& call) {
  bool first = true;
  for (const Parameter& parameter : call.parameters.sorted()) {
    if (parameter.source != Source::query) continue;
    if (!first) out += '&';
    first = false;
    append_percent_encoded(out, parameter.name);
    out += '=';
    append_percent_encoded(out, parameter.value);
  }
}

// False when a signed header is not there, or is there twice.
bool append_canonical_headers(std::string& out, const Call& call, std::string_view signed_headers) {
  bool complete = true;
  for_each_name(signed_headers, [&](std::string_view name) {
    const auto is_it = [name](const auto& entry) { return equal_ignoring_case(entry.first, name); };
    if (std::count_if(call.http.headers.begin(), call.http.headers.end(), is_it) != 1) {
      complete = false;
      return;
    }
    out += name;
    out += ':';
    out += trimmed(header(call.http, name));
    out += '\n';
  });
  return complete;
}

// METHOD, path, query, headers, names of headers, hash of the body: a line each. Nothing when a
// signed header is missing or ambiguous.
std::optional<std::string> canonical_request(const Call& call, std::string_view signed_headers) {
  std::string text;
  text.reserve(1024);
  text += call.http.method;
  text += "\n/\n";
  append_canonical_query(text, call);
  text += '\n';
  if (!append_canonical_headers(text, call, signed_headers)) return std::nullopt;
  text += '\n';
  text += signed_headers;
  text += '\n';
  text += header(call.http, "x-acs-content-sha256");
  return text;
}

bool body_is_as_hashed(const Call& call) {
  constexpr std::string_view of_nothing =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const std::string_view announced = trimmed(header(call.http, "x-acs-content-sha256"));
  if (call.http.body.empty()) return announced == of_nothing;
  return announced == lower_hex(sha256(call.http.body));
}

}  // namespace

Outcome authenticate_v3(Call& call) {
  for (const std::string_view name : mandatory) {
    if (trimmed(header(call.http, name)).empty()) return missing(name);
  }
  const auto authorization = parse_authorization(trimmed(header(call.http, "authorization")));
  if (!authorization) return refuse(Reason::incomplete_signature);
  if (Outcome refusal = identify(call, authorization->credential)) return refusal;
  if (Outcome refusal = check_timestamp(call, trimmed(header(call.http, "x-acs-date")))) {
    return refusal;
  }

  if (!signs_enough(call, authorization->signed_headers) || !body_is_as_hashed(call)) {
    return refuse(Reason::incomplete_signature);
  }
  const auto request = canonical_request(call, authorization->signed_headers);
  if (!request) return refuse(Reason::incomplete_signature);
  std::string text{algorithm};
  text += '\n';
  text += lower_hex(sha256(*request));
  const std::string expected = lower_hex(hmac_sha256(call.world->access_key_secret, text));
  if (!equal_in_constant_time(expected, authorization->signature)) {
    return Refusal{Reason::incomplete_signature, " server string to sign is:" + text};
  }
  return use_nonce(call, trimmed(header(call.http, "x-acs-signature-nonce")));
}

}  // namespace hallmark::runner::reference
