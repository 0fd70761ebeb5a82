// SPDX-License-Identifier: Apache-2.0
#include "runner/target/request_builder.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "runner/wire/percent_encoding.hpp"
#include "runner/wire/query.hpp"
#include "runner/wire/redact.hpp"

namespace hallmark::runner {
namespace {

using cases::Edit;
using cases::Encoding;
using cases::Handle;
using cases::Twist;

constexpr std::string_view api_version = "2014-05-26";
constexpr std::string_view v3_algorithm = "ACS3-HMAC-SHA256";
constexpr std::size_t kept_of_a_request = 16U << 10U;

struct Part {
  std::string name;
  std::string value;
  Encoding encoding = Encoding::canonical;
};
using Parts = std::vector<Part>;

// A request that is not yet bytes.
struct Draft {
  std::string method;
  std::string path;
  cases::Variant variant;
  Parts parameters;             // all that travel in the query or in the form
  Headers headers;              // in the order in which they are sent
  std::string algorithm{v3_algorithm};
  Parts authorization;          // V3: Credential, SignedHeaders, Signature
  std::optional<std::string> body;
};

char flipped(char c) {
  if (c == 'A' || c == 'a' || c == '0') return static_cast<char>(c + 1);
  return (c >= 'a' && c <= 'z') ? 'a' : (c >= 'A' && c <= 'Z') ? 'A' : '0';
}

// The last letter or digit becomes another one. In Base64 the very last one may hold spare bits that
// a decoder overlooks, so it is the first one that is changed where the value ends in '='.
std::string flip(std::string value) {
  const bool base64 = value.ends_with('=');
  const auto is_sign = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (base64) {
    const auto first = std::ranges::find_if(value, is_sign);
    if (first != value.end()) *first = flipped(*first);
    return value;
  }
  for (auto at = value.rbegin(); at != value.rend(); ++at) {
    if (!is_sign(*at)) continue;
    *at = flipped(*at);
    break;
  }
  return value;
}

std::string with_case(std::string text, bool upper) {
  std::ranges::transform(text, text.begin(), [&](char c) {
    if (upper) return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string resolve(const cases::Value& value, const Cast& cast) {
  std::string handle;
  switch (value.handle) {
    case Handle::none: break;
    case Handle::instance_id: handle = cast.own().instance_id; break;
    case Handle::other_instance_id: handle = cast.other().instance_id; break;
    case Handle::region_id: handle = cast.own().region_id; break;
    case Handle::access_key_id: handle = cast.own().credentials.access_key_id; break;
    case Handle::other_access_key_id: handle = cast.other().credentials.access_key_id; break;
  }
  switch (value.twist) {
    case Twist::none: break;
    case Twist::upper_case: handle = with_case(std::move(handle), true); break;
    case Twist::without_last:
      if (!handle.empty()) handle.pop_back();
      break;
    case Twist::first_half: handle.resize(handle.size() / 2); break;
    case Twist::doubled: handle += handle; break;
  }
  return value.before + handle + value.after;
}

// The V3 header that stands in for a public parameter of V1; empty where there is none.
std::string_view header_of(std::string_view common) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> headers = {{
      {"Action", "x-acs-action"},
      {"Version", "x-acs-version"},
      {"Timestamp", "x-acs-date"},
      {"SignatureNonce", "x-acs-signature-nonce"},
      {"SecurityToken", "x-acs-security-token"},
      {"ContentHash", "x-acs-content-sha256"},
  }};
  const auto* const found =
      std::ranges::find(headers, common, &std::pair<std::string_view, std::string_view>::first);
  return found == headers.end() ? std::string_view{} : found->second;
}

std::string_view authorization_part(std::string_view common) {
  if (common == "AccessKeyId") return "Credential";
  if (common == "SignedHeaders" || common == "Signature") return common;
  return {};
}

// Does one edit to a list of named values. Parts and Headers alike.
template <class List, class MakeItem, class NameOf, class ValueOf, class SameName>
void edit_list(List& list, const Edit& edit, std::string_view name, const std::string& value,
               MakeItem make, NameOf name_of, ValueOf value_of, SameName same) {
  const auto found = std::ranges::find_if(list, [&](auto& item) { return same(name_of(item), name); });
  switch (edit.op) {
    case Edit::Op::set:
      if (found != list.end()) {
        value_of(*found) = value;
      } else {
        list.push_back(make(std::string{name}, value));
      }
      return;
    case Edit::Op::drop:
      std::erase_if(list, [&](auto& item) { return same(name_of(item), name); });
      return;
    case Edit::Op::repeat:
      list.push_back(make(std::string{name}, value));
      return;
    case Edit::Op::rename:
      if (found != list.end()) name_of(*found) = value;
      return;
    case Edit::Op::flip:
      if (found != list.end()) value_of(*found) = flip(value_of(*found));
      return;
    case Edit::Op::upper_case:
    case Edit::Op::lower_case:
      if (found != list.end()) {
        value_of(*found) = with_case(value_of(*found), edit.op == Edit::Op::upper_case);
      }
      return;
    case Edit::Op::cut_last:
      if (found != list.end() && !value_of(*found).empty()) value_of(*found).pop_back();
      return;
    case Edit::Op::shift:
      if (found != list.end()) {
        if (const auto time = parse_timestamp(value_of(*found))) {
          value_of(*found) = utc_timestamp(*time + std::chrono::seconds{edit.seconds});
        }
      }
      return;
  }
}

void edit_parts(Parts& parts, const Edit& edit, std::string_view name, const std::string& value) {
  edit_list(
      parts, edit, name, value,
      [](std::string n, std::string v) { return Part{std::move(n), std::move(v), {}}; },
      [](Part& part) -> std::string& { return part.name; },
      [](Part& part) -> std::string& { return part.value; },
      [](std::string_view left, std::string_view right) { return left == right; });
}

void edit_headers(Headers& headers, const Edit& edit, std::string_view name, const std::string& value) {
  edit_list(
      headers, edit, name, value,
      [](std::string n, std::string v) { return std::pair{std::move(n), std::move(v)}; },
      [](auto& header) -> std::string& { return header.first; },
      [](auto& header) -> std::string& { return header.second; }, same_header_name);
}

void set_format(Draft& draft, const Edit& edit, const std::string& value) {
  edit_parts(draft.parameters, edit, "Format", value);
  if (draft.variant.signature != cases::Signature::v3) return;
  const std::string lower = with_case(value, false);
  if (edit.op == Edit::Op::drop) {
    edit_headers(draft.headers, edit, "accept", {});
  } else if (lower == "xml" || lower == "json") {
    edit_headers(draft.headers, edit, "accept", "application/" + lower);
  }
}

void apply(const Edit& edit, Draft& draft, const Cast& cast) {
  const std::string value = resolve(edit.value, cast);
  switch (edit.where) {
    case Edit::Where::method:
      draft.method = edit.op == Edit::Op::lower_case ? with_case(draft.method, false) : value;
      return;
    case Edit::Where::path:
      draft.path = value;
      return;
    case Edit::Where::body:
      draft.body = edit.op == Edit::Op::drop ? std::string{} : value;
      return;
    case Edit::Where::header:
      edit_headers(draft.headers, edit, edit.name, value);
      return;
    case Edit::Where::parameter:
      edit_parts(draft.parameters, edit, edit.name, value);
      return;
    case Edit::Where::common:
      break;
  }
  if (edit.name == "Format") {
    set_format(draft, edit, value);
  } else if (draft.variant.signature == cases::Signature::v1) {
    edit_parts(draft.parameters, edit, edit.name, value);
  } else if (const std::string_view header = header_of(edit.name); !header.empty()) {
    edit_headers(draft.headers, edit, header, value);
  } else if (const std::string_view part = authorization_part(edit.name); !part.empty()) {
    edit_parts(draft.authorization, edit, part, value);
  } else if (edit.name == "SignatureMethod") {
    if (edit.op == Edit::Op::drop) {
      draft.algorithm.clear();
    } else if (edit.op == Edit::Op::lower_case || edit.op == Edit::Op::upper_case) {
      draft.algorithm = with_case(draft.algorithm, edit.op == Edit::Op::upper_case);
    } else {
      draft.algorithm = value;
    }
  }
}

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
        encoded[i + 1] = with_case({encoded[i + 1]}, false)[0];
        encoded[i + 2] = with_case({encoded[i + 2]}, false)[0];
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

std::string encoded(const Parts& parts, bool form) {
  std::string text;
  text.reserve(parts.size() * 32);
  for (const Part& part : parts) {
    if (!text.empty()) text += '&';
    append_percent_encode(text, part.name);
    text += '=';
    append_encoded(text, part.value, part.encoding, form);
  }
  return text;
}

Parameters plain(const Parts& parts) {
  Parameters parameters;
  parameters.reserve(parts.size());
  for (const Part& part : parts) parameters.emplace_back(part.name, part.value);
  return parameters;
}

bool is_form(const Draft& draft) { return draft.variant.method == cases::Method::post_form; }

// Under V3 what selects the answer's form stays in the URL, whatever carries the rest.
std::pair<Parts, Parts> query_and_form(const Draft& draft) {
  if (!is_form(draft)) return {draft.parameters, {}};
  if (draft.variant.signature == cases::Signature::v1) return {{}, draft.parameters};
  Parts query;
  Parts form;
  for (const Part& part : draft.parameters) {
    (part.name == "Format" ? query : form).push_back(part);
  }
  return {std::move(query), std::move(form)};
}

std::string body_of(const Draft& draft) {
  if (draft.body) return *draft.body;
  return is_form(draft) ? encoded(query_and_form(draft).second, true) : std::string{};
}

Headers headers_named(const Headers& headers, std::string_view list) {
  Headers named;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    const std::string_view name = list.substr(0, end);
    if (const std::string* value = find_header(headers, name)) named.emplace_back(name, *value);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return named;
}

Headers headers_to_sign(const Headers& headers) {
  Headers named;
  for (const auto& header : headers) {
    const std::string name = with_case(header.first, false);
    if (name.starts_with("x-acs-") || name == "host" || name == "content-type") {
      named.push_back(header);
    }
  }
  return named;
}

void draft_v1(Draft& draft, const std::string& action, const Credentials& credentials,
              const std::string& nonce, const std::string& timestamp, bool json) {
  Parts& parameters = draft.parameters;
  parameters.push_back({"AccessKeyId", credentials.access_key_id});
  parameters.push_back({"Action", action});
  parameters.push_back({"Format", json ? "JSON" : "XML"});
  parameters.push_back({"SignatureMethod", "HMAC-SHA1"});
  parameters.push_back({"SignatureNonce", nonce});
  parameters.push_back({"SignatureVersion", "1.0"});
  parameters.push_back({"Timestamp", timestamp});
  parameters.push_back({"Version", std::string{api_version}});
  if (!credentials.security_token.empty()) {
    parameters.push_back({"SecurityToken", credentials.security_token});
  }
}

void draft_v3(Draft& draft, const std::string& action, const Credentials& credentials,
              const std::string& nonce, const std::string& timestamp, bool json) {
  draft.parameters.push_back({"Format", json ? "JSON" : "XML"});
  Headers& headers = draft.headers;
  headers.emplace_back("accept", json ? "application/json" : "application/xml");
  headers.emplace_back("x-acs-action", action);
  headers.emplace_back("x-acs-version", api_version);
  headers.emplace_back("x-acs-date", timestamp);
  headers.emplace_back("x-acs-signature-nonce", nonce);
  if (!credentials.security_token.empty()) {
    headers.emplace_back("x-acs-security-token", credentials.security_token);
  }
  draft.authorization.push_back({"Credential", credentials.access_key_id});
}

std::string sign_v1(Draft& draft, Signer& signer) {
  std::string signature = signer.sign_v1(string_to_sign_v1(draft.method, plain(draft.parameters)));
  // An edit may have put a Signature there before signing; it stays what the edit made it.
  const auto is_signature = [](const Part& part) { return part.name == "Signature"; };
  if (std::ranges::none_of(draft.parameters, is_signature)) {
    draft.parameters.push_back({"Signature", signature});
  }
  return signature;
}

std::string sign_v3(Draft& draft, Signer& signer) {
  if (find_header(draft.headers, "x-acs-content-sha256") == nullptr) {
    draft.headers.emplace_back("x-acs-content-sha256", sha256_hex(body_of(draft)));
  }
  const auto given = std::ranges::find(draft.authorization, "SignedHeaders", &Part::name);
  const Headers signed_headers = given == draft.authorization.end()
                                     ? headers_to_sign(draft.headers)
                                     : headers_named(draft.headers, given->value);
  if (given == draft.authorization.end()) {
    draft.authorization.push_back({"SignedHeaders", signed_header_names(signed_headers)});
  }
  const std::string* hash = find_header(draft.headers, "x-acs-content-sha256");
  std::string signature = signer.sign_v3(canonical_request_v3(
      draft.method, draft.path, canonical_query(plain(query_and_form(draft).first)), signed_headers,
      hash ? std::string_view{*hash} : std::string_view{}));
  draft.authorization.push_back({"Signature", signature});
  return signature;
}

std::string authorization_header(const Draft& draft) {
  std::string text = draft.algorithm;
  for (const char* separator = " "; const Part& part : draft.authorization) {
    text += separator;
    text += part.name + "=" + part.value;
    separator = ",";
  }
  return text;
}

bool of_header(const Edit& edit) { return edit.where == Edit::Where::header; }

}  // namespace

Signer& Cast::signer_of(const Credentials& credentials) {
  for (auto& [known, signer] : signers_) {
    if (known == credentials) return signer;
  }
  return signers_.emplace_back(credentials, Signer{credentials}).second;
}

Credentials Cast::credentials_of(cases::Identity identity) const {
  Credentials credentials = own_.credentials;
  switch (identity) {
    case cases::Identity::own: break;
    case cases::Identity::wrong_secret:
      credentials.access_key_secret = flip(credentials.access_key_secret);
      break;
    case cases::Identity::unknown_key:
      credentials.access_key_id = "LTAInobodyhasthiskey0";
      break;
    case cases::Identity::other_account:
      return other_.credentials;
  }
  return credentials;
}

RequestBuilder::RequestBuilder(std::string host, std::string path, NonceGenerator nonces, Clock clock)
    : host_{std::move(host)},
      path_{std::move(path)},
      nonces_{nonces},
      clock_{std::move(clock)} {}

BuiltRequest RequestBuilder::build(const cases::Call& call, cases::Variant variant, Cast& cast,
                                   std::string_view reactivate_spelling, std::string_view nonce) {
  BuiltRequest built;
  built.action = call.action;
  if (!call.spelled_as_is && call.action == "ReactivateInstances" && !reactivate_spelling.empty()) {
    built.action = reactivate_spelling;
  }
  built.nonce = nonce.empty() ? nonces_.next() : std::string{nonce};
  const Credentials credentials = cast.credentials_of(call.identity);
  const std::string timestamp = utc_timestamp(clock_());
  const bool json = variant.format == cases::Format::json;

  Draft draft;
  draft.method = variant.method == cases::Method::get ? "GET" : "POST";
  draft.path = path_;
  draft.variant = variant;
  draft.headers.emplace_back("Host", host_);
  draft.headers.emplace_back("User-Agent", "hallmark");
  if (is_form(draft)) {
    draft.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  }
  for (const cases::Argument& argument : call.arguments) {
    draft.parameters.push_back({argument.name, resolve(argument.value, cast), argument.encoding});
  }
  const bool v1 = variant.signature == cases::Signature::v1;
  (v1 ? draft_v1 : draft_v3)(draft, built.action, credentials, built.nonce, timestamp, json);

  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::before_signing) apply(edit, draft, cast);
  }
  Signer& signer = cast.signer_of(credentials);
  const std::string signature = v1 ? sign_v1(draft, signer) : sign_v3(draft, signer);
  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::after_signing && !of_header(edit)) apply(edit, draft, cast);
  }
  if (!v1) draft.headers.emplace_back("Authorization", authorization_header(draft));
  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::after_signing && of_header(edit)) apply(edit, draft, cast);
  }

  built.http.method = draft.method;
  built.http.target = draft.path;
  const auto [query, form] = query_and_form(draft);
  if (!query.empty()) built.http.target += "?" + encoded(query, false);
  built.http.headers = std::move(draft.headers);
  built.http.body = draft.body ? *draft.body : encoded(form, true);

  built.secrets.push_back(signature);
  if (v1) built.secrets.push_back(percent_encode(signature));
  for (const Part& part : v1 ? draft.parameters : draft.authorization) {
    if (part.name == "Signature" && part.value != signature) built.secrets.push_back(part.value);
  }
  built.secrets.push_back(credentials.access_key_secret);
  built.secrets.push_back(cast.own().credentials.access_key_secret);
  built.secrets.push_back(credentials.access_key_id);
  return built;
}

std::string shown(const BuiltRequest& request) {
  std::string text = strike_out(raw_request(request.http), request);
  if (text.size() > kept_of_a_request) {
    text.resize(kept_of_a_request);
    text += "...";
  }
  return text;
}

std::string strike_out(std::string text, const BuiltRequest& request) {
  // Our own secrets are known, and nearly every text holds them as they are or not at all. Names of
  // credentials that are still followed by a value are left to the thorough way.
  for (const std::string& secret : request.secrets) {
    if (secret.size() < 4) continue;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
      text.replace(at, secret.size(), struck_out);
      at += struck_out.size();
    }
  }
  for (const std::string_view name : {"ignature", "IGNATURE", "ccess", "redential", "oken", "ecret"}) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      const std::size_t after = at + name.size();
      const bool harmless = text.compare(after, 4, "=***") == 0 || text.compare(after, 6, "Method") == 0 ||
                            text.compare(after, 6, "Method=") == 0 || text.compare(after, 5, "Nonce") == 0 ||
                            text.compare(after, 7, "Version") == 0 || text.compare(after, 8, "KeyId=**") == 0 ||
                            text.compare(after, 6, "-nonce") == 0;
      if (!harmless) return redact(text, request.secrets);
    }
  }
  return text;
}

}  // namespace hallmark::runner
