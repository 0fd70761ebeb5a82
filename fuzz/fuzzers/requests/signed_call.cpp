// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes what stands behind the signature: parameters, signed here, to the reference endpoint.
//
// Holds for all parameters with different names: no 5xx, an envelope, and the same status, Code and
// Message whether XML or JSON was asked for, and whether they travel in a query or in a form.
#include <algorithm>

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/endpoint/envelope.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature.hpp"

namespace {

using namespace hallmark;
namespace reference = runner::reference;
using runner::Parameters;

const runner::Credentials key{
    .access_key_id = "LTAI5tFuzz", .access_key_secret = "secret", .security_token = {}};

// Puts the public parameters beside what was asked, and signs. An empty world, so that each call
// finds what the one before found.
runner::Reply call(Parameters parameters, std::string_view format, bool form) {
  reference::Endpoint endpoint{{.defects = {},
                                .clock = [] { return std::chrono::system_clock::time_point{}; },
                                .max_worlds = 10,
                                .account = {{key.access_key_id, key.access_key_secret.reveal()}}}};
  const Parameters common = {
      {"AccessKeyId", key.access_key_id}, {"Format", std::string{format}},
      {"SignatureMethod", "HMAC-SHA1"},   {"SignatureNonce", "1"},
      {"SignatureVersion", "1.0"},        {"Timestamp", "1970-01-01T00:00:00Z"},
      {"Version", "2014-05-26"}};
  for (const auto& one : common) {
    std::erase_if(parameters, [&](const auto& other) { return other.first == one.first; });
    parameters.push_back(one);
  }
  reference::HttpRequest request{
      .method = form ? "POST" : "GET", .target = "/", .headers = {}, .body = {}};
  const std::string text = runner::string_to_sign_v1(request.method, parameters);
  parameters.emplace_back("Signature", runner::Signer{key}.sign_v1(text));
  if (form) {
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = runner::form_body(parameters);
  } else {
    request.target = "/?" + runner::query_string(parameters);
  }
  runner::Reply reply = fuzz::require_envelope(endpoint.handle(request));
  if (fuzz::planted("signed_call/form-reads-start-instance-first") && form &&
      text.find("Action%3DStartInstance") != text.npos) {
    reply.http_status = 404;
  }
  if (fuzz::planted("signed_call/message-lost-in-json") && format == "JSON" &&
      reply.code == "MissingParameter") {
    reply.message = "";
  }
  return reply;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::optional<Parameters> parameters = runner::parse_form(fuzz::text_of(data, size));
  if (!parameters) return 0;
  std::erase_if(*parameters, [](const auto& one) { return one.first == "Signature"; });
  const runner::Reply one = call(*parameters, "XML", false);
  fuzz::require(one.format == runner::BodyFormat::xml, "XML was asked for");
  fuzz::require(one.code != "IncompleteSignature", "what is signed is taken to be signed");
  for (const bool form : {false, true}) {
    const runner::Reply other = call(*parameters, "JSON", form);
    fuzz::require(other.format == runner::BodyFormat::json, "JSON was asked for");
    fuzz::require(other.http_status == one.http_status && other.code == one.code &&
                      other.message == one.message,
                  "format and method do not change the answer");
  }
  return 0;
}
