// SPDX-License-Identifier: Apache-2.0
#include "runner/target/request_builder.hpp"

#include <algorithm>
#include <array>
#include <cstring>
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

// A value that is to be spelled in another way than the canonical one.
struct Spelling {
  std::string name;
  Encoding encoding;
};

// A request that is not yet bytes.
struct Draft {
  std::string method;
  std::string path;
  cases::Variant variant;
  Parameters parameters;  // all that travel in the query or in the form
  std::vector<Spelling> spellings;
  std::vector<std::string> in_query;     // names that stay in the URL though the rest is a form
  Headers headers;                       // in the order in which they are sent
  std::optional<std::string> algorithm;  // V3: where it is another one
  Parameters authorization;              // V3: Credential, SignedHeaders, Signature
  std::optional<std::string> body;
};

char flipped(char c) {
  if (c == 'A' || c == 'a' || c == '0') return static_cast<char>(c + 1);
  return (c >= 'a' && c <= 'z') ? 'a' : (c >= 'A' && c <= 'Z') ? 'A' : '0';
}

// The last letter or digit becomes another one. In Base64 the very last one may hold spare bits
// that a decoder overlooks, so it is the first one that is changed where the value ends in '='.
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

std::string_view named_by(Handle handle, const Cast& cast) {
  switch (handle) {
    case Handle::none:
      break;
    case Handle::instance_id:
      return cast.own().instance_id;
    case Handle::other_instance_id:
      return cast.other().instance_id;
    case Handle::region_id:
      return cast.own().region_id;
    case Handle::access_key_id:
      return cast.own().credentials.access_key_id;
    case Handle::other_access_key_id:
      return cast.other().credentials.access_key_id;
  }
  return {};
}

std::string resolve(const cases::Value& value, const Cast& cast) {
  std::string handle{named_by(value.handle, cast)};
  switch (value.twist) {
    case Twist::none:
      break;
    case Twist::upper_case:
      handle = with_case(std::move(handle), true);
      break;
    case Twist::without_last:
      if (!handle.empty()) handle.pop_back();
      break;
    case Twist::first_half:
      handle.resize(handle.size() / 2);
      break;
    case Twist::doubled:
      handle += handle;
      break;
  }
  if (value.before.empty() && value.after.empty()) return handle;
  std::string text;
  text.reserve(value.before.size() + handle.size() + value.after.size());
  return text.append(value.before).append(handle).append(value.after);
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

// Does one edit to a list of named values: parameters, headers, or parts of a header.
template <class SameName>
void edit_list(std::vector<std::pair<std::string, std::string>>& list, const Edit& edit,
               std::string_view name, const std::string& value, SameName same) {
  const auto found =
      std::ranges::find_if(list, [&](const auto& item) { return same(item.first, name); });
  switch (edit.op) {
    case Edit::Op::set:
      if (found != list.end()) {
        found->second = value;
      } else {
        list.emplace_back(name, value);
      }
      return;
    case Edit::Op::drop:
      std::erase_if(list, [&](const auto& item) { return same(item.first, name); });
      return;
    case Edit::Op::repeat:
      list.emplace_back(name, value);
      return;
    default:
      break;
  }
  if (found == list.end()) return;
  std::string& current = found->second;
  switch (edit.op) {
    case Edit::Op::set:
    case Edit::Op::drop:
    case Edit::Op::repeat:
      return;
    case Edit::Op::rename:
      found->first = value;
      return;
    case Edit::Op::flip:
      current = flip(current);
      return;
    case Edit::Op::upper_case:
    case Edit::Op::lower_case:
      current = with_case(current, edit.op == Edit::Op::upper_case);
      return;
    case Edit::Op::cut_last:
      if (!current.empty()) current.pop_back();
      return;
    case Edit::Op::shift:
      if (const auto time = parse_timestamp(current)) {
        current = utc_timestamp(*time + std::chrono::seconds{edit.seconds});
      }
      return;
  }
}

void edit_parts(Parameters& parts, const Edit& edit, std::string_view name,
                const std::string& value) {
  edit_list(parts, edit, name, value,
            [](std::string_view left, std::string_view right) { return left == right; });
}

void edit_headers(Headers& headers, const Edit& edit, std::string_view name,
                  const std::string& value) {
  edit_list(headers, edit, name, value, same_header_name);
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

std::string_view algorithm_of(const Draft& draft) {
  return draft.algorithm ? std::string_view{*draft.algorithm} : v3_algorithm;
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
      draft.algorithm.emplace();
    } else if (edit.op == Edit::Op::lower_case || edit.op == Edit::Op::upper_case) {
      draft.algorithm =
          with_case(std::string{algorithm_of(draft)}, edit.op == Edit::Op::upper_case);
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

bool is_form(const Draft& draft) { return draft.variant.method == cases::Method::post_form; }

// Under V3 what selects the answer's form stays in the URL, whatever carries the rest.
bool travels_in_query(const Draft& draft, std::string_view name) {
  if (!is_form(draft)) return true;
  if (draft.variant.signature == cases::Signature::v3 && name == "Format") return true;
  return std::ranges::find(draft.in_query, name) != draft.in_query.end();
}

// What travels in the query, or in the form.
void append_parameters(std::string& text, const Draft& draft, bool query) {
  text.reserve(text.size() + draft.parameters.size() * 40);
  const std::size_t begin = text.size();
  for (const auto& [name, value] : draft.parameters) {
    if (travels_in_query(draft, name) != query) continue;
    if (text.size() != begin) text += '&';
    append_percent_encode(text, name);
    text += '=';
    const auto spelling = std::ranges::find(draft.spellings, name, &Spelling::name);
    append_encoded(text, value,
                   spelling == draft.spellings.end() ? Encoding::canonical : spelling->encoding,
                   !query);
  }
}

std::string query_to_sign(const Draft& draft) {
  if (!is_form(draft)) return canonical_query(draft.parameters);
  Parameters in_query;
  for (const auto& parameter : draft.parameters) {
    if (travels_in_query(draft, parameter.first)) in_query.push_back(parameter);
  }
  return canonical_query(in_query);
}

std::string body_of(const Draft& draft) {
  if (draft.body) return *draft.body;
  std::string body;
  if (is_form(draft)) append_parameters(body, draft, false);
  return body;
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

void draft_v1(Draft& draft, const std::string& action, const Credentials& credentials,
              const std::string& nonce, std::string timestamp, bool json) {
  Parameters& parameters = draft.parameters;
  parameters.emplace_back("AccessKeyId", credentials.access_key_id);
  parameters.emplace_back("Action", action);
  parameters.emplace_back("Format", json ? "JSON" : "XML");
  parameters.emplace_back("SignatureMethod", "HMAC-SHA1");
  parameters.emplace_back("SignatureNonce", nonce);
  parameters.emplace_back("SignatureVersion", "1.0");
  parameters.emplace_back("Timestamp", std::move(timestamp));
  parameters.emplace_back("Version", std::string{api_version});
  if (!credentials.security_token.empty()) {
    parameters.emplace_back("SecurityToken", credentials.security_token);
  }
}

void draft_v3(Draft& draft, const std::string& action, const Credentials& credentials,
              const std::string& nonce, std::string timestamp, bool json) {
  draft.parameters.emplace_back("Format", json ? "JSON" : "XML");
  Headers& headers = draft.headers;
  headers.emplace_back("accept", json ? "application/json" : "application/xml");
  headers.emplace_back("x-acs-action", action);
  headers.emplace_back("x-acs-version", api_version);
  headers.emplace_back("x-acs-date", std::move(timestamp));
  headers.emplace_back("x-acs-signature-nonce", nonce);
  if (!credentials.security_token.empty()) {
    headers.emplace_back("x-acs-security-token", credentials.security_token);
  }
  draft.authorization.reserve(3);
  draft.authorization.emplace_back("Credential", credentials.access_key_id);
}

void sign_v1(Draft& draft, const Signer& signer, Secrets& secrets) {
  std::string signature = signer.sign_v1(string_to_sign_v1(draft.method, draft.parameters));
  secrets.add(signature);
  secrets.add_percent_encoded(signature);
  // An edit may have put a Signature there before signing; it stays what the edit made it.
  const auto is_signature = [](const auto& part) { return part.first == "Signature"; };
  if (std::ranges::none_of(draft.parameters, is_signature)) {
    draft.parameters.emplace_back("Signature", std::move(signature));
  }
}

void sign_v3(Draft& draft, const Signer& signer, Secrets& secrets) {
  const std::string* hash = find_header(draft.headers, "x-acs-content-sha256");
  if (hash == nullptr) {
    hash = &draft.headers.emplace_back("x-acs-content-sha256", sha256_hex(body_of(draft))).second;
  }
  const std::string* given = find_header(draft.authorization, "SignedHeaders");
  CanonicalHeaders signed_headers = canonical_headers(
      given == nullptr ? headers_to_sign(draft.headers) : headers_named(draft.headers, *given));
  std::string signature = signer.sign_v3(
      canonical_request_v3(draft.method, draft.path, query_to_sign(draft), signed_headers, *hash));
  if (given == nullptr) {
    draft.authorization.emplace_back("SignedHeaders", std::move(signed_headers.names));
  }
  secrets.add(signature);
  draft.authorization.emplace_back("Signature", std::move(signature));
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

constexpr std::size_t shortest_secret = 4;

// As find(), but in one pass however often the first letter occurs.
std::size_t position(const std::string& text, std::string_view what, std::size_t from) {
  if (from >= text.size()) return std::string::npos;
  const void* found = ::memmem(text.data() + from, text.size() - from, what.data(), what.size());
  return found == nullptr ? std::string::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// What follows the name of a credential and shows nothing: a value struck out, or another name.
bool is_harmless(std::string_view rest) {
  for (const std::string_view start :
       {"=***", "Method", "Nonce", "Version", "KeyId=***", "-nonce"}) {
    if (rest.starts_with(start)) return true;
  }
  return false;
}

// What credentials are called, without a first letter that may be of either case.
constexpr std::array<std::string_view, 6> credential_names = {"ignature",  "IGNATURE", "ccess",
                                                              "redential", "oken",     "ecret"};

// Whether `text` may hold one of credential_names: each has three letters in it that seldom stand
// side by side. Looks at all of them without a branch, which the processor does sixteen at a time.
constexpr bool may_name_credentials(std::string_view text) {
  unsigned found = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const char one = text[i];
    const char two = text[i + 1];
    const char three = text[i + 2];
    found |= static_cast<unsigned>((one == 'g') & (two == 'n') & (three == 'a')) |
             static_cast<unsigned>((one == 'G') & (two == 'N') & (three == 'A')) |
             static_cast<unsigned>((one == 'c') & ((two == 'c') | (two == 'r')) & (three == 'e')) |
             static_cast<unsigned>((one == 'i') & (two == 'a') & (three == 'l')) |
             static_cast<unsigned>((one == 'o') & (two == 'k') & (three == 'e'));
  }
  return found != 0;
}

static_assert(std::ranges::all_of(credential_names, may_name_credentials));

bool holds_secret(const std::string& text, const BuiltRequest& request) {
  return request.secrets.any_of([&text](std::string_view secret) {
    return secret.size() >= shortest_secret && position(text, secret, 0) != std::string::npos;
  });
}

// Our own secrets are known, and nearly every text holds them as they are or not at all.
void strike_secrets(std::string& text, const BuiltRequest& request) {
  (void)request.secrets.any_of([&text](std::string_view secret) {
    if (secret.size() < shortest_secret) return false;
    for (std::size_t at = position(text, secret, 0); at != std::string::npos;
         at = position(text, secret, at + struck_out.size())) {
      text.replace(at, secret.size(), struck_out);
    }
    return false;
  });
}

// Whether all that a request to `call` holds of credentials is where it always is.
bool is_as_usual(const cases::Call& call) {
  return call.edits.empty() &&
         std::ranges::none_of(call.arguments, [](const cases::Argument& argument) {
           return argument.encoding != Encoding::canonical ||
                  argument.value.handle == Handle::access_key_id ||
                  argument.value.handle == Handle::other_access_key_id;
         });
}

bool of_header(const Edit& edit) { return edit.where == Edit::Where::header; }

}  // namespace

void Secrets::add(std::string_view secret) {
  const std::size_t begun = begin();
  text_ += secret;
  end(begun);
}

void Secrets::add_percent_encoded(std::string_view secret) {
  const std::size_t begun = begin();
  append_percent_encode(text_, secret);
  end(begun);
}

std::vector<std::string> Secrets::all() const {
  std::vector<std::string> secrets;
  (void)any_of([&secrets](std::string_view secret) {
    secrets.emplace_back(secret);
    return false;
  });
  return secrets;
}

std::size_t Secrets::first_size(std::string_view text) {
  std::uint32_t size = 0;
  std::memcpy(&size, text.data(), head);
  return size;
}

std::size_t Secrets::begin() {
  constexpr std::size_t usual = 256;  // bytes of all
  if (text_.empty()) text_.reserve(usual);
  text_.append(head, '\0');
  return text_.size();
}

void Secrets::end(std::size_t begun) {
  const auto size = static_cast<std::uint32_t>(text_.size() - begun);
  std::memcpy(text_.data() + begun - head, &size, head);
}

const Credentials& Cast::credentials_of(cases::Identity identity, Credentials& made_up) const {
  switch (identity) {
    case cases::Identity::own:
      break;
    case cases::Identity::wrong_secret:
      made_up = own_.credentials;
      made_up.access_key_secret = flip(made_up.access_key_secret);
      return made_up;
    case cases::Identity::unknown_key:
      made_up = own_.credentials;
      made_up.access_key_id = "LTAInobodyhasthiskey0";
      return made_up;
    case cases::Identity::other_account:
      return other_.credentials;
  }
  return own_.credentials;
}

RequestBuilder::RequestBuilder(std::string host, std::string path, NonceGenerator nonces,
                               Clock clock)
    : host_{std::move(host)}, path_{std::move(path)}, nonces_{nonces}, clock_{std::move(clock)} {}

BuiltRequest RequestBuilder::build(const cases::Call& call, cases::Variant variant,
                                   const Cast& cast, std::string_view reactivate_spelling,
                                   std::string_view nonce) {
  BuiltRequest built;
  built.action = call.action;
  built.as_usual = is_as_usual(call);
  if (!call.spelled_as_is && call.action == "ReactivateInstances" && !reactivate_spelling.empty()) {
    built.action = reactivate_spelling;
  }
  built.nonce = nonce.empty() ? nonces_.next() : std::string{nonce};
  Credentials made_up;
  const Credentials& credentials = cast.credentials_of(call.identity, made_up);
  std::string timestamp = utc_timestamp(clock_());
  const bool json = variant.format == cases::Format::json;

  Draft draft;
  draft.parameters.reserve(call.arguments.size() + 12);
  draft.headers.reserve(12);
  draft.method = variant.method == cases::Method::get ? "GET" : "POST";
  draft.path = path_;
  draft.variant = variant;
  draft.headers.emplace_back("Host", host_);
  draft.headers.emplace_back("User-Agent", "hallmark");
  if (is_form(draft)) {
    draft.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  }
  for (const cases::Argument& argument : call.arguments) {
    draft.parameters.emplace_back(argument.name, resolve(argument.value, cast));
    if (argument.encoding != Encoding::canonical) {
      draft.spellings.push_back({argument.name, argument.encoding});
    }
    if (argument.in_query) draft.in_query.push_back(argument.name);
  }
  const bool v1 = variant.signature == cases::Signature::v1;
  (v1 ? draft_v1 : draft_v3)(draft, built.action, credentials, built.nonce, std::move(timestamp),
                             json);

  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::before_signing) apply(edit, draft, cast);
  }
  const Signer signer{credentials};
  (v1 ? sign_v1 : sign_v3)(draft, signer, built.secrets);
  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::after_signing && !of_header(edit)) apply(edit, draft, cast);
  }
  if (!v1) draft.headers.emplace_back("Authorization", authorization_header(draft));
  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::after_signing && of_header(edit)) apply(edit, draft, cast);
  }

  built.http.method = std::move(draft.method);
  built.http.target = std::move(draft.path);
  const std::size_t path_size = built.http.target.size();
  built.http.target += '?';
  append_parameters(built.http.target, draft, true);
  if (built.http.target.size() == path_size + 1) built.http.target.pop_back();  // there are none
  built.http.headers = std::move(draft.headers);
  built.http.body = body_of(draft);

  Secrets& secrets = built.secrets;
  for (const auto& [name, value] : v1 ? draft.parameters : draft.authorization) {
    if (name != "Signature") continue;
    const bool is_known = secrets.any_of([&](std::string_view known) { return known == value; });
    if (!is_known) secrets.add(value);
  }
  if (credentials.access_key_secret != cast.own().credentials.access_key_secret) {
    secrets.add(cast.own().credentials.access_key_secret);
  }
  secrets.add(credentials.access_key_secret);
  secrets.add(credentials.access_key_id);
  if (!credentials.security_token.empty()) {
    secrets.add_percent_encoded(credentials.security_token);
    secrets.add(credentials.security_token);
  }
  return built;
}

std::string shown(const BuiltRequest& request) {
  std::string text = raw_request(request.http);
  if (request.as_usual) {
    strike_secrets(text, request);
  } else {
    text = strike_out(std::move(text), request);
  }
  if (text.size() > kept_of_a_request) {
    text.resize(kept_of_a_request);
    text += "...";
  }
  return text;
}

std::string strike_out(std::string text, const BuiltRequest& request) {
  if (text.size() < shortest_secret) return text;
  strike_secrets(text, request);
  if (!may_name_credentials(text)) return text;
  // Names of credentials that are still followed by a value are left to the thorough way.
  for (const std::string_view name : credential_names) {
    for (std::size_t at = position(text, name, 0); at != std::string::npos;
         at = position(text, name, at + 1)) {
      if (!is_harmless(std::string_view{text}.substr(at + name.size()))) {
        return redact(text, request.secrets.all());
      }
    }
  }
  return text;
}

void strike_out(HttpReply& reply, const BuiltRequest& request) {
  // Nearly every answer shows nothing, and one search through all of it says so.
  thread_local std::string all;
  all.clear();
  for (const auto& [name, value] : reply.headers) all.append(value).push_back('\n');
  all += reply.body;
  const bool clean = !may_name_credentials(all) && !holds_secret(all, request);
  if (all.capacity() > kept_of_a_request) std::string{}.swap(all);
  if (clean) return;
  for (auto& [name, value] : reply.headers) value = strike_out(std::move(value), request);
  reply.body = strike_out(std::move(reply.body), request);
}

}  // namespace hallmark::runner
