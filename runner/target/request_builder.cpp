// SPDX-License-Identifier: Apache-2.0
#include "runner/target/request_builder.hpp"

#include <algorithm>
#include <utility>

#include "runner/target/draft.hpp"
#include "runner/target/edits.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

using cases::Edit;
using cases::Encoding;
using cases::Handle;

bool is_spelled_otherwise(const cases::Argument& argument) {
  return argument.encoding != Encoding::canonical ||
         argument.name_spelling != cases::NameSpelling::canonical;
}

// Whether all that a request to `call` holds of credentials is where it always is.
bool is_as_usual(const cases::Call& call) {
  return call.edits.empty() &&
         std::ranges::none_of(call.arguments, [](const cases::Argument& argument) {
           return is_spelled_otherwise(argument) ||
                  argument.value.handle == Handle::access_key_id ||
                  argument.value.handle == Handle::other_access_key_id;
         });
}

bool of_header(const Edit& edit) { return edit.where == Edit::Where::header; }

}  // namespace

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

  Draft draft;
  draft.parameters.reserve(call.arguments.size() + 12);
  draft.headers.reserve(12);
  draft.method = variant.method == cases::Method::get ? "GET" : "POST";
  draft.path = path_;
  draft.variant = variant;
  draft.apart = call.apart;
  draft.headers.emplace_back("Host", host_);
  draft.headers.emplace_back("User-Agent", "hallmark");
  if (has_form(draft)) {
    draft.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  }
  for (const cases::Argument& argument : call.arguments) {
    draft.parameters.emplace_back(argument.name, resolve(argument.value, cast));
    if (is_spelled_otherwise(argument)) {
      draft.spellings.push_back({argument.name, argument.encoding, argument.name_spelling});
    }
  }
  const bool v1 = variant.signature == cases::Signature::v1;
  add_common(draft,
             {.action = built.action, .nonce = built.nonce, .timestamp = utc_timestamp(clock_())},
             credentials);

  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::before_signing) apply(edit, draft, cast, credentials);
  }
  built.secrets.reserve(8);
  sign(draft, credentials, built.secrets);
  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::after_signing && !of_header(edit))
      apply(edit, draft, cast, credentials);
  }
  if (!v1) draft.headers.emplace_back("Authorization", authorization_header(draft));
  for (const Edit& edit : call.edits) {
    if (edit.when == Edit::When::after_signing && of_header(edit))
      apply(edit, draft, cast, credentials);
  }

  built.http.method = std::move(draft.method);
  built.http.target = target_of(draft);
  built.http.headers = std::move(draft.headers);
  built.http.body = body_of(draft);
  built.http.version = call.http_1_0 ? 10 : 11;

  std::vector<Secret>& secrets = built.secrets;
  for (const auto& [name, value] : v1 ? draft.parameters : draft.authorization) {
    if (name != "Signature") continue;
    if (std::ranges::find(secrets, Secret{value}) == secrets.end()) secrets.emplace_back(value);
  }
  if (credentials.access_key_secret != cast.own().credentials.access_key_secret) {
    secrets.push_back(cast.own().credentials.access_key_secret);
  }
  secrets.push_back(credentials.access_key_secret);
  secrets.emplace_back(credentials.access_key_id);
  if (!credentials.security_token.empty()) {
    secrets.emplace_back(percent_encode(credentials.security_token.reveal()));
    secrets.push_back(credentials.security_token);
  }
  return built;
}

}  // namespace hallmark::runner
