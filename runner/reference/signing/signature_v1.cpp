// SPDX-License-Identifier: Apache-2.0
//
// SignatureVersion 1.0: Base64(HMAC-SHA1(secret + "&", METHOD & %2F & encoded canonical query)),
// over the parameters of query and form together, all but Signature.
#include "runner/reference/signing/crypto.hpp"
#include "runner/reference/signing/signatures.hpp"

namespace hallmark::runner::reference::v1 {
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

// How a request says that it was signed. An empty value is left alone: where one is mandatory, that
// was checked before.
constexpr struct {
  std::string_view name;
  std::string_view wanted;
  Defect not_checked_by;  // count: no defect accepts another one
} ways[] = {
    {"SignatureMethod", "HMAC-SHA1", Defect::signature_method_not_checked},
    {"SignatureVersion", "1.0", Defect::signature_version_not_checked},
    {"SignatureType", "", Defect::count},
};

std::string string_to_sign(const Request& request, const Signed& parts) {
  std::string canonical_query;
  append_canonical_query(canonical_query, request, parts);
  std::string text{parts.method};
  text += "&%2F&";
  append_percent_encoded(text, canonical_query);
  return text;
}

std::string sign(std::string_view secret, std::string_view text, bool bare_key = false) {
  std::string key{secret};
  if (!bare_key) key += '&';
  return base64(hmac_sha1(key, text));
}

}  // namespace

Claim claim_of(const Request& request) {
  const Parameters& parameters = request.parameters;
  return {.access_key_id = parameters.value("AccessKeyId"),
          .signature = parameters.value("Signature"),
          .signed_headers = {},
          .timestamp = parameters.value("Timestamp"),
          .nonce = parameters.value("SignatureNonce")};
}

std::optional<Flaw> find_missing_part(const Request& request) {
  for (const auto& [name, optional_by] : mandatory) {
    if (!request.parameters.value(name).empty()) continue;
    if (optional_by != Defect::count && request.broken(optional_by)) continue;
    return Flaw{Flaw::Kind::missing, std::string{name}};
  }
  return std::nullopt;
}

std::optional<Flaw> find_other_way(const Request& request) {
  for (const auto& [name, wanted, not_checked_by] : ways) {
    const std::string_view value = request.parameters.value(name);
    if (value.empty() || value == wanted) continue;
    if (not_checked_by != Defect::count && request.broken(not_checked_by)) continue;
    return Flaw{Flaw::Kind::other_way, std::string{name}};
  }
  return std::nullopt;
}

std::optional<Flaw> find_mismatch(const Request& request, const Claim& claim,
                                  std::string_view secret) {
  if (claim.signature.empty()) return std::nullopt;  // only a defect lets it come this far
  std::string text = string_to_sign(request, {.method = request.http.method});
  if (equal_in_constant_time(sign(secret, text), claim.signature)) return std::nullopt;
  return Flaw{.kind = Flaw::Kind::mismatch, .string_to_sign = std::move(text)};
}

std::string signature_over(const Request& request, std::string_view secret, const Signed& parts) {
  return sign(secret, string_to_sign(request, parts), parts.bare_key);
}

}  // namespace hallmark::runner::reference::v1
