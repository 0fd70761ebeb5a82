// SPDX-License-Identifier: Apache-2.0
//
// hallmark sign: each step of a signature, for whoever writes a client or an endpoint and wants to
// know at which of them theirs goes another way. Nothing is sent. The signature is shown here and
// nowhere else: it is what was asked for, made with the user's own key for a request that the user
// describes. The secret is never shown, nor is its length.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/one_of.hpp"
#include "fuzz/app/options/own_call.hpp"
#include "reports/text.hpp"
#include "runner/conduct/keys.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/http/url.hpp"
#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

constexpr std::string_view api_version = "2014-05-26";
constexpr const char* signatures[] = {"v1", "v3"};
constexpr const char* methods[] = {"get", "post-query", "post-form"};

struct SignOptions {
  std::string action;
  std::vector<std::string> arguments;
  std::string signature = signatures[0];
  std::string method = methods[0];
  std::string format;
  std::string access_key_id;
  std::string nonce;
  std::string time;
  std::string endpoint = "https://ecs.aliyuncs.com";
  bool json = false;
};

// One step: a name for programs, a sentence for people, and what comes of it.
struct Step {
  std::string_view name;
  std::string does;
  std::string result;
};

// A request on its way to be signed.
struct Unsigned {
  std::string method;
  Url url;
  bool form = false;
  std::string time;
  Parameters parameters;  // V1: the common ones, too
  Headers headers;
};

struct Signed {
  std::vector<Step> steps;
  std::string target;
  Headers headers;
  std::string body;
};

bool names(const Parameters& parameters, std::string_view name) {
  for (const auto& parameter : parameters) {
    if (parameter.first == name) return true;
  }
  return false;
}

// What the user gave in its place stays.
void add_missing(Parameters& parameters, std::string_view name, std::string_view value) {
  if (!names(parameters, name) && !value.empty()) parameters.emplace_back(name, value);
}

Parameters parameters_of(const SignOptions& options) {
  Parameters parameters;
  for (const std::string& argument : options.arguments) {
    parameters.push_back(name_and_value(argument));
  }
  return parameters;
}

std::string time_of(const SignOptions& options) {
  if (options.time.empty()) return utc_timestamp(std::chrono::system_clock::now());
  if (!parse_timestamp(options.time)) {
    throw UsageError{"--time '" + reports::printable(options.time) +
                     "' is not written as 2016-02-23T12:46:24Z"};
  }
  return options.time;
}

std::string nonce_of(const SignOptions& options) {
  return options.nonce.empty() ? nonce() : options.nonce;
}

std::string with_query(const std::string& path, const std::string& query) {
  return query.empty() ? path : path + '?' + query;
}

Signed sign_v1(Unsigned request, const SignOptions& options, const Credentials& credentials) {
  Parameters& parameters = request.parameters;
  add_missing(parameters, "Action", options.action);
  add_missing(parameters, "AccessKeyId", credentials.access_key_id);
  add_missing(parameters, "Format",
              options.format == "xml"    ? "XML"
              : options.format == "json" ? "JSON"
                                         : "");
  add_missing(parameters, "SignatureMethod", "HMAC-SHA1");
  add_missing(parameters, "SignatureNonce", nonce_of(options));
  add_missing(parameters, "SignatureVersion", "1.0");
  if (!names(parameters, "TimeStamp")) add_missing(parameters, "Timestamp", request.time);
  add_missing(parameters, "Version", api_version);

  Signed made{.headers = std::move(request.headers)};
  const std::string query = canonical_query(parameters);
  const std::string text = string_to_sign_v1(request.method, parameters);
  const std::string signature = Signer{credentials}.sign_v1(text);
  made.steps = {
      {"canonicalQuery",
       "the parameters but Signature, sorted by name, names and values percent-encoded", query},
      {"stringToSign", "the method, & %2F & and the canonical query, percent-encoded once more",
       text},
      {"key", "what the HMAC is keyed with", "the secret, and an & behind it (not shown)"},
      {"signature", "Base64 of the HMAC-SHA1 of the string to sign", signature}};
  const std::string all = query + "&Signature=" + percent_encode(signature);
  made.target = with_query(request.url.path, request.form ? "" : all);
  if (request.form) made.body = all;
  return made;
}

Signed sign_v3(Unsigned request, const SignOptions& options, const Credentials& credentials) {
  Signed made;
  const std::string query = canonical_query(request.parameters);
  if (request.form) made.body = query;
  made.target = with_query(request.url.path, request.form ? "" : query);
  Headers& headers = request.headers;
  const auto add = [&headers](std::string_view name, std::string_view value) {
    if (find_header(headers, name) == nullptr) headers.emplace_back(name, value);
  };
  add("x-acs-action", options.action);
  add("x-acs-version", api_version);
  add("x-acs-date", request.time);
  add("x-acs-signature-nonce", nonce_of(options));
  const std::string hash = sha256_hex(made.body);
  add("x-acs-content-sha256", hash);
  const CanonicalHeaders canonical = canonical_headers(headers);
  const std::string text = canonical_request_v3(request.method, request.url.path,
                                                request.form ? "" : query, canonical, hash);
  const std::string signature = Signer{credentials}.sign_v3(text);
  made.steps = {
      {"canonicalQuery",
       "the parameters of the URL, sorted by name, names and values percent-encoded",
       request.form ? "" : query},
      {"canonicalHeaders",
       "host, content-type and x-acs headers: names in lower case, sorted, values trimmed",
       canonical.lines},
      {"hashedPayload", "SHA-256 of the body, in lower-case hexadecimal digits", hash},
      {"canonicalRequest",
       "method, path, query, headers, their names and the hash of the body, a line each", text},
      {"stringToSign", "the algorithm, and the SHA-256 of the canonical request",
       "ACS3-HMAC-SHA256\n" + sha256_hex(text)},
      {"key", "what the HMAC is keyed with", "the secret as it is (not shown)"},
      {"signature", "the HMAC-SHA256 of the string to sign, in lower-case hexadecimal digits",
       signature}};
  if (!options.format.empty()) headers.emplace_back("accept", "application/" + options.format);
  headers.emplace_back("Authorization", "ACS3-HMAC-SHA256 Credential=" + credentials.access_key_id +
                                            ",SignedHeaders=" + canonical.names +
                                            ",Signature=" + signature);
  made.headers = std::move(headers);
  return made;
}

// V3 has headers for what V1 has parameters for.
void move_to_headers(Unsigned& request) {
  constexpr std::pair<std::string_view, std::string_view> moved[] = {
      {"Version", "x-acs-version"}, {"SecurityToken", "x-acs-security-token"}};
  for (const auto& [parameter, header] : moved) {
    std::erase_if(request.parameters, [&](const auto& one) {
      if (one.first != parameter) return false;
      request.headers.emplace_back(header, one.second);
      return true;
    });
  }
}

void write_json(const Signed& made, const Unsigned& request, std::ostream& out) {
  boost::json::object all;
  for (const Step& step : made.steps) all[step.name] = step.result;
  boost::json::object headers;
  for (const auto& [name, value] : made.headers) headers[name] = value;
  all["request"] = boost::json::object{{"method", request.method},
                                       {"target", made.target},
                                       {"headers", std::move(headers)},
                                       {"body", made.body}};
  out << boost::json::serialize(all) << "\n";
}

// Each line of a text, behind blanks; an empty one is nothing but that.
void write_text(std::string_view text, std::ostream& out) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    out << (line.empty() ? "" : "    ") << reports::printable(line) << "\n";
  }
}

void write_steps(const Signed& made, const Unsigned& request, std::ostream& out) {
  std::size_t number = 0;
  for (const Step& step : made.steps) {
    out << ++number << ". " << step.name << ": " << step.does << "\n";
    write_text(step.result.empty() ? "(empty)" : step.result, out);
  }
  out << ++number << ". request: what goes out\n";
  std::string text = request.method + ' ' + made.target + '\n';
  for (const auto& [name, value] : made.headers) text += name + ": " + value + '\n';
  if (!made.body.empty()) text += '\n' + made.body + '\n';
  write_text(text, out);
}

int sign(const SignOptions& options) {
  Result<Url> url = parse_url(options.endpoint);
  if (!url) throw UsageError{"--endpoint: " + url.error().what};
  Unsigned request{.method = options.method == methods[0] ? "GET" : "POST",
                   .url = *std::move(url),
                   .form = options.method == methods[2],
                   .time = time_of(options),
                   .parameters = parameters_of(options),
                   .headers = {}};
  if (request.url.path.empty()) request.url.path = "/";
  request.headers.emplace_back("host", request.url.host_header());
  if (request.form) {
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
  }
  const Credentials credentials = own_key(options.access_key_id);
  const bool v1 = options.signature == signatures[0];
  if (!v1) move_to_headers(request);
  const Signed made = (v1 ? sign_v1 : sign_v3)(request, options, credentials);
  (options.json ? write_json : write_steps)(made, request, std::cout);
  return exit_holds;
}

}  // namespace

Command add_sign(CLI::App& app) {
  auto options = std::make_shared<SignOptions>();
  CLI::App& command = *app.add_subcommand(
      "sign",
      "Each step of a signature, from the parameters to the request; nothing is sent. The secret "
      "stands in HALLMARK_ACCESS_KEY_SECRET and is not shown. A common parameter that is given as "
      "Name=Value takes the place of our own");
  add_call(command, options->action, options->arguments);
  command.add_option("--signature", options->signature, "HMAC-SHA1, or ACS3-HMAC-SHA256")
      ->check(one_of(std::vector<std::string>(std::begin(signatures), std::end(signatures))))
      ->capture_default_str();
  command.add_option("--method", options->method, "GET, or POST with the parameters where")
      ->check(one_of(std::vector<std::string>(std::begin(methods), std::end(methods))))
      ->capture_default_str();
  command
      .add_option("--format", options->format,
                  "Asks for an answer in it; absent: the request says nothing of it")
      ->check(one_of({"xml", "json"}));
  command.add_option("--access-key-id", options->access_key_id, "Whose key it is")
      ->type_name("ID")
      ->required();
  command.add_option("--nonce", options->nonce, "Absent: a new one")->type_name("TEXT");
  command.add_option("--time", options->time, "Absent: now")->type_name("2016-02-23T12:46:24Z");
  command
      .add_option("--endpoint", options->endpoint, "V3 signs its host and path; it is not asked")
      ->type_name("URL")
      ->capture_default_str();
  command.add_flag("--json", options->json, "One object, a member for each step");
  return [options] { return sign(*options); };
}

}  // namespace hallmark::app
