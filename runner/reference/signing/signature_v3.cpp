// SPDX-License-Identifier: Apache-2.0
//
// ACS3-HMAC-SHA256: the Authorization header signs method, path, query, chosen headers and, through
// x-acs-content-sha256, the body.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "runner/reference/signing/crypto.hpp"
#include "runner/reference/signing/signatures.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference::v3 {
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

// The first header that has to be signed and is not: host, whatever begins with x-acs-, and the
// type of a body if there is one. Empty where all are.
std::string_view unsigned_header(const Request& request, std::string_view signed_headers) {
  if (request.broken(Defect::v3_signed_headers_not_enforced)) return {};
  constexpr std::string_view prefix = "x-acs-";
  for (const auto& [name, value] : request.http.headers) {
    const bool bound =
        equal_ignoring_case(name, "host") ||
        equal_ignoring_case(std::string_view{name}.substr(0, prefix.size()), prefix) ||
        (!request.http.body.empty() && equal_ignoring_case(name, "content-type"));
    if (bound && !lists(signed_headers, name)) return name;
  }
  return {};
}

std::string hash_of_body(const Request& request) {
  constexpr std::string_view of_nothing =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  return request.http.body.empty() ? std::string{of_nothing} : lower_hex(sha256(request.http.body));
}

// The hash that the client announced; only a defect lets it be absent.
std::string announced_hash(const Request& request) {
  const std::string_view announced = trimmed(request.header("x-acs-content-sha256"));
  return announced.empty() ? hash_of_body(request) : std::string{announced};
}

// Appends a line for each signed header. The name of the first one that is not there, or is there
// twice; nothing where each is there once.
std::optional<std::string_view> append_canonical_headers(std::string& out, const Request& request,
                                                         std::string_view signed_headers,
                                                         const Signed& parts) {
  std::optional<std::string_view> not_once;
  for_each_name(signed_headers, [&](std::string_view name) {
    if (name == "x-acs-content-sha256" && request.header(name).empty()) {
      out += "x-acs-content-sha256:" + announced_hash(request) + '\n';
      return;
    }
    std::string_view value;
    std::size_t times = 0;
    for (const auto& [candidate, text] : request.http.headers) {
      if (!equal_ignoring_case(candidate, name)) continue;
      value = text;
      ++times;
    }
    if (times != 1) {
      if (!not_once) not_once = name;
      return;
    }
    out += name;
    out += ':';
    out += !parts.part.empty() && name == parts.part ? parts.value : trimmed(value);
    out += '\n';
  });
  return not_once;
}

struct Canonical {
  std::string request;  // method, path, query, headers, their names, hash of the body: a line each
  std::optional<std::string_view> not_once;  // a signed header that is missing or ambiguous
};

Canonical canonical_request(const Request& request, std::string_view signed_headers,
                            const Signed& parts) {
  Canonical canonical;
  std::string& text = canonical.request;
  text.reserve(1024);
  text += parts.method;
  text += '\n';
  text += parts.path.empty() ? split_target(request.http.target).path : parts.path;
  text += '\n';
  append_canonical_query(text, request, parts);
  text += '\n';
  canonical.not_once = append_canonical_headers(text, request, signed_headers, parts);
  text += '\n';
  text += signed_headers;
  text += '\n';
  text += parts.part == "x-acs-content-sha256" ? std::string{parts.value} : announced_hash(request);
  return canonical;
}

std::string string_to_sign(std::string_view canonical_request) {
  std::string text{algorithm};
  text += '\n';
  text += lower_hex(sha256(canonical_request));
  return text;
}

}  // namespace

Claim claim_of(const Request& request) {
  const auto authorization = parse_authorization(trimmed(request.header("authorization")));
  Claim claim{.access_key_id = {},
              .signature = {},
              .signed_headers = {},
              .timestamp = trimmed(request.header("x-acs-date")),
              .nonce = trimmed(request.header("x-acs-signature-nonce"))};
  if (authorization) {
    claim.access_key_id = authorization->credential;
    claim.signature = authorization->signature;
    claim.signed_headers = authorization->signed_headers;
  }
  return claim;
}

std::optional<Flaw> find_missing_part(const Request& request, const Claim& claim) {
  for (const auto& [name, optional_by] : mandatory) {
    if (!trimmed(request.header(name)).empty()) continue;
    if (optional_by != Defect::count && request.broken(optional_by)) continue;
    return Flaw{Flaw::Kind::missing, std::string{name}};
  }
  if (claim.signature.empty()) return Flaw{Flaw::Kind::other_way, "authorization"};
  return std::nullopt;
}

std::optional<Flaw> find_mismatch(const Request& request, const Claim& claim,
                                  std::string_view secret) {
  const std::string_view forgotten = unsigned_header(request, claim.signed_headers);
  if (!forgotten.empty()) return Flaw{Flaw::Kind::not_signed, std::string{forgotten}};
  if (announced_hash(request) != hash_of_body(request) &&
      !request.broken(Defect::v3_body_hash_not_checked)) {
    return Flaw{Flaw::Kind::other_body, "x-acs-content-sha256"};
  }
  Canonical canonical =
      canonical_request(request, claim.signed_headers, {.method = request.http.method});
  if (canonical.not_once) return Flaw{Flaw::Kind::not_once, std::string{*canonical.not_once}};
  std::string text = string_to_sign(canonical.request);
  if (equal_in_constant_time(lower_hex(hmac_sha256(secret, text)), claim.signature)) {
    return std::nullopt;
  }
  return Flaw{.kind = Flaw::Kind::mismatch,
              .string_to_sign = std::move(text),
              .canonical_request = std::move(canonical.request)};
}

std::string signature_over(const Request& request, const Claim& claim, std::string_view secret,
                           const Signed& parts) {
  const Canonical canonical = canonical_request(request, claim.signed_headers, parts);
  if (canonical.not_once) return {};
  return lower_hex(hmac_sha256(secret, string_to_sign(canonical.request)));
}

}  // namespace hallmark::runner::reference::v3
