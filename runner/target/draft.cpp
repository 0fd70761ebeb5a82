// SPDX-License-Identifier: Apache-2.0
#include "runner/target/draft.hpp"

#include <algorithm>
#include <utility>

#include "runner/target/twists.hpp"
#include "runner/wire/signing/keyed_signature.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

using cases::Encoding;
using cases::NameSpelling;

constexpr std::string_view api_version = "2014-05-26";
constexpr std::string_view v3_algorithm = "ACS3-HMAC-SHA256";

void append_encoded(std::string& out, std::string_view value, Encoding encoding, bool form) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  switch (encoding) {
    case Encoding::canonical:
      append_percent_encode(out, value);
      return;
    case Encoding::lower_hex: {
      std::string encoded = percent_encode(value);
      for (std::size_t i = 0; i + 2 < encoded.size(); ++i) {
        if (encoded[i] != '%') continue;
        encoded[i + 1] = lower_case({encoded[i + 1]})[0];
        encoded[i + 2] = lower_case({encoded[i + 2]})[0];
      }
      out += encoded;
      return;
    }
    case Encoding::every_byte:
      for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
      }
      return;
    case Encoding::plus:
      if (form) {
        append_form_encode(out, value);
      } else {
        append_percent_encode(out, value);
      }
      return;
    case Encoding::bare:
      for (const char c : value) {
        if (std::string_view{"*/:@!$'(),"}.find(c) != std::string_view::npos) {
          out += c;
        } else {
          append_percent_encode(out, std::string_view{&c, 1});
        }
      }
      return;
  }
}

void append_name(std::string& out, std::string_view name, NameSpelling spelling) {
  if (spelling == NameSpelling::behind_an_empty_piece) out += '&';
  const bool is_encoded = spelling == NameSpelling::every_byte;
  append_encoded(out, name, is_encoded ? Encoding::every_byte : Encoding::canonical, false);
}

// Under V3 what selects the answer's form stays in the URL, whatever carries the rest.
bool travels_in_query(const Draft& draft, std::string_view name) {
  const bool is_apart = std::ranges::find(draft.apart, name) != draft.apart.end();
  switch (draft.variant.method) {
    case cases::Method::get:
      return true;
    case cases::Method::post_query:
      return !is_apart;
    case cases::Method::post_form:
      return is_apart || (draft.variant.signature == cases::Signature::v3 && name == "Format");
  }
  return true;
}

// What travels in the query, or in the form.
void append_parameters(std::string& text, const Draft& draft, bool query) {
  const std::size_t begin = text.size();
  text.reserve(begin + draft.parameters.size() * 40);
  for (const auto& [name, value] : draft.parameters) {
    if (travels_in_query(draft, name) != query) continue;
    if (text.size() != begin) text += '&';
    const auto spelling = std::ranges::find(draft.spellings, name, &Spelling::name);
    const bool is_canonical = spelling == draft.spellings.end();
    append_name(text, name, is_canonical ? NameSpelling::canonical : spelling->of_name);
    text += '=';
    append_encoded(text, value, is_canonical ? Encoding::canonical : spelling->of_value, !query);
  }
}

std::string query_to_sign(const Draft& draft) {
  if (!has_form(draft)) return canonical_query(draft.parameters);
  Parameters in_query;
  for (const auto& parameter : draft.parameters) {
    if (travels_in_query(draft, parameter.first)) in_query.push_back(parameter);
  }
  return canonical_query(in_query);
}

using HeaderPointers = std::vector<const Headers::value_type*>;

HeaderPointers headers_named(const Headers& headers, std::string_view list) {
  HeaderPointers named;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    const auto found = std::ranges::find_if(headers, [&](const auto& header) {
      return same_header_name(header.first, list.substr(0, end));
    });
    if (found != headers.end()) named.push_back(&*found);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return named;
}

HeaderPointers headers_to_sign(const Headers& headers) {
  constexpr std::string_view own = "x-acs-";
  HeaderPointers named;
  named.reserve(headers.size());
  for (const auto& header : headers) {
    const std::string_view name = header.first;
    if (same_header_name(name.substr(0, own.size()), own) || same_header_name(name, "host") ||
        same_header_name(name, "content-type")) {
      named.push_back(&header);
    }
  }
  return named;
}

void add_common_v1(Draft& draft, const Common& common, const Credentials& credentials, bool json) {
  Parameters& parameters = draft.parameters;
  parameters.emplace_back("AccessKeyId", credentials.access_key_id);
  parameters.emplace_back("Action", common.action);
  parameters.emplace_back("Format", json ? "JSON" : "XML");
  parameters.emplace_back("SignatureMethod", "HMAC-SHA1");
  parameters.emplace_back("SignatureNonce", common.nonce);
  parameters.emplace_back("SignatureVersion", "1.0");
  parameters.emplace_back("Timestamp", common.timestamp);
  parameters.emplace_back("Version", std::string{api_version});
  if (!credentials.security_token.empty()) {
    parameters.emplace_back("SecurityToken", credentials.security_token.reveal());
  }
}

void add_common_v3(Draft& draft, const Common& common, const Credentials& credentials, bool json) {
  draft.parameters.emplace_back("Format", json ? "JSON" : "XML");
  Headers& headers = draft.headers;
  headers.emplace_back("accept", json ? "application/json" : "application/xml");
  headers.emplace_back("x-acs-action", common.action);
  headers.emplace_back("x-acs-version", api_version);
  headers.emplace_back("x-acs-date", common.timestamp);
  headers.emplace_back("x-acs-signature-nonce", common.nonce);
  if (!credentials.security_token.empty()) {
    headers.emplace_back("x-acs-security-token", credentials.security_token.reveal());
  }
  draft.authorization.emplace_back("Credential", credentials.access_key_id);
}

void sign_v1(Draft& draft, std::string_view key, std::vector<Secret>& secrets) {
  std::string signature = signature_v1_with(key, string_to_sign_v1(draft.method, draft.parameters));
  secrets.push_back(signature);
  secrets.push_back(percent_encode(signature));
  // An edit may have put a Signature there before signing; it stays what the edit made it.
  const auto is_signature = [](const auto& part) { return part.first == "Signature"; };
  if (std::ranges::none_of(draft.parameters, is_signature)) {
    draft.parameters.emplace_back("Signature", std::move(signature));
  }
}

void sign_v3(Draft& draft, std::string_view key, std::vector<Secret>& secrets) {
  const std::string* hash = find_header(draft.headers, "x-acs-content-sha256");
  if (hash == nullptr) {
    hash = &draft.headers.emplace_back("x-acs-content-sha256", sha256_hex(body_of(draft))).second;
  }
  const std::string* given = find_header(draft.authorization, "SignedHeaders");
  CanonicalHeaders signed_headers = canonical_headers(
      given == nullptr ? headers_to_sign(draft.headers) : headers_named(draft.headers, *given));
  std::string signature = signature_v3_with(
      key,
      canonical_request_v3(draft.method, draft.path, query_to_sign(draft), signed_headers, *hash));
  if (given == nullptr) {
    draft.authorization.emplace_back("SignedHeaders", std::move(signed_headers.names));
  }
  secrets.push_back(signature);
  draft.authorization.emplace_back("Signature", std::move(signature));
}

}  // namespace

bool has_form(const Draft& draft) {
  return draft.variant.method == cases::Method::post_form ||
         (draft.variant.method == cases::Method::post_query && !draft.apart.empty());
}

std::string_view algorithm_of(const Draft& draft) {
  return draft.algorithm ? std::string_view{*draft.algorithm} : v3_algorithm;
}

void add_common(Draft& draft, const Common& common, const Credentials& credentials) {
  const bool v1 = draft.variant.signature == cases::Signature::v1;
  const bool json = draft.variant.format == cases::Format::json;
  (v1 ? add_common_v1 : add_common_v3)(draft, common, credentials, json);
}

Secret signing_key_of(const Draft& draft, const Credentials& credentials) {
  const bool v1 = draft.variant.signature == cases::Signature::v1;
  return v1 ? Secret{credentials.access_key_secret.reveal() + '&'} : credentials.access_key_secret;
}

void sign(Draft& draft, const Credentials& credentials, std::vector<Secret>& secrets) {
  const bool v1 = draft.variant.signature == cases::Signature::v1;
  const Secret key = draft.signing_key ? *draft.signing_key : signing_key_of(draft, credentials);
  (v1 ? sign_v1 : sign_v3)(draft, key.reveal(), secrets);
}

std::string authorization_header(const Draft& draft) {
  std::string text;
  text.reserve(320);
  text.append(algorithm_of(draft));
  for (const char* separator = " "; const auto& [name, value] : draft.authorization) {
    text.append(separator).append(name).append("=").append(value);
    separator = ",";
  }
  return text;
}

std::string target_of(const Draft& draft) {
  std::string target = draft.path + '?';
  append_parameters(target, draft, true);
  if (target.size() == draft.path.size() + 1) target.pop_back();  // there are none
  return target;
}

std::string body_of(const Draft& draft) {
  if (draft.body) return *draft.body;
  std::string body;
  if (has_form(draft)) append_parameters(body, draft, false);
  return body;
}

}  // namespace hallmark::runner
