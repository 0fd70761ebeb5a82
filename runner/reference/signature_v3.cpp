// SPDX-License-Identifier: Apache-2.0
//
// ACS3-HMAC-SHA256: the Authorization header signs method, path, query, chosen headers and, through
// x-acs-content-sha256, the body.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "runner/reference/authentication.hpp"
#include "runner/reference/crypto.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view algorithm = "ACS3-HMAC-SHA256";

constexpr struct {
  std::string_view name;
  Defect optional_by;  // count: no defect makes it optional
} mandatory[] = {
    {"host", Defect::count},
    {"authorization", Defect::count},
    {"x-acs-action", Defect::count},
    {"x-acs-version", Defect::v3_missing_version_accepted},
    {"x-acs-date", Defect::v3_missing_date_accepted},
    {"x-acs-signature-nonce", Defect::v3_missing_nonce_accepted},
    {"x-acs-content-sha256", Defect::v3_missing_content_hash_accepted},
};

Outcome check_mandatory(const Call& call) {
  for (const auto& [name, optional_by] : mandatory) {
    if (!trimmed(call.header(name)).empty()) continue;
    if (optional_by != Defect::count && call.broken(optional_by)) continue;
    return missing(name);
  }
  return accepted;
}

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
  if (call.broken(Defect::v3_signed_headers_not_enforced)) return true;
  constexpr std::string_view prefix = "x-acs-";
  for (const auto& [name, value] : call.http.headers) {
    const bool bound =
        equal_ignoring_case(name, "host") ||
        equal_ignoring_case(std::string_view{name}.substr(0, prefix.size()), prefix) ||
        (!call.http.body.empty() && equal_ignoring_case(name, "content-type"));
    if (bound && !lists(signed_headers, name)) return false;
  }
  return true;
}

std::string hash_of_body(const Call& call) {
  constexpr std::string_view of_nothing =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  return call.http.body.empty() ? std::string{of_nothing} : lower_hex(sha256(call.http.body));
}

// The hash that the client announced; only a defect lets it be absent.
std::string announced_hash(const Call& call) {
  const std::string_view announced = trimmed(call.header("x-acs-content-sha256"));
  return announced.empty() ? hash_of_body(call) : std::string{announced};
}

// False when a signed header is not there, or is there twice.
bool append_canonical_headers(std::string& out, const Call& call, std::string_view signed_headers,
                              const Signed& parts) {
  bool complete = true;
  for_each_name(signed_headers, [&](std::string_view name) {
    if (name == "x-acs-content-sha256" && call.header(name).empty()) {
      out += "x-acs-content-sha256:" + announced_hash(call) + '\n';
      return;
    }
    std::string_view value;
    std::size_t times = 0;
    for (const auto& [candidate, text] : call.http.headers) {
      if (!equal_ignoring_case(candidate, name)) continue;
      value = text;
      ++times;
    }
    if (times != 1) {
      complete = false;
      return;
    }
    const bool replaced = !parts.action.empty() && name == "x-acs-action";
    out += name;
    out += ':';
    out += replaced ? parts.action : trimmed(value);
    out += '\n';
  });
  return complete;
}

// Method, path, query, headers, names of headers and hash of the body, a line each; hashed, and
// named with the algorithm. Nothing when a signed header is missing or ambiguous.
std::optional<std::string> string_to_sign(const Call& call, std::string_view signed_headers,
                                          const Signed& parts) {
  std::string request;
  request.reserve(1024);
  request += parts.method;
  request += "\n/\n";
  append_canonical_query(request, call, parts);
  request += '\n';
  if (!append_canonical_headers(request, call, signed_headers, parts)) return std::nullopt;
  request += '\n';
  request += signed_headers;
  request += '\n';
  request += announced_hash(call);
  std::string text{algorithm};
  text += '\n';
  text += lower_hex(sha256(request));
  return text;
}

Outcome check_signature(const Call& call, const Authorization& authorization) {
  const auto text =
      string_to_sign(call, authorization.signed_headers, {.method = call.http.method});
  if (!text) return refuse(Reason::incomplete_signature);
  const std::string& secret = call.world->access_key_secret;
  const std::string expected = lower_hex(hmac_sha256(secret, *text));
  if (equal_in_constant_time(expected, authorization.signature)) return accepted;
  const auto over = [&](const Signed& parts) {
    const auto other = string_to_sign(call, authorization.signed_headers, parts);
    return other ? lower_hex(hmac_sha256(secret, *other)) : std::string{};
  };
  if (!call.defects.empty() &&
      is_wrong_signature_accepted(call, authorization.signature, expected, over)) {
    return accepted;
  }
  return Refusal{Reason::incomplete_signature, " server string to sign is:" + *text};
}

}  // namespace

Outcome authenticate_v3(Call& call) {
  if (Outcome refusal = check_mandatory(call)) return refusal;
  const auto authorization = parse_authorization(trimmed(call.header("authorization")));
  if (!authorization) return refuse(Reason::incomplete_signature);
  if (Outcome refusal = identify(call, authorization->credential)) return refusal;
  const std::string_view date = trimmed(call.header("x-acs-date"));
  if (!date.empty()) {
    if (Outcome refusal = check_timestamp(call, date)) return refusal;
  }
  if (!signs_enough(call, authorization->signed_headers)) {
    return refuse(Reason::incomplete_signature);
  }
  const std::string_view announced = trimmed(call.header("x-acs-content-sha256"));
  if (!announced.empty() && announced != hash_of_body(call) &&
      !call.broken(Defect::v3_body_hash_not_checked)) {
    return refuse(Reason::incomplete_signature);
  }
  if (Outcome refusal = check_signature(call, *authorization)) return refusal;
  const std::string_view nonce = trimmed(call.header("x-acs-signature-nonce"));
  return nonce.empty() ? accepted : use_nonce(call, nonce, date);
}

}  // namespace hallmark::runner::reference
